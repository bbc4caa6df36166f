"""A clinic's bookings in pages: found through an index and read on from the last row, however many
there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from slotkeeper.domain.booking_list import BookingFilter, ListedBooking, ListedPayment
from slotkeeper.domain.reference import ALPHABET, LENGTH
from slotkeeper.storage.database import Reader, Row, Value
from slotkeeper.storage.patient_search import Terms, has_word
from slotkeeper.storage.payment_sum import DISPUTE, HAS_SOME, IS_FOR, sum_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Whose:
    """Whose bookings a search asks for: of these patients, or of those found by all terms."""

    patient_ids: Sequence[int] | None = None
    terms: Terms = ()


@dataclass(slots=True)
class _Where:
    """Conditions and their values; $1 is the clinic, $2 the most rows."""

    values: list[Value]
    conditions: list[str] = field(default_factory=list)

    def add(self, condition: str, *values: Value) -> None:
        numbers = [f"${len(self.values) + n}" for n in range(1, len(values) + 1)]
        self.values += values
        self.conditions.append(condition.format(*numbers))


async def find_bookings(
    reader: Reader,
    clinic_id: int,
    wanted: BookingFilter,
    whose: Whose,
    *,
    begins: int | None = None,
    ends: int | None = None,
    most: int,
) -> list[ListedBooking]:
    """At most so many bookings of that clinic, in the order that is wanted. Holds are not among
    them. `begins` and `ends` bound the start in the order by day; `wanted`'s dates and text are not
    looked at.
    """
    where = _where(clinic_id, wanted, whose, most)
    if begins is not None:
        where.add("booking.starts_at >= {}", begins)
    if ends is not None:
        where.add("booking.starts_at < {}", ends)
    order = _ORDER[wanted.order] if whose.patient_ids is None else _SORTED[wanted.order]
    # The page is cut before anything is joined to it.
    rows = await reader.fetch(
        f"""SELECT {_COLUMNS} FROM (
              SELECT * FROM booking WHERE {" AND ".join(where.conditions)}
              ORDER BY {order} LIMIT $2
            ) AS booking
            JOIN patient ON patient.id = booking.patient_id
            LEFT JOIN payment ON payment.booking_id = booking.id
            ORDER BY {order}""",  # noqa: S608 - fixed conditions, numbered placeholders
        *where.values,
    )
    return [_listed(row) for row in rows]


async def find_listed(reader: Reader, clinic_id: int, booking_id: int) -> ListedBooking | None:
    """One booking of that clinic, in whichever state; None for a hold."""
    row = await reader.fetch_one(
        f"""SELECT {_COLUMNS} FROM booking
            JOIN patient ON patient.id = booking.patient_id
            LEFT JOIN payment ON payment.booking_id = booking.id
            WHERE booking.clinic_id = $1 AND booking.id = $2 AND booking.made_at IS NOT NULL""",  # noqa: S608
        clinic_id,
        booking_id,
    )
    return None if row is None else _listed(row)


async def find_booking_named(reader: Reader, clinic_id: int, reference: str) -> int | None:
    """The id of the clinic's booking of that reference, seven capital letters."""
    row = await reader.fetch_one(
        """SELECT id FROM booking
           WHERE clinic_id = $1 AND reference = $2 AND made_at IS NOT NULL""",
        clinic_id,
        reference,
    )
    return None if row is None else int(row["id"])


async def has_bookings(reader: Reader, clinic_id: int) -> bool:
    """Whether anybody has ever booked at that clinic."""
    row = await reader.fetch_one(
        "SELECT 1 AS one FROM booking WHERE clinic_id = $1 AND made_at IS NOT NULL LIMIT 1",
        clinic_id,
    )
    return row is not None


async def find_bookings_begun(reader: Reader, clinic_id: int, begun: str, most: int) -> list[int]:
    """The ids of the clinic's bookings whose reference begins with those capital letters."""
    rows = await reader.fetch(
        """SELECT id FROM booking
           WHERE clinic_id = $1 AND reference >= $2 AND reference <= $3 AND made_at IS NOT NULL
           ORDER BY reference LIMIT $4""",
        clinic_id,
        begun,
        # All are as long as the last one that there can be, so every collation agrees.
        begun.ljust(LENGTH, ALPHABET[-1]),
        most,
    )
    return [row["id"] for row in rows]


