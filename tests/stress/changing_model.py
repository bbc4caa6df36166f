"""Two diaries in the plainest way there is: what stands where, and what cancelling it costs."""

from dataclasses import dataclass, field

from slotkeeper.domain.change_policy import ALL, NOTHING, ChangePolicy, Keep, Paid, Window
from slotkeeper.domain.cut_off import CutOff
from tests.domain import policy_oracle
from tests.services.desk import HOLD_SECONDS, at

ZONE = "Australia/Sydney"
OPENS, CLOSES = at("2027-01-06 09:00"), at("2027-01-06 11:00")
LENGTH, STEP = 1800, 900
STARTS = range(OPENS, CLOSES - LENGTH + 1, STEP)
CUT_OFF = 7200
PEOPLE = ("sam-lee", "ana-costa")

UNDO = 60
"""Seconds within which a cancellation is taken back."""
DEPOSIT, PRICE = 3000, 9500
POLICY = ChangePolicy(
    windows=(
        Window(until=CutOff(1, "d"), keep=NOTHING),
        Window(until=CutOff(3, "h"), keep=Keep(kind="percent", amount=10)),
    ),
    afterwards=ALL,
    enforced=True,
)


@dataclass
class Entry:
    """A hold (of a `visitor`, to move the booking `moves`, or offered), or a booking with what was
    paid for it: `left` can be given back, `back` was asked for by the revision that gave it back.
    """

    who: str
    start: int
    state: str = "confirmed"
    until: int = 0
    visitor: str = ""
    moves: int = 0
    revision: int = 0
    deposit: int = 0
    at_least: int = 0
    back: dict[int, int] = field(default_factory=dict)
    undo_until: int | None = None

    def is_active(self, now: int) -> bool:
        return self.until > now if self.state == "held" else self.state == "confirmed"

    @property
    def left(self) -> int:
        return self.deposit - sum(self.back.values())

    def keeps(self, now: int) -> int:
        """What cancelling it costs then, by the documentation alone."""
        price = PRICE if self.deposit else 0
        paid = Paid(
            left=self.left,
            deposit=self.deposit,
            price=price,
            currency="AUD",
            at_least=self.at_least,
        )
        return policy_oracle.kept(POLICY, paid, self.start, ZONE, now)


@dataclass
class Diaries:
    """Bookings and holds by id, blocks by id: with whom, begin, end. `told` are the cancellations
    that everybody heard of: the booking, and its revision then.
    """

    now: int
    entries: dict[int, Entry] = field(default_factory=dict)
    blocks: dict[int, tuple[str, int, int]] = field(default_factory=dict)
    told: set[tuple[int, int]] = field(default_factory=set)

    def in_the_way(self, who: str, start: int, *but: int) -> set[int]:
        """What takes that time, whoever asks."""
        return {
            number
            for number, each in self.entries.items()
            if number not in but and each.who == who and each.is_active(self.now)
            if abs(each.start - start) < LENGTH
        }

    def is_offered(self, who: str, start: int, *but: int) -> bool:
        """Whether somebody who chooses it may have it; `but` makes room."""
        fits = start in STARTS and start >= self.now + CUT_OFF
        is_blocked = any(
            whose == who and begin < start + LENGTH and start < end
            for whose, begin, end in self.blocks.values()
        )
        return fits and not is_blocked and not self.in_the_way(who, start, *but)

    def hold_of(self, visitor: str) -> int:
        """The number of that visitor's hold, live or over; 0 for none."""
        holds = (n for n, e in self.entries.items() if e.state == "held" and e.visitor == visitor)
        return next(holds, 0)

    def place(self, number: int, who: str, start: int, visitor: str, moves: int = 0) -> None:
        """A hold, instead of the one that the visitor had."""
        self.entries.pop(self.hold_of(visitor), None)
        until = self.now + HOLD_SECONDS
        self.entries[number] = Entry(who, start, "held", until, visitor, moves)

    def active(self) -> list[tuple[str, int, str]]:
        found = [e for e in self.entries.values() if e.is_active(self.now)]
        return sorted((e.who, e.start, e.state) for e in found)

    def bookings(self, state: str) -> list[int]:
        """In the order of their ids; those that can still be changed."""
        found = [n for n, e in self.entries.items() if e.state == state and e.start > self.now]
        return sorted(found)

    # What patients do with their bookings

    def swap(self, number: int, hold: int) -> None:
        """The booking at the time of the hold; what cancelling cost before it costs now."""
        booking, new = self.entries[number], self.entries.pop(hold)
        booking.at_least = max(booking.at_least, booking.keeps(self.now))
        booking.who, booking.start = new.who, new.start
        booking.revision += 1

    def cancel(self, number: int) -> tuple[int, int]:
        """What is kept and given back; what its patient held to move it is free as well."""
        booking = self.entries[number]
        keeps = booking.keeps(self.now)
        returns = booking.left - keeps
        self._end(booking, returns)
        booking.undo_until = self.now + UNDO
        self.let_go(number)
        return keeps, returns

    def cancel_by_staff(self, number: int, give: str) -> None:
        booking = self.entries[number]
        policy = booking.left - booking.keeps(self.now)
        self._end(booking, {"nothing": 0, "all": booking.left, "policy": policy}[give])
        self.let_go(number)

    def let_go(self, number: int) -> None:
        """What its patient held to move it is free."""
        for hold, each in list(self.entries.items()):
            is_chosen = each.state == "held" and each.moves == number and each.visitor
            if is_chosen and each.is_active(self.now):
                del self.entries[hold]

    def settle(self) -> None:
        """Everybody is told of what can be taken back no more."""
        for number, each in self.entries.items():
            if each.undo_until is not None and self.now > each.undo_until:
                self.told.add((number, each.revision))

    def _end(self, booking: Entry, returns: int) -> None:
        booking.state = "cancelled"
        booking.revision += 1
        if returns:
            booking.back[booking.revision] = returns
