"""What ought to be held and booked, counted in the plainest way there is."""

from dataclasses import dataclass, field

from tests.services.desk import DAY, HOLD_SECONDS, at

OPENS, CLOSES = at("2027-02-02 09:00"), at("2027-02-02 17:00")
KINDS = {"standard": (30, 0, 0), "initial": (45, 0, 15), "running": (60, 15, 15)}
OFFERED_BY = {
    "standard": ("sam-lee", "ana-costa"),
    "initial": ("sam-lee", "ana-costa"),
    "running": ("sam-lee",),
}
MOST_EXTENSIONS = 10
LIMIT = 1


@dataclass
class Appointment:
    """A hold (`booked_at` None) or a booking of one visitor."""

    visitor: str
    kind: str
    practitioner: str
    start: int
    wanted: str
    expires_at: int
    extensions: int = 0
    booked_at: int | None = None
    cancelled_by: str = ""

    @property
    def busy(self) -> tuple[int, int]:
        return busy_interval(self.kind, self.start)

    def is_active(self, now: int) -> bool:
        if self.booked_at is not None:
            return not self.cancelled_by
        return self.expires_at > now


def busy_interval(kind: str, start: int) -> tuple[int, int]:
    minutes, before, after = KINDS[kind]
    return start - before * 60, start + (minutes + after) * 60


@dataclass
class Model:
    """One day of two practitioners."""

    now: int
    holds: dict[str, Appointment] = field(default_factory=dict)
    bookings: list[Appointment] = field(default_factory=list)

    def active(self) -> list[Appointment]:
        everything = [*self.holds.values(), *self.bookings]
        return [each for each in everything if each.is_active(self.now)]

    def live_hold(self, visitor: str) -> Appointment | None:
        hold = self.holds.get(visitor)
        return hold if hold and hold.is_active(self.now) else None

    def is_free(self, kind: str, practitioner: str, start: int, but_of: str = "") -> bool:
        """Whether that time is to be had; a hold of the visitor `but_of` would make room."""
        begin, end = busy_interval(kind, start)
        if start < OPENS or end > CLOSES or practitioner not in OFFERED_BY[kind]:
            return False
        return not any(
            each.practitioner == practitioner and each.busy[0] < end and begin < each.busy[1]
            for each in self.active()
            if each.visitor != but_of or each.booked_at is not None
        )

    def free_starts(self, kind: str, practitioner: str) -> set[int]:
        starts = range(OPENS, CLOSES, 900)
        return {start for start in starts if self.is_free(kind, practitioner, start)}

    def place(self, visitor: str, kind: str, wanted: str, start: int) -> Appointment | None:
        """The hold that the visitor has then, None (and nothing changes) where nobody is free."""
        whoever = self._least_booked_first(kind, wanted)
        hold = self.live_hold(visitor)
        if hold and (hold.kind, hold.start) == (kind, start) and hold.practitioner in whoever:
            hold.wanted = wanted
            return hold
        return self._place(visitor, kind, wanted, start, 0)

    def place_again(self, visitor: str) -> Appointment | None:
        """The same for a hold that ran out; None where it was released, kept ten times, taken."""
        old = self.holds.get(visitor)
        if old is None or old.extensions >= MOST_EXTENSIONS:
            return None
        return self._place(visitor, old.kind, old.wanted, old.start, old.extensions + 1)

    def next_possible(self, visitor: str) -> int | None:
        """When the visitor may book again; None for now."""
        made = sorted(
            each.booked_at
            for each in self.bookings
            if each.visitor == visitor and each.booked_at and each.cancelled_by != "clinic"
        )
        recent = [instant for instant in made if instant + DAY > self.now]
        return recent[-LIMIT] + DAY if len(recent) >= LIMIT else None

    def confirm(self, visitor: str) -> Appointment:
        booking = self.holds.pop(visitor)
        booking.booked_at = self.now
        self.bookings.append(booking)
        return booking

    def _place(
        self, visitor: str, kind: str, wanted: str, start: int, extensions: int
    ) -> Appointment | None:
        for practitioner in self._least_booked_first(kind, wanted):
            if self.is_free(kind, practitioner, start, but_of=visitor):
                until = self.now + HOLD_SECONDS
                hold = Appointment(visitor, kind, practitioner, start, wanted, until, extensions)
                self.holds[visitor] = hold
                return hold
        return None

    def _least_booked_first(self, kind: str, wanted: str) -> list[str]:
        offering = [each for each in OFFERED_BY[kind] if wanted in {each, "any"}]
        active = [each.practitioner for each in self.active()]
        return sorted(offering, key=active.count)
