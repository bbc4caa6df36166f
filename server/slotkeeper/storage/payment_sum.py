"""What was paid for a booking as one sum, in queries that join its own `payment`: that one and what
was paid beside it when it was moved (ADR 34).
"""

_MORE = """FROM payment AS more WHERE more.moves = booking.id AND more.moves > 0
  AND more.state = 'captured'"""


def sum_of(column: str) -> str:
    """A number of all payments; NULL where the booking has none."""
    return f"""(payment.{column} + (
      SELECT CAST(COALESCE(SUM(more.{column}), 0) AS BIGINT) {_MORE}))"""


DISPUTE = f"""CASE WHEN payment.dispute <> '' THEN payment.dispute
  ELSE (SELECT COALESCE(MAX(more.dispute), '') {_MORE}) END"""

IS_FOR = """CASE WHEN payment.moves > 0 AND payment.state = 'captured' THEN payment.moves
  ELSE payment.booking_id END"""
"""The booking that a payment is for."""

HAS_SOME = f"""(EXISTS (SELECT 1 FROM payment WHERE payment.clinic_id = booking.clinic_id
    AND payment.booking_id = booking.id AND payment.received > payment.refunded)
  OR EXISTS (SELECT 1 {_MORE} AND more.received > more.refunded))"""  # noqa: S608 - our own columns
"""Whether the clinic has money of that booking."""
