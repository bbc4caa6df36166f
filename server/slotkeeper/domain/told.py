"""What the reader of a message knows of a booking already (docs/adr/0038)."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

MovedBy = Literal["patient", "clinic"]


class Was(Struct, frozen=True, kw_only=True):
    """Where a booking was before a move (ids, epoch seconds), and who moved it."""

    practitioner_id: int
    location_id: int | None
    starts_at: int
    ends_at: int
    moved_by: MovedBy


class ToldRow(Struct, frozen=True, kw_only=True):
    """A message to one reader, with where the booking was where it tells of a move."""

    message: str
    state: str
    was: Was | None = None


class Known(Struct, frozen=True, kw_only=True):
    """`was` is where the booking stands as far as the reader knows, None where they know it as it
    is, or nobody wrote that down; `moved_by` who moved it since, "" for both of them. `news` is the
    message that told of the booking and has not gone, "" where they were told of it.
    """

    was: Was | None = None
    moved_by: MovedBy | Literal[""] = ""
    news: str = ""


TELLS_OF_A_BOOKING = frozenset({"booking_confirmed", "booking_approved"})
TELLS_THE_TIME = TELLS_OF_A_BOOKING | {"booking_moved"}
"""Messages of which the last one says all that those before it said."""

TOLD_OF = TELLS_THE_TIME | {"booking_moved_away", "booking_cancelled"}
"""Messages after which their reader knows where the booking stands, or that it does not."""

_ARRIVED = frozenset({"sent", "delivered", "acknowledged"})


def known_before(rows: Sequence[ToldRow]) -> Known:
    """What a reader knows when the last of `rows` is written: all `TOLD_OF` that was for them of
    one booking by one channel, in the order in which it was queued.

    What did not go, or was said by a later message, told them nothing.
    """
    last = max((at for at, each in enumerate(rows[:-1]) if each.state in _ARRIVED), default=-1)
    since = rows[last + 1 :]
    knows_of_it = last >= 0 and rows[last].message in TELLS_THE_TIME
    moves = [each.was for each in since if each.was is not None]
    untold = [each.message for each in since if each.message in TELLS_OF_A_BOOKING]
    movers = {each.moved_by for each in moves}
    return Known(
        was=moves[0] if moves else None,
        moved_by=movers.pop() if len(movers) == 1 else "",
        news=untold[0] if untold and not knows_of_it else "",
    )
