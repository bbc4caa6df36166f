"""Why something that staff want to do with a booking is not done, or not yet."""

from collections.abc import Sequence

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import Fact
from slotkeeper.domain.staff_booking import Objection
from slotkeeper.storage.booking_change import InTheWay


class RulesAgainst(Fact):
    """Rules stand against it that staff may go beyond, once they know; all of them are named."""

    def __init__(self, objections: Sequence[Objection]) -> None:
        super().__init__(", ".join(each.rule.value for each in objections))
        self.objections = list(objections)


class TimeTaken(Fact):
    """Somebody has that time: nobody can go beyond that."""

    def __init__(self, taken: Sequence[InTheWay]) -> None:
        super().__init__(len(taken))
        self.taken = list(taken)


class SessionFull(TimeTaken):
    """As many as may come to that session are booked or about to be."""

    def __init__(self) -> None:
        super().__init__([])


class BookingStale(Fact):
    """Somebody has changed the booking since the form was shown; `booking` is how it is now."""

    def __init__(self, booking: Booking) -> None:
        super().__init__(booking.id)
        self.booking = booking


class StateForbids(Fact):
    """A booking in that state is not for this: cancelled already, being paid, or too early."""

    def __init__(self, booking: Booking) -> None:
        super().__init__(booking.state)
        self.booking = booking


class BlockStale(Fact):
    """Somebody has changed or deleted the block since the form was shown."""
