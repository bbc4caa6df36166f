"""Start times: every so many minutes, fixed, or only next to what is booked (S10)."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.known import Known, Taken
from slotkeeper.domain.local_time import to_instant
from slotkeeper.domain.reason import Reason
from slotkeeper.domain.reasons import why_not
from slotkeeper.domain.schedule import stretches
from slotkeeper.domain.slots import find_starts, is_free
from slotkeeper.domain.start_rule import StartRule
from tests.domain.schedules import TUESDAY, at, clinic_of, kind_of, minutes, practitioner, weekly
from tests.domain.zones import days_of_change

pytestmark = pytest.mark.req("S10")

ADJACENT: StartRule = "adjacent"
SUNDAY_OF_SPRING = date(2026, 10, 4)
"""Sydney: 02:00 is 03:00."""
SUNDAY_OF_AUTUMN = date(2027, 4, 4)
"""Sydney: 03:00 is 02:00 again."""


def booked(start: int, end: int, *, is_firm: bool = True) -> Taken:
    return Taken(start, end, start, 1, None, 0, is_firm)


def known_of(*own: Taken, blocks: tuple[Interval, ...] = (), on: date = TUESDAY) -> Known:
    busy = [*((each.begins, each.ends) for each in own), *blocks]
    return Known(now=at("00:00", on) - 86400, busy={1: busy}, taken={1: own})


def times(clinic: Clinic, known: Known, on: date = TUESDAY) -> list[str]:
    [kind], people = clinic.appointment_types, clinic.practitioners
    zone = ZoneInfo(clinic.time_zone)
    found = find_starts(clinic, kind, people, on, on, known)
    return [f"{datetime.fromtimestamp(start, zone):%H:%M}" for start in found]


def clinic_with(
    *hours: str,
    starts: StartRule | None = None,
    theirs: StartRule | None = None,
    **kind: Any,  # noqa: ANN401 - fields by name
) -> Clinic:
    """Sam gives one type, an hour long, every hour where no rule says otherwise."""
    sam = practitioner(starts=theirs, weekly=weekly(*(hours or ("09:00-13:00",))))
    length = kind.pop("minutes", 60)
    return clinic_of(sam, appointment_types=(kind_of(length, id=1, starts=starts, **kind),))


def test_the_type_counts_before_the_practitioner_and_that_before_the_clinic() -> None:
    assert times(clinic_with(), known_of()) == ["09:00", "10:00", "11:00", "12:00"]
    every_90 = clinic_with(theirs=90)
    assert times(every_90, known_of()) == ["09:00", "10:30", "12:00"]
    fixed = clinic_with(starts=(minutes("09:20"), minutes("11:00")), theirs=90)
    assert times(fixed, known_of()) == ["09:20", "11:00"]


def test_fixed_times_are_only_within_hours_and_where_they_fit() -> None:
    fixed = tuple(minutes(each) for each in ("07:00", "08:59", "09:00", "12:00", "12:01", "13:00"))
    assert times(clinic_with(starts=fixed), known_of()) == ["09:00", "12:00"]


def test_a_fixed_time_that_a_clock_change_skips_is_read_with_the_offset_before() -> None:
    clinic = clinic_with("00:00-06:00", starts=(minutes("02:30"), minutes("03:30")))
    known = known_of(on=SUNDAY_OF_SPRING)
    assert times(clinic, known, SUNDAY_OF_SPRING) == ["03:30"]


def test_a_fixed_time_that_a_clock_change_repeats_is_the_first() -> None:
    clinic = clinic_with("00:00-06:00", starts=(minutes("02:30"),))
    known = known_of(on=SUNDAY_OF_AUTUMN)
    [kind], people = clinic.appointment_types, clinic.practitioners
    days = (SUNDAY_OF_AUTUMN, SUNDAY_OF_AUTUMN)
    assert find_starts(clinic, kind, people, *days, known) == [at("02:30", SUNDAY_OF_AUTUMN)]


def test_on_an_empty_day_every_step_is_adjacent() -> None:
    assert times(clinic_with(starts=ADJACENT), known_of()) == ["09:00", "10:00", "11:00", "12:00"]


def test_beside_a_booking_only_what_touches_it_on_the_grid_or_not() -> None:
    clinic = clinic_with(starts=ADJACENT)
    booking = booked(at("10:20"), at("11:10"))
    assert times(clinic, known_of(booking)) == ["09:20", "11:10"]


def test_padding_touches_padding() -> None:
    clinic = clinic_with("08:00-14:00", starts=ADJACENT, before=10, after=5)
    booking = booked(at("10:30"), at("11:10"))
    assert times(clinic, known_of(booking)) == ["09:25", "11:20"]


def test_a_hold_opens_nothing_and_is_nobodys_neighbour() -> None:
    clinic = clinic_with(starts=ADJACENT)
    hold = booked(at("10:20"), at("11:10"), is_firm=False)
    assert times(clinic, known_of(hold)) == ["09:00", "12:00"]
    assert times(clinic, known_of(hold, booked(at("12:00"), at("13:00")))) == []
    assert times(clinic, known_of(hold, booked(at("09:00"), at("09:20")))) == ["09:20"]


def test_a_block_is_a_neighbour_and_no_booking() -> None:
    clinic = clinic_with(starts=ADJACENT)
    block = (at("12:30"), at("13:00"))
    assert times(clinic, known_of(blocks=(block,))) == ["09:00", "10:00", "11:00"]
    first = booked(at("09:00"), at("10:00"))
    assert times(clinic, known_of(first, blocks=(block,))) == ["10:00", "11:30"]


def test_each_stretch_of_hours_is_begun_by_its_own_bookings() -> None:
    clinic = clinic_with("09:00-12:00", "14:00-17:00", starts=ADJACENT)
    known = known_of(booked(at("10:00"), at("11:00")))
    assert times(clinic, known) == ["09:00", "11:00", "14:00", "15:00", "16:00"]


def test_hours_that_go_on_after_midnight_are_one_stretch() -> None:
    clinic = clinic_with("00:00-03:00", "22:00-24:00", starts=ADJACENT)
    late = booked(at("22:00"), at("23:00"))
    assert times(clinic, known_of(late), TUESDAY + timedelta(days=1)) == ["22:00", "23:00"]
    into = booked(at("23:30"), to_instant(TUESDAY, 1440 + 30, clinic.time_zone))
    assert times(clinic, known_of(into), TUESDAY + timedelta(days=1))[0] == "00:30"


def test_why_not_names_the_rule() -> None:
    clinic = clinic_with(starts=ADJACENT)
    [kind], [sam] = clinic.appointment_types, clinic.practitioners
    known = known_of(booked(at("09:00"), at("10:00")))
    assert why_not(clinic, kind, sam, at("11:00"), known) == [Reason.NOT_ADJACENT]
    assert why_not(clinic, kind, sam, at("10:00"), known) == []


def test_who_holds_a_time_keeps_it_whatever_stands_beside_it_now() -> None:
    clinic = clinic_with(starts=ADJACENT)
    [kind], [sam] = clinic.appointment_types, clinic.practitioners
    known = replace(known_of(booked(at("09:00"), at("10:00"))), is_held=True)
    assert is_free(clinic, kind, sam, at("11:07"), known)


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Clinic, Known, date]:
    """Somebody at a clock change, with bookings, holds and blocks."""
    zone, on = draw(days_of_change())
    midnight = to_instant(on, 0, zone)
    rows = st.sampled_from(["00:00-24:00", "22:00-24:00", "00:00-02:30", "09:00-12:00"])
    hours = draw(st.lists(rows, min_size=1, max_size=3, unique=True))
    kind = kind_of(
        draw(st.sampled_from([20, 60])),
        draw(st.sampled_from([0, 10])),
        draw(st.sampled_from([0, 15])),
        id=1,
        starts=ADJACENT,
        practitioners=("sam",),
    )
    clinic = clinic_of(
        practitioner(weekly=weekly(*hours)), zone=zone, start_every=30, appointment_types=(kind,)
    )
    span = st.tuples(st.integers(-20, 40), st.sampled_from([20, 45, 60]))
    found = draw(st.lists(span, max_size=5, unique_by=lambda each: each[0]))
    spans = [(midnight + h * 3600, midnight + h * 3600 + n * 60) for h, n in found]
    firm = draw(st.lists(st.sampled_from(["firm", "hold", "block"]), min_size=5, max_size=5))
    own = [
        booked(*each, is_firm=how == "firm")
        for each, how in zip(spans, firm, strict=False)
        if how != "block"
    ]
    known = Known(now=midnight - 3 * 86400, busy={1: spans}, taken={1: own})
    return clinic, known, on


@given(drawn())
def test_adjacent_starts_are_as_the_slow_model_says(case: tuple[Clinic, Known, date]) -> None:
    clinic, known, on = case
    [kind], [sam] = clinic.appointment_types, clinic.practitioners
    zone = clinic.time_zone
    plain = replace(kind, starts=None)
    on_grid = set(find_starts(clinic, plain, [sam], on, on, known))
    each_minute = replace(kind, starts=1)
    free = find_starts(clinic, each_minute, [sam], on, on, known)
    before, after = kind.padding_before * 60, (kind.minutes + kind.padding_after) * 60
    holds = [(e.begins, e.ends) for e in known.taken[1] if not e.is_firm]
    staying = [each for each in known.busy[1] if each not in holds]
    firm = [(each.begins, each.ends) for each in known.taken[1] if each.is_firm]
    expected = []
    day = (on - timedelta(days=1), on + timedelta(days=2))
    hours = stretches(sam, zone, *day)
    for start in free:
        [stretch] = [each for each in hours if each.opens_at <= start < each.closes_at]
        is_begun = any(b < stretch.closes_at and stretch.opens_at < e for b, e in firm)
        touches = any(start - before == e or start + after == b for b, e in staying)
        if touches if is_begun else start in on_grid:
            expected.append(start)
    assert find_starts(clinic, kind, [sam], on, on, known) == expected
