"""Small clinics for the tests of slots: built by hand, or drawn at random near a clock change."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic, OnlineBooking
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.known import Asker, Known
from slotkeeper.domain.local_time import to_instant
from slotkeeper.domain.location import Location
from slotkeeper.domain.practitioner import (
    Break,
    DatedException,
    Hours,
    Practitioner,
    TimeOff,
    WeeklyHours,
)
from slotkeeper.domain.slots import Slot, find_slots
from tests.domain.marks import marked_times, protected_times
from tests.domain.zones import days_of_change

SYDNEY = "Australia/Sydney"
NEW_YORK = "America/New_York"
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
TUESDAY = date(2027, 1, 5)


def minutes(text: str) -> int:
    """ "09:30" → 570."""
    return int(text[:2]) * 60 + int(text[3:])


def hours(*rows: str, location: str | None = None) -> tuple[Hours, ...]:
    """ "09:00-12:30" and so on."""
    return tuple(
        Hours(opens=minutes(row[:5]), closes=minutes(row[6:]), location=location) for row in rows
    )


def weekly(
    *rows: str, days: tuple[int, ...] = EVERY_DAY, location: str | None = None
) -> tuple[WeeklyHours, ...]:
    return tuple(WeeklyHours(days=days, hours=each) for each in hours(*rows, location=location))


def practitioner(slug: str = "sam", number: int = 1, **schedule: Any) -> Practitioner:  # noqa: ANN401 - fields by name
    return Practitioner(id=number, slug=slug, name=slug.title(), **schedule)


def kind_of(minutes: int = 60, before: int = 0, after: int = 0, **other: Any) -> AppointmentType:  # noqa: ANN401 - fields by name
    values: dict[str, Any] = {
        "slug": "initial",
        "name": "Initial",
        "practitioners": ("sam", "kim"),
    } | other
    return AppointmentType(minutes=minutes, padding_before=before, padding_after=after, **values)


def clinic_of(*people: Practitioner, zone: str = SYDNEY, **other: Any) -> Clinic:  # noqa: ANN401 - fields by name
    """A clinic without cut-off that shows two months, a start every hour."""
    settings: dict[str, Any] = {"cut_off": CutOff(0, "m"), "start_every": 60, "horizon_days": 60}
    names = [name for name in other if name in OnlineBooking.__struct_fields__]
    settings |= {name: other.pop(name) for name in names}
    return Clinic(
        slug="harbour",
        name="Harbour",
        time_zone=zone,
        currency="AUD",
        online_booking=OnlineBooking(**settings),
        practitioners=people,
        **other,
    )


def places(*slugs: str) -> tuple[Location, ...]:
    return tuple(Location(slug=slug, name=slug.title()) for slug in slugs)


class Case(NamedTuple):
    """One question to the engine."""

    clinic: Clinic
    kind: AppointmentType
    first: date
    last: date
    busy: Mapping[int, Sequence[tuple[int, int]]]
    now: int
    location: str | None = None
    asker: Asker = "new"

    @property
    def known(self) -> Known:
        closed = frozenset({self.kind.id} if self.kind.new_patients == "closed" else ())
        return Known(now=self.now, busy=self.busy, closed_to_new=closed, asker=self.asker)

    def slots(self) -> list[Slot]:
        people = self.clinic.practitioners
        return find_slots(
            self.clinic,
            self.kind,
            people,
            self.first,
            self.last,
            self.known,
            self.location,
        )


def case(clinic: Clinic, kind: AppointmentType, on: date = TUESDAY, **other: Any) -> Case:  # noqa: ANN401 - fields by name
    """All of one day (or until `last`), asked at noon of the day before; nothing is taken."""
    now = to_instant(on - timedelta(days=1), 720, clinic.time_zone)
    values: dict[str, Any] = {"first": on, "last": on, "busy": {}, "now": now} | other
    return Case(clinic=clinic, kind=kind, **values)


def at(clock: str, on: date = TUESDAY, zone: str = SYDNEY) -> int:
    """ "09:30" of a day as an instant."""
    return to_instant(on, minutes(clock), zone)


def times(asked: Case) -> list[str]:
    """The local starts, day after day."""
    zone = ZoneInfo(asked.clinic.time_zone)
    return [f"{datetime.fromtimestamp(s.starts_at, zone):%H:%M}" for s in asked.slots()]


_MINUTE = st.integers(0, 96).map(lambda n: n * 15) | st.integers(0, 288).map(lambda n: n * 5)
_SPAN = st.tuples(_MINUTE, _MINUTE).filter(lambda span: span[0] < span[1])
_NIGHT = st.tuples(st.integers(0, 18), st.integers(1, 18)).map(
    lambda span: (span[0] * 15, (span[0] + span[1]) * 15)
)
_LATE = st.integers(80, 95).map(lambda quarter: (quarter * 15, 1440))
_HOURS = st.builds(
    lambda span, place: Hours(opens=span[0], closes=span[1], location=place),
    _SPAN | _NIGHT | _LATE | st.just((0, 1440)),
    st.sampled_from([None, "city", "manly"]),
)
_DAYS = (
    st.just(EVERY_DAY)
    | st.just(EVERY_DAY)
    | st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days)))
)
_BREAKS = st.builds(
    lambda days, span: Break(days=days, begins=span[0], ends=span[1]), _DAYS, _SPAN | _NIGHT
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any clinic at or near a clock change of any zone, asked about one to three days."""
    zone, on = draw(days_of_change())
    near = st.integers(-2, 3).map(lambda n: on + timedelta(days=n))
    people = [draw(_practitioners(number, on, near)) for number in range(draw(st.integers(1, 2)))]
    first = on - timedelta(days=draw(st.integers(0, 1)))
    clinic = clinic_of(
        *people,
        zone=zone,
        locations=places("manly", "city"),
        closed_on=tuple(draw(st.sets(near, max_size=1))),
        start_every=draw(st.sampled_from([5, 7, 10, 15, 20, 30, 45, 60, 90])),
        cut_off=draw(st.builds(CutOff, st.sampled_from([0, 0, 1, 2]), st.sampled_from("mhd"))),
        horizon_days=draw(st.sampled_from([0, 2, 4, 5, 6])),
        offer=draw(st.sampled_from(["working-hours", "working-hours", "marked-times"])),
    )
    kind = kind_of(
        draw(st.sampled_from([5, 20, 30, 45, 60, 900])),
        draw(st.sampled_from([0, 0, 5, 30, 120])),
        draw(st.sampled_from([0, 0, 10, 60])),
        practitioners=("p0", "p1"),
        new_patients=draw(st.sampled_from([None, None, "open", "closed"])),
    )
    midnight = to_instant(on, 0, zone)
    now = midnight + draw(st.integers(-3 * 86400, 43200))
    begins = st.integers(-86400, 2 * 86400).map(lambda s: midnight + s - s % 300)
    taken = st.tuples(begins, st.sampled_from([0, 299, 300, 1800, 3600, 7200])).map(
        lambda span: (span[0], span[0] + span[1])
    )
    busy = {number: draw(st.lists(taken, max_size=5)) for number in range(len(people))}
    location = draw(st.sampled_from([None, None, "city"]))
    last, asker = (
        on + timedelta(draw(st.integers(0, 1))),
        draw(st.sampled_from(["new", "existing"])),
    )
    return Case(clinic, kind, first, last, busy, now, location, asker)


@st.composite
def _practitioners(
    draw: st.DrawFn, number: int, on: date, near: st.SearchStrategy[date]
) -> Practitioner:
    rows = st.lists(
        st.builds(lambda d, h: WeeklyHours(days=d, hours=h), _DAYS, _HOURS), min_size=1, max_size=4
    )
    given = st.lists(_HOURS, max_size=2).map(tuple)
    exceptions = st.builds(lambda on, at: DatedException(on=on, hours=at), near, given)
    leave = near.map(lambda on: TimeOff(first=on, last=on + timedelta(days=on.day % 2)))
    return practitioner(
        f"p{number}",
        number,
        enabled=draw(st.integers(0, 9)) > 0,
        new_patients=draw(st.sampled_from(["open", "open", "open", "closed"])),
        weekly=tuple(draw(rows)),
        breaks=tuple(draw(st.lists(_BREAKS, max_size=2))),
        exceptions=tuple(draw(st.lists(exceptions, max_size=1))),
        time_off=tuple(draw(st.lists(leave, max_size=1))) if draw(st.booleans()) else (),
        offered=tuple(draw(st.lists(marked_times(on), max_size=3))),
        protected=tuple(draw(st.lists(protected_times(on), max_size=1))),
    )
