"""What is asked of the schedule, and what the database said when it was asked."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, TypeVar

from msgspec import Struct

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval

T = TypeVar("T")

_DAY = 86_400

Asker = Literal["new", "existing"]
"""Who wants to book, as they say themselves (B3)."""

Busy = Mapping[int, Sequence[Interval]]
"""Practitioner id → padded intervals [from, until) of bookings, holds and blocks; in any order."""


class Taken(NamedTuple):
    """One booking or hold of a practitioner: `begins` … `ends` with its padding, in epoch seconds.

    `seat` counts from 1 in a session and is 0 elsewhere; a hold is not firm.
    """

    begins: int
    ends: int
    starts_at: int
    kind_id: int
    location_id: int | None
    seat: int
    is_firm: bool


class Known(Struct, frozen=True, kw_only=True):
    """The facts of one instant, `now` in epoch seconds.

    `taken` has what `busy` has without the blocks, by practitioner id; empty where no rule of the
    clinic asks for it (`needs_taken`). `closed_to_new` are ids of the types that new patients
    cannot book now. `is_offered`: the waiting list asks, to which protected times are released
    first. `is_held`: the time is kept for who asks, so nothing is asked again that only the moment
    decides. While nothing is written all of it stays so until `valid_until`, None where no hold
    ends.
    """

    now: int
    busy: Busy = {}
    taken: Mapping[int, Sequence[Taken]] = {}
    closed_to_new: frozenset[int] = frozenset()
    asker: Asker = "new"
    is_offered: bool = False
    is_held: bool = False
    valid_until: int | None = None


class Asked(Struct, frozen=True):
    """One question to the schedule: starts of the clinic's local days `first` to `last`, both
    included.
    """

    clinic: Clinic
    kind: AppointmentType
    known: Known
    first: date
    last: date
    shared: dict[str, Any] = {}

    def once(self, name: str, compute: Callable[[], T]) -> T:
        """What is computed only once for all whom it is asked about, by its name."""
        if name not in self.shared:
            self.shared[name] = compute()
        found: T = self.shared[name]
        return found


def needs_taken(clinic: Clinic) -> bool:
    """Whether a rule of the clinic asks what each booking is, not only when."""
    return bool(
        clinic.sessions
        or clinic.travel
        or _has_adjacent(clinic)
        or any(each.max_per_day for each in clinic.practitioners)
        or any(each.max_per_day or each.needs for each in clinic.appointment_types)
    )


def reach(clinic: Clinic) -> tuple[int, int]:
    """How many seconds before and after the starts that are asked for, and the appointments there,
    something may lie that a rule has to know of.
    """
    way = max((each.minutes * 60 for each in clinic.travel), default=0)
    # Working hours without a pause are followed to the day before and two days on.
    before, after = (2 * _DAY, 4 * _DAY) if _has_adjacent(clinic) else (0, 0)
    return max(way, before), max(way, after)


def _has_adjacent(clinic: Clinic) -> bool:
    people, kinds = clinic.practitioners, clinic.appointment_types
    return any(e.starts == "adjacent" for e in people) or any(e.starts == "adjacent" for e in kinds)
