"""Timetables of group appointments, and what is booked, at random."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as with_other
from datetime import date, timedelta

from hypothesis import strategies as st

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.known import Taken
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.session import Session
from tests.domain.model.clock import instant

QUARTERS = st.integers(0, 95).map(lambda n: n * 15)
_PLACES = ("city", "manly", None)


def draw_sessions(draw: st.DrawFn, first: date, kind: str) -> tuple[Session, ...]:
    """Some of that type (a slug) around that day, once or in some weeks."""

    def made(number: int, on: int, begins: int, places: int) -> Session:
        day, is_weekly = first + timedelta(days=on), number % 2 == 1
        return Session(
            slug=f"s{number}",
            kind=kind,
            practitioner=f"p{number // 2 % 2}",
            location=_PLACES[number % 3],
            begins=begins,
            on=() if is_weekly else (day,),
            days=(day.weekday(),) if is_weekly else (),
            every_weeks=1 + number // 2 % 2,
            first=day - timedelta(weeks=2) if is_weekly else None,
            places=places,
        )

    places = st.sampled_from([0, 0, 2])
    one = st.builds(made, st.integers(0, 7), st.integers(-1, 2), QUARTERS, places)
    most = draw(st.sampled_from([0, 2, 5]))
    return tuple(draw(st.lists(one, max_size=most, unique_by=lambda each: each.slug)))


@dataclass(frozen=True)
class _Booked:
    """A booking in the making; `place` is the id of a location."""

    starts_at: int
    kind: AppointmentType
    seat: int
    place: int | None


def draw_taken(draw: st.DrawFn, first: date, clinic: Clinic, who: Practitioner) -> list[Taken]:
    """Some appointments of that practitioner, and attendees of sessions."""
    midnight = instant(first, 0, clinic.time_zone)
    alone, group = clinic.appointment_types
    single = st.builds(
        _Booked,
        st.integers(-20, 180).map(lambda n: midnight + n * 900),
        st.just(alone),
        st.just(0),
        st.sampled_from([None, 1, 2]),
    )
    found = draw(st.lists(single, max_size=3))
    planned = _planned(first, clinic, who, group)
    if planned:
        seats = st.builds(
            lambda one, seat: with_other(one, seat=seat),
            st.sampled_from(planned),
            st.integers(1, 3),
        )
        found += draw(st.lists(seats, max_size=6, unique_by=lambda b: (b.starts_at, b.seat)))
    return [_row(each) for each in found]


def busy_with(blocks: Sequence[tuple[int, int]], taken: Sequence[Taken]) -> list[tuple[int, int]]:
    """Blocks, which begin and end on the minute, and what is taken."""
    whole = ((begin, end - end % 60) for begin, end in blocks)
    return [*whole, *((each.begins, each.ends) for each in taken)]


def _planned(
    first: date, clinic: Clinic, who: Practitioner, group: AppointmentType
) -> list[_Booked]:
    """Where somebody might have a place, whether the session takes place or not."""
    ids = {each.slug: each.id for each in clinic.locations}
    return [
        _Booked(
            instant(first + timedelta(days=n), each.begins, clinic.time_zone),
            group,
            1,
            ids.get(each.location or ""),
        )
        for each in clinic.sessions
        for n in range(-1, 3)
        if each.practitioner == who.slug and (first + timedelta(days=n) in each.on or not each.on)
    ]


def _row(each: _Booked) -> Taken:
    return Taken(
        begins=each.starts_at - each.kind.padding_before * 60,
        ends=each.starts_at + (each.kind.minutes + each.kind.padding_after) * 60,
        starts_at=each.starts_at,
        kind_id=each.kind.id,
        location_id=each.place,
        seat=each.seat,
        is_firm=each.starts_at % 1800 == 0,
    )
