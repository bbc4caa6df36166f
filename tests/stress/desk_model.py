"""What ought to stand in two diaries when staff and patients both write in them, in the plainest
way there is.
"""

from dataclasses import dataclass, field

from tests.services.desk import HOLD_SECONDS
from tests.stress.counting_model import CLOSES, OPENS

LENGTH = 1800
"""Everything here takes half an hour, without padding."""


@dataclass
class Entry:
    """A hold (`visitor`) or a booking in one of the diaries; `revision` as its form shows it."""

    practitioner: str
    start: int
    state: str
    expires_at: int | None = None
    visitor: str = ""
    revision: int = 0

    def is_active(self, now: int) -> bool:
        if self.state == "held":
            return self.expires_at is not None and self.expires_at > now
        return self.state != "cancelled"


@dataclass
class DeskModel:
    """`entries` by id, `blocks` by id: practitioner, begin, end."""

    now: int
    entries: dict[int, Entry] = field(default_factory=dict)
    blocks: dict[int, tuple[str, int, int]] = field(default_factory=dict)

    def in_the_way(self, practitioner: str, start: int, but: int = 0) -> set[int]:
        """What takes the time, whoever asks."""
        return {
            number
            for number, each in self.entries.items()
            if number != but
            and each.practitioner == practitioner
            and each.is_active(self.now)
            and abs(each.start - start) < LENGTH
        }

    def is_blocked(self, practitioner: str, start: int) -> bool:
        return any(
            who == practitioner and begin < start + LENGTH and start < end
            for who, begin, end in self.blocks.values()
        )

    def is_offered(self, practitioner: str, start: int, visitor: str) -> bool:
        """Whether a patient may have it; the own hold makes room."""
        own = self.hold_of(visitor)
        fits = OPENS <= start <= CLOSES - LENGTH and start >= self.now + 7200
        taken = self.in_the_way(practitioner, start, own or 0)
        return fits and not taken and not self.is_blocked(practitioner, start)

    def hold_of(self, visitor: str) -> int | None:
        """The number of that visitor's hold, live or over."""
        return next(
            (n for n, e in self.entries.items() if e.state == "held" and e.visitor == visitor),
            None,
        )

    def place(self, number: int, practitioner: str, start: int, visitor: str) -> None:
        """A hold, instead of the one that the visitor had."""
        old = self.hold_of(visitor)
        if old is not None:
            del self.entries[old]
        until = self.now + HOLD_SECONDS
        self.entries[number] = Entry(practitioner, start, "held", until, visitor)

    def active(self) -> list[tuple[str, int]]:
        return sorted(
            (each.practitioner, each.start)
            for each in self.entries.values()
            if each.is_active(self.now)
        )

    def bookings(self, *states: str) -> list[int]:
        return [number for number, each in self.entries.items() if each.state in states]
