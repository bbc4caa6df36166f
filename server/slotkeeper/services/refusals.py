"""Refusals that come with a way on: the nearest free times, or the hold placed anew."""

from dataclasses import dataclass

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import Fact, HoldOver, OnlineBookingClosed, SlotTaken
from slotkeeper.domain.slots import Slot
from slotkeeper.services.slot_search import nearest_slots
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import Wish


@dataclass(frozen=True, slots=True)
class Offer:
    """What was wanted (`wanted` in epoch seconds) and the free times nearest to it, in order of
    time.
    """

    wish: Wish
    wanted: int
    nearest: list[Slot]


class OthersOffered(SlotTaken):
    """The time is gone; others are offered (B6)."""

    def __init__(self, offer: Offer) -> None:
        super().__init__(offer.wanted)
        self.offer = offer


class HoldEnded(HoldOver):
    """The hold is over and its time gone, or given back; others are offered (H5)."""

    def __init__(self, offer: Offer) -> None:
        super().__init__(offer.wanted)
        self.offer = offer


class ClosedToNew(OnlineBookingClosed):
    """New patients cannot book what was wanted online at this moment (S9)."""

    def __init__(self, wish: Wish) -> None:
        super().__init__(wish.kind.slug)
        self.wish = wish


class AlreadyBooked(Fact):
    """The hold became a booking: nothing is left to keep or to release."""

    def __init__(self, booking: Booking) -> None:
        super().__init__(booking.id)
        self.booking = booking


class BeingAnswered(AlreadyBooked):
    """The hold became a request that waits for an answer, or had none; `token` is the link that
    shows how it stands.
    """

    def __init__(self, booking: Booking, token: str) -> None:
        super().__init__(booking)
        self.token = token


class BeingPaid(AlreadyBooked):
    """The hold became a booking that waits for its payment; `token` shows how that stands."""

    def __init__(self, booking: Booking, token: str) -> None:
        super().__init__(booking)
        self.token = token


async def others_offered(toolbox: Toolbox, wish: Wish, wanted: int) -> OthersOffered:
    """The refusal of a time, with the nearest free ones."""
    return OthersOffered(await make_offer(toolbox, wish, wanted))


async def hold_ended(toolbox: Toolbox, wish: Wish, wanted: int) -> HoldEnded:
    """The end of a hold, with the nearest free times."""
    return HoldEnded(await make_offer(toolbox, wish, wanted))


async def make_offer(toolbox: Toolbox, wish: Wish, wanted: int) -> Offer:
    """The nearest free times to an instant."""
    return Offer(wish, wanted, await nearest_slots(toolbox, wish, wanted))
