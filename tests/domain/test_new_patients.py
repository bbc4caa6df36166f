"""New patients by load: the load counted minute by minute, and the gate on any walk (S9)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.new_patient_rule import Load, NewPatients, NewPatientsByLoad, gate
from slotkeeper.domain.new_patients import (
    CLINIC,
    asks_who,
    closed_types,
    concerned,
    counted_days,
    is_closed_to_new,
    load_of,
    rules_by_load,
    total,
)
from slotkeeper.domain.practitioner import Practitioner
from tests.domain.oracle import local_day, worked_minutes
from tests.domain.schedules import Case, at, cases, clinic_of, kind_of, practitioner, weekly

RULE = NewPatientsByLoad(closes_above=90, opens_below=75)


def slow_load(
    clinic: Clinic, person: Practitioner, days: int, now: int, booked: list[Interval]
) -> Load:
    """Each minute asked by itself."""
    first = local_day(now, clinic.time_zone)
    last = first + timedelta(days=days - 1)
    worked = {
        minute
        for place in (*(each.slug for each in clinic.locations), None)
        for minute in worked_minutes(clinic, person, place, first, last)
        if first <= local_day(minute * 60, clinic.time_zone) <= last
    }
    taken = {m for begin, end in booked for m in range(begin // 60, end // 60)}
    return Load(60 * len(worked & taken), 60 * len(worked))


@pytest.mark.req("S9")
@given(cases(), st.integers(1, 4), st.data())
@settings(max_examples=150)
def test_the_load_is_what_counting_every_minute_gives(
    case: Case, days: int, data: st.DataObject
) -> None:
    settings_of = replace(case.clinic.online_booking, offer="working-hours")
    clinic = replace(case.clinic, online_booking=settings_of)
    spans = st.tuples(st.integers(-2000, 5000), st.integers(0, 500)).map(
        lambda span: ((case.now // 60 + span[0]) * 60, (case.now // 60 + span[0] + span[1]) * 60)
    )
    booked, blocked = (data.draw(st.lists(spans, max_size=6)) for _ in range(2))
    rule = replace(RULE, days=days)
    for person in clinic.practitioners:
        found = load_of(clinic, person, counted_days(clinic, rule, case.now), booked, blocked)
        plain = slow_load(clinic, person, days, case.now, booked)
        hidden = slow_load(clinic, person, days, case.now, blocked)
        both = slow_load(clinic, person, days, case.now, _overlap(booked, blocked))
        assert found == (plain.booked - both.booked, plain.working - hidden.booked)


def _overlap(some: list[Interval], others: list[Interval]) -> list[Interval]:
    return [(max(a, c), min(b, d)) for a, b in some for c, d in others if max(a, c) < min(b, d)]


@pytest.mark.req("S9")
@given(st.lists(st.integers(0, 100), max_size=60), st.integers(0, 100), st.integers(0, 100))
def test_on_any_walk_the_gate_closes_above_opens_below_and_stays_in_between(
    walk: list[int], one: int, other: int
) -> None:
    rule = NewPatientsByLoad(closes_above=max(one, other), opens_below=min(one, other))
    closed, last = False, ""
    for percent in walk:
        closed = gate(Load(percent * 36, 3600), closed, rule)
        if percent > rule.closes_above:
            last = "above"
        elif percent < rule.opens_below:
            last = "below"
        assert closed == (last == "above")


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.booleans())
def test_asking_the_gate_twice_changes_nothing(booked: int, working: int, was: bool) -> None:
    load = Load(min(booked, working), working)
    once = gate(load, was, RULE)
    assert gate(load, once, RULE) == once


@pytest.mark.parametrize(
    ("percent", "was_closed", "closed"),
    [(90, False, False), (91, False, True), (75, True, True), (74, True, False)],
)
def test_at_a_mark_itself_nothing_changes(percent: int, was_closed: bool, closed: bool) -> None:
    assert gate(Load(percent, 100), was_closed, RULE) == closed


def test_where_nobody_works_it_stays_as_it_was() -> None:
    assert [gate(Load(), was, RULE) for was in (True, False)] == [True, False]
    assert Load().percent == 0


def test_a_switch_needs_no_load() -> None:
    assert [gate(Load(1, 1), True, rule) for rule in ("open", "closed")] == [False, True]


def test_each_booked_time_counts_once_and_only_inside_of_working_hours() -> None:
    sam = practitioner(weekly=weekly("09:00-17:00"))
    clinic = clinic_of(sam)
    days = counted_days(clinic, replace(RULE, days=2), at("08:00"))
    twice = [(at("08:00"), at("11:00")), (at("09:00"), at("11:00"))]
    assert load_of(clinic, sam, days, twice, []) == Load(2 * 3600, 16 * 3600)


def test_a_block_is_no_working_time() -> None:
    sam = practitioner(weekly=weekly("09:00-17:00"))
    clinic = clinic_of(sam)
    days = counted_days(clinic, replace(RULE, days=2), at("08:00"))
    morning = [(at("09:00"), at("13:00"))]
    found = load_of(clinic, sam, days, [(at("12:00"), at("15:00"))], morning)
    assert found == Load(2 * 3600, 12 * 3600)


def test_those_concerned_offer_the_type_are_switched_on_and_take_new_patients() -> None:
    sam, kim, lou = (practitioner(slug, n) for n, slug in enumerate(("sam", "kim", "lou"), 1))
    kinds = (
        kind_of(id=7, slug="a", practitioners=("sam",)),
        kind_of(id=8, slug="b", practitioners=("sam", "kim")),
        kind_of(id=9, slug="c", practitioners=("lou",), enabled=False),
    )
    clinic = clinic_of(sam, kim, lou, appointment_types=kinds)
    assert [[p.slug for p in concerned(clinic, key)] for key in (CLINIC, 7, 8, 9)] == [
        ["sam", "kim"],
        ["sam"],
        ["sam", "kim"],
        [],
    ]
    closed = clinic_of(sam, replace(kim, new_patients="closed"), appointment_types=kinds)
    assert [p.slug for p in concerned(closed, CLINIC)] == ["sam"]


@pytest.mark.req("S9")
@pytest.mark.parametrize(
    ("of_clinic", "of_type", "by_load", "closed"),
    [
        ("open", None, set(), False),
        ("closed", None, set(), True),
        ("closed", "open", set(), False),
        ("open", "closed", set(), True),
        (RULE, None, {CLINIC}, True),
        (RULE, None, {7}, False),
        (RULE, "open", {CLINIC}, False),
        ("closed", RULE, set(), False),
        ("open", RULE, {7}, True),
        (RULE, RULE, {CLINIC}, False),
    ],
)
def test_the_rule_of_a_type_goes_before_the_clinics(
    of_clinic: NewPatients,
    of_type: NewPatients | None,
    by_load: set[int],
    closed: bool,
) -> None:
    kind = kind_of(id=7, new_patients=of_type)
    clinic = clinic_of(new_patients=of_clinic, appointment_types=(kind,))
    assert closed_types(clinic, by_load) == ({7} if closed else set())
    assert by_load <= rules_by_load(clinic).keys() | {7}


def test_the_question_is_asked_only_where_the_answer_matters() -> None:
    sam, kim = practitioner(), practitioner("kim", 2, new_patients="closed")
    kind = kind_of(id=7)
    assert not asks_who(kind, [sam], set())
    assert asks_who(kind, [sam, kim], set())
    assert asks_who(kind, [sam], {7})
    assert not asks_who(replace(kind, patients="existing"), [kim], {7})


def test_a_new_patient_finds_nothing_where_type_or_everybody_is_closed() -> None:
    sam, kim = practitioner(), practitioner("kim", 2, new_patients="closed")
    kind = kind_of(id=7)
    assert [
        is_closed_to_new(kind, who, closed)
        for who, closed in (([sam, kim], set()), ([kim], set()), ([sam], {7}))
    ] == [False, True, True]


def test_several_loads_are_added() -> None:
    assert total([Load(1, 2), Load(3, 4)]) == Load(4, 6)
    assert (Load(2, 3).percent, Load(1, 200).percent) == (67, 1)
