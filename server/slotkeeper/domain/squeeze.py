"""What is known of a day on which time is looked for, and what can be had of it."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.staff_booking import StaffTime

STEP = 300
"""Times are offered by the five minutes, in seconds."""
WARNING = 900
"""Nobody is moved who is due sooner than this, nor to a time that is sooner."""
WORTH = 600
"""So much earlier a time must be to move somebody or to go beyond a rule for it."""


class There(Struct, frozen=True, kw_only=True):
    """A booking or hold of the day. `kind` has the lengths that it takes, None where the clinic has
    its type no more; `is_movable`: confirmed, and nobody is there yet.
    """

    id: int
    revision: int
    practitioner_id: int
    kind: AppointmentType | None
    kind_id: int
    starts_at: int
    span: Interval
    seat: int = 0
    is_movable: bool = False
    patient: str = ""


class Day(Struct, frozen=True, kw_only=True):
    """What is known of the rest of a local day, [now, until) in epoch seconds. `busy` is all that
    takes a practitioner's time with blocks and the like, by id; `there` the bookings and holds
    among it. `people` are those whose diaries are open to who asks. `allows` says whether what is
    counted, rooms and the like, leaves room for a time if those `gone` were not there.
    """

    now: int
    until: int
    busy: Mapping[int, Sequence[Interval]]
    there: Sequence[There]
    people: Sequence[Practitioner]
    allows: Callable[[StaffTime, Sequence[There]], bool] = lambda *_: True
    gone: tuple[There, ...] = ()

    def without(self, booking_id: int) -> "Day":
        """The same as if that booking were not there."""
        gone = next((each for each in self.there if each.id == booking_id), None)
        if gone is None:
            return self
        left = list(self.busy.get(gone.practitioner_id, ()))
        if gone.span in left:
            left.remove(gone.span)
        there = [each for each in self.there if each.id != booking_id]
        busy = {**self.busy, gone.practitioner_id: left}
        return replace(self, busy=busy, there=there, gone=(*self.gone, gone))

    def busy_with(self, practitioner_id: int, *spans: Interval) -> list[Interval]:
        """A practitioner's, with some more."""
        return [*self.busy.get(practitioner_id, ()), *spans]

    def promised(self, practitioner_id: int) -> list[Interval]:
        """What of it are bookings and holds."""
        return [each.span for each in self.there if each.practitioner_id == practitioner_id]


class Room(Struct, frozen=True, kw_only=True):
    """Somebody who would be moved, and where to."""

    there: There
    to: StaffTime

    @property
    def shift(self) -> int:
        """By how many seconds."""
        return abs(self.to.starts_at - self.there.starts_at)


class Chance(Struct, frozen=True, kw_only=True):
    """A time today; `room` where somebody has to be moved for it, `is_beyond` where a rule stands
    against it.
    """

    time: StaffTime
    room: Room | None = None
    is_beyond: bool = False