_COLUMNS = """booking.id, booking.reference, booking.state, booking.starts_at, booking.ends_at,
  booking.made_at, booking.practitioner_id, booking.appointment_type_id, booking.location_id,
  booking.patient_id, booking.made_by, booking.flags, booking.note, booking.cancelled_by,
  booking.expires_at, booking.series_id, patient.first_name, patient.last_name,
  patient.email, patient.phone, patient.birth_date,
  payment.state AS payment_state, payment.at_clinic, payment.currency, """ + ", ".join(
    f"{sum_of(name)} AS {name}" for name in ("amount", "received", "refunded")
)
_COLUMNS += f", {DISPUTE} AS dispute"

_ORDER = {
    "newest": "booking.made_at DESC, booking.id DESC",
    "day": "booking.starts_at, booking.id",
}
# Few patients' bookings are found by the patient and then sorted: no index has this order, so that
# none is read along in search of them.
_SORTED = {
    "newest": "booking.made_at + 0 DESC, booking.id DESC",
    "day": "booking.starts_at + 0, booking.id",
}
_AFTER = {
    "newest": "(booking.made_at, booking.id) < ({}, {})",
    "day": "(booking.starts_at, booking.id) > ({}, {})",
}
# As the index booking_unpaid has it, to the letter.
_UNPAID = """((booking.state = 'paying' AND booking.expires_at IS NOT NULL)
  OR booking.cancelled_by = 'payment')"""
# A payment that is authorised has no end any more: that booking is about to be confirmed.
_NEVER_UNPAID = """booking.state <> 'held'
  AND (booking.state <> 'paying' OR booking.expires_at IS NULL)
  AND (booking.cancelled_by IS NULL OR booking.cancelled_by <> 'payment')"""
_PAYMENT = "FROM payment WHERE payment.clinic_id = $1 AND payment.booking_id = booking.id"
_OF_PAYMENT = f"booking.id IN (SELECT {IS_FOR} FROM payment WHERE payment.clinic_id = $1"  # noqa: S608 - our own columns
_PAID = {
    "at_clinic": f"NOT EXISTS (SELECT 1 {_PAYMENT})",
    "paid": HAS_SOME,
    "refunded": f"{_OF_PAYMENT} AND payment.refunded > 0)",
    "disputed": f"{_OF_PAYMENT} AND payment.dispute <> '')",
}
_MADE_BY = {"patient": "booking.made_by IS NULL", "staff": "booking.made_by IS NOT NULL"}


def _where(clinic_id: int, wanted: BookingFilter, whose: Whose, most: int) -> _Where:
    where = _Where([clinic_id, most], ["booking.clinic_id = $1", "booking.made_at IS NOT NULL"])
    where.add(_UNPAID if wanted.state == "unpaid" else _NEVER_UNPAID)
    if wanted.state and wanted.state != "unpaid":
        where.add("booking.state = {}", wanted.state)
    if wanted.practitioner_id is not None:
        where.add("booking.practitioner_id = {}", wanted.practitioner_id)
    if wanted.appointment_type_id is not None:
        where.add("booking.appointment_type_id = {}", wanted.appointment_type_id)
    if wanted.patient_id is not None:
        where.add("booking.patient_id = {}", wanted.patient_id)
    if wanted.made_by:
        where.add(_MADE_BY[wanted.made_by])
    if wanted.flagged:
        where.add("booking.flags <> ''")
    if wanted.paid:
        where.add(_PAID[wanted.paid])
    if wanted.after:
        where.add(_AFTER[wanted.order], *wanted.after)
    _add_whose(where, whose)
    return where


def _add_whose(where: _Where, whose: Whose) -> None:
    if whose.patient_ids is not None:
        marks = ", ".join("{}" for _ in whose.patient_ids) or "NULL"
        where.add(f"booking.patient_id IN ({marks})", *whose.patient_ids)
    for term in whose.terms:
        where.conditions.append(has_word(term, "booking.patient_id", where.values))


def _listed(row: Row) -> ListedBooking:
    fields = [name for name in ListedBooking.__struct_fields__ if name != "payment"]
    values = {name: row[name] for name in fields} | {"cancelled_by": row["cancelled_by"] or ""}
    return ListedBooking(**values, payment=_payment(row))


def _payment(row: Row) -> ListedPayment | None:
    if row["payment_state"] is None:
        return None
    fields = [name for name in ListedPayment.__struct_fields__ if name != "state"]
    return ListedPayment(state=row["payment_state"], **{name: row[name] for name in fields})
