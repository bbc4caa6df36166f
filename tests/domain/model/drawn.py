"""Clinics with everything that a schedule may have, and what is booked there, at random."""

from datetime import date, timedelta

from hypothesis import strategies as st
from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.known import Known
from slotkeeper.domain.practitioner import Every, Hours, Practitioner, TimeOff, WeeklyHours
from slotkeeper.domain.resource import Resource
from slotkeeper.domain.start_rule import StartRule
from slotkeeper.domain.travel import Travel
from tests.domain.model.ask import Ask
from tests.domain.model.drawn_booked import QUARTERS, busy_with, draw_sessions, draw_taken
from tests.domain.schedules import EVERY_DAY, Case, cases

_FIXED = st.sets(QUARTERS, min_size=1, max_size=6).map(lambda times: tuple(sorted(times)))
_ADJACENT: st.SearchStrategy[StartRule] = st.just("adjacent")
_STARTS = st.none() | st.none() | st.sampled_from([5, 10, 25, 60]) | _FIXED | _ADJACENT
_NEEDS = st.sampled_from([(), (), ("room",), ("room", "laser")])
_CAPS = st.sampled_from([0, 0, 0, 1, 2])
_TRAVEL = Travel(between=("city", "manly"), minutes=40)
_RESOURCES = st.builds(
    Resource,
    slug=st.just("one"),
    name=st.just("One"),
    kind=st.sampled_from(["room", "room", "laser"]),
    location=st.sampled_from(["city", "manly", None]),
)


@st.composite
def asks(draw: st.DrawFn) -> Ask:
    """Any question about any clinic near a clock change, half of them where nothing but one or two
    rules are against anything.
    """
    case, is_plain = draw(cases()), draw(st.booleans())
    case = _plain(draw, case) if is_plain else case
    clinic = _with_rules(draw, case, is_plain=is_plain)
    alone, group = clinic.appointment_types
    kind = draw(st.sampled_from([alone, group])) if clinic.sessions else alone
    people = clinic.practitioners
    is_adjacent = "adjacent" in {kind.starts, *(each.starts for each in people)}
    taken = {each.id: draw_taken(draw, case.first, clinic, each) for each in people}
    known = Known(
        now=case.now,
        busy={who: busy_with(case.busy.get(who, ()), taken[who]) for who in taken},
        taken=taken,
        closed_to_new=draw(st.sampled_from([frozenset(), frozenset(), frozenset({1})])),
        asker=case.asker,
        is_held=not is_adjacent and draw(st.integers(0, 4)) == 0,
    )
    return Ask(clinic, kind, case.first, case.last, known, case.location)


def _plain(draw: st.DrawFn, case: Case) -> Case:
    """Everybody works all day, at one or two places, and the days are in reach."""
    people = tuple(
        replace(
            who,
            enabled=True,
            weekly=_all_day(draw(st.integers(8, 16)) * 60),
            exceptions=(),
            time_off=(),
            breaks=who.breaks[:1],
            offered=who.offered,
            protected=who.protected if draw(st.booleans()) else (),
        )
        for who in case.clinic.practitioners
    )
    booking = replace(case.clinic.online_booking, cut_off=CutOff(0, "m"), horizon_days=6)
    if draw(st.booleans()):
        booking = replace(booking, offer="working-hours")
    clinic = replace(case.clinic, practitioners=people, online_booking=booking, closed_on=())
    kind = replace(case.kind, minutes=draw(st.sampled_from([20, 45, 60])), new_patients=None)
    busy = {who: taken[:2] for who, taken in case.busy.items()}
    return case._replace(clinic=clinic, kind=kind, busy=busy, location=None)


def _all_day(change: int) -> tuple[WeeklyHours, ...]:
    """From 6:00 to 20:00, at another place from that minute on."""
    parts = (
        Hours(opens=360, closes=change, location="city"),
        Hours(opens=change, closes=1200, location="manly"),
    )
    return tuple(WeeklyHours(days=EVERY_DAY, hours=each) for each in parts)


def _with_rules(draw: st.DrawFn, case: Case, *, is_plain: bool) -> Clinic:
    clinic = replace(
        case.clinic,
        locations=tuple(replace(each, id=n + 1) for n, each in enumerate(case.clinic.locations)),
        practitioners=tuple(
            _practitioner(draw, each, case.first, is_plain=is_plain)
            for each in case.clinic.practitioners
        ),
        appointment_types=_kinds(draw, case),
        resources=tuple(draw(st.lists(_RESOURCES, max_size=4))),
        travel=draw(st.sampled_from([(), (_TRAVEL,)])),
    )
    return replace(clinic, sessions=draw_sessions(draw, case.first, "class"))


def _kinds(draw: st.DrawFn, case: Case) -> tuple[AppointmentType, ...]:
    """The case's own type, and a group appointment."""
    alone = replace(
        case.kind, id=1, starts=draw(_STARTS), needs=draw(_NEEDS), max_per_day=draw(_CAPS)
    )
    group = replace(
        case.kind,
        id=2,
        slug="class",
        minutes=draw(st.sampled_from([30, 45, 90])),
        padding_before=draw(st.sampled_from([0, 10])),
        places=draw(st.integers(2, 3)),
        needs=draw(_NEEDS),
        max_per_day=draw(_CAPS),
        enabled=draw(st.integers(0, 9)) > 0,
    )
    return alone, group


def _practitioner(
    draw: st.DrawFn, who: Practitioner, near: date, *, is_plain: bool
) -> Practitioner:
    changed = replace(who, starts=draw(_STARTS), max_per_day=draw(_CAPS))
    if is_plain:
        return replace(changed, new_patients="open")
    off = draw(st.lists(_leave(near), max_size=1))
    return replace(changed, time_off=(*who.time_off, *off))


def _leave(near: date) -> st.SearchStrategy[TimeOff]:
    """Time off that comes again on one of those days, or nearly."""

    def made(back: int, length: int, every: Every, until: int | None) -> TimeOff:
        days = every.n * (7 if every.unit == "week" else 365) * 2
        first = near + timedelta(days=back - days)
        last = None if until is None else near + timedelta(days=until)
        return TimeOff(first=first, last=first + timedelta(days=length), every=every, until=last)

    every = st.builds(Every, n=st.integers(1, 3), unit=st.sampled_from(["week", "year"]))
    return st.builds(
        made, st.integers(-2, 3), st.integers(0, 2), every, st.none() | st.integers(-1, 2)
    )
