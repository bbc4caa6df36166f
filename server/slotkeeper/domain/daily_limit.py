"""At most N online bookings per patient in any rolling 24 hours (B5)."""

from collections.abc import Sequence

DAY_SECONDS = 86_400


def next_possible(made_at: Sequence[int], limit: int, now: int) -> int | None:
    """When one more booking may be made, or None where it may be made now.

    `made_at` are the instants (epoch seconds) of the bookings that count; 0 is no limit. A booking
    counts for less than 24 hours: at exactly 24 hours its place is free again.
    """
    if limit == 0:
        return None
    recent = sorted(instant for instant in made_at if instant > now - DAY_SECONDS)
    if len(recent) < limit:
        return None
    return recent[len(recent) - limit] + DAY_SECONDS
