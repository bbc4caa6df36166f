"""A waiting list over two diaries in the plainest way there is: whose turn it is, and who is kept
what.
"""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.stress.changing_model import CLOSES, LENGTH, STARTS, ZONE, Diaries, Entry

TELL = 5
"""So many seconds after it could be taken back those who wait are told of a time."""
OFFER_SECONDS = 1800
MOST_UNANSWERED = 2
QUIET = (21, 8)


@dataclass
class Offer:
    """What is kept for somebody; `hold` is its entry."""

    id: int
    hold: int
    who: str
    start: int
    tell_at: int


@dataclass
class Waiter:
    """Somebody on the list, or who was: `booking` is the one that they want an earlier time for."""

    whom: frozenset[str]
    is_new: bool
    made_at: int
    name: str = ""
    booking: int = 0
    priority: int = 0
    state: str = "waiting"
    unanswered: int = 0
    offer: Offer | None = None
    asked: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class WaitingModel(Diaries):
    """Those who wait, or did, by the id of their place."""

    waiters: dict[int, Waiter] = field(default_factory=dict)

    @property
    def has_room(self) -> bool:
        """A short list, so that things come of it."""
        return len(self.in_turn()) < 4

    def nth_booking(self, number: int, state: str) -> int:
        """One in that state that is still to come; 0 for none."""
        some = self.bookings(state)
        return some[number % len(some)] if some else 0

    def nth_waiting(self, number: int) -> int:
        """The place of somebody who waits; 0 for none."""
        some = self.in_turn()
        return some[number % len(some)] if some else 0

    def nth_offered(self, number: int) -> "tuple[int, Waiter, Offer] | None":
        """Somebody for whom a time is kept, or was, as the list has it."""
        some = [(n, e, e.offer) for n, e in self.waiters.items() if e.offer]
        return some[number % len(some)] if some else None

    def undo(self, number: int) -> bool:
        """Whether it stands again: within its minute, while nobody who knows of it has the time."""
        booking = self.entries[number]
        untold = {
            each.offer.hold: each
            for each in self.waiters.values()
            if each.offer and each.offer.tell_at > self.now
        }
        is_late = booking.undo_until is None or self.now > booking.undo_until
        taken = self.in_the_way(booking.who, booking.start)
        if is_late or taken - untold.keys():
            return False
        for hold in taken:
            self._withdraw(untold[hold])
        booking.back.pop(booking.revision, None)
        booking.state, booking.undo_until = "confirmed", None
        booking.revision += 1
        places = [each for each in self.waiters.values() if each.booking == number]
        if places and places[-1].state == "over":
            places[-1].state = "waiting"
        return True

    def join(self, number: int, waiter: Waiter) -> None:
        """In the place of the one that the same person has, or that the same booking has; whoever
        comes back is not asked again for what they were.
        """
        for old in self.waiters.values():
            same = old.booking == waiter.booking if waiter.booking else old.name == waiter.name
            if same and old.state == "waiting":
                self.end(old, "replaced")
                waiter.made_at = min(waiter.made_at, old.made_at)
                waiter.priority, waiter.unanswered = old.priority, old.unanswered
            if same:
                waiter.asked += old.asked
        self.waiters[number] = waiter

    def end(self, waiter: Waiter, state: str) -> None:
        self.give_up(waiter)
        waiter.state = state

    def give_up(self, waiter: Waiter) -> bool:
        """What was kept for them is free; whether anything was."""
        if waiter.offer is None:
            return False
        if self.now < waiter.offer.tell_at:
            self._withdraw(waiter)  # they never heard of it
        else:
            del self.entries[waiter.offer.hold]
            waiter.offer = None
        return True

    def offer(self, waiter: Waiter, offer: Offer) -> None:
        until = min(offer.tell_at + OFFER_SECONDS, offer.start)
        hold = Entry(offer.who, offer.start, "held", until, moves=waiter.booking)
        self.entries[offer.hold] = hold
        waiter.offer = offer
        waiter.asked.append((offer.who, offer.start))

    def is_live(self, offer: Offer) -> bool:
        return self.entries[offer.hold].is_active(self.now)

    def undo_until(self, who: str, start: int) -> int | None:
        """Until when a cancellation of that time, or a part of it, may yet be taken back."""
        found = [
            each.undo_until
            for each in self.entries.values()
            if each.state == "cancelled" and each.who == who and abs(each.start - start) < LENGTH
            if each.undo_until is not None and self.now <= each.undo_until
        ]
        return max(found, default=None)

    def tidy(self) -> None:
        """What every look does first: who let an offer pass, and for whom nothing can come."""
        for each in self.waiters.values():
            if each.offer and not self.is_live(each.offer):
                del self.entries[each.offer.hold]
                each.offer = None
                each.unanswered += 1
                if each.unanswered >= MOST_UNANSWERED:
                    each.state = "unanswered"
        for each in self.waiters.values():
            booking = self.entries.get(each.booking)
            if booking and booking.state != "confirmed" and each.state == "waiting":
                self.end(each, "over")

    def in_turn(self) -> list[int]:
        """Whom the clinic puts first, its own patients, who waits longest."""
        waiting = [(n, e) for n, e in self.waiters.items() if e.state == "waiting"]
        waiting.sort(key=lambda each: (-each[1].priority, each[1].is_new, each[1].made_at, each[0]))
        return [number for number, _ in waiting]

    def best(self, waiter: Waiter) -> set[tuple[str, int]]:
        """The earliest times that they would take and were not asked for: with whom, and when."""
        before = self.entries[waiter.booking].start if waiter.booking else CLOSES
        times = {
            (who, start)
            for who in waiter.whom
            for start in STARTS
            if start < before and self.is_offered(who, start)
            if not any(who == w and abs(start - s) < LENGTH for w, s in waiter.asked)
        }
        first = min((start for _, start in times), default=0)
        return {each for each in times if each[1] == first}

    def is_quiet(self) -> bool:
        hour = datetime.fromtimestamp(self.now, ZoneInfo(ZONE)).hour
        return hour >= QUIET[0] or hour < QUIET[1]

    def _withdraw(self, waiter: Waiter) -> None:
        """Nobody was told: it counts as no offer."""
        assert waiter.offer
        del self.entries[waiter.offer.hold]
        waiter.asked.remove((waiter.offer.who, waiter.offer.start))
        waiter.offer = None
