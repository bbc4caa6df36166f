"""The engine against the oracle, on any schedule, at clock changes of every zone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotkeeper.domain.interval import overlap
from slotkeeper.domain.next_change import next_change
from slotkeeper.domain.reasons import why_not
from slotkeeper.domain.slots import find_slots, find_starts, is_free, search_range
from tests.domain.oracle import expected_slots, local_day
from tests.domain.schedules import Case, cases


@pytest.mark.req("S5", "S6", "S8", "S10", "B9")
@given(cases())
@settings(max_examples=300)
def test_the_list_is_what_counting_every_minute_gives(case: Case) -> None:
    clinic, kind, first, last, busy, now, location, asker = case
    expected = expected_slots(clinic, kind, first, last, busy, now, location, asker)
    assert [(s.starts_at, s.ends_at, s.practitioner, s.location) for s in case.slots()] == expected


@pytest.mark.req("S13", "S11")
@given(cases(), st.data())
@settings(max_examples=200)
def test_the_list_the_single_slot_and_the_reasons_agree(case: Case, data: st.DataObject) -> None:
    listed = {(s.practitioner, s.starts_at): s for s in case.slots()}
    begin, end = search_range(case.kind, case.clinic.time_zone, case.first, case.last)
    some = data.draw(st.lists(st.integers(begin // 300, end // 300), max_size=20))
    moments = {at for _, at in listed} | {300 * at for at in some}
    for practitioner in case.clinic.practitioners:
        for at in moments | {each + 60 for each in moments}:
            question = case.clinic, case.kind, practitioner, at, case.known, case.location
            slot = is_free(*question)
            assert (slot is None) == bool(why_not(*question))
            if _is_asked_for(case, at):
                assert slot == listed.get((practitioner.slug, at))


@given(cases())
def test_the_starts_are_those_of_the_slots(case: Case) -> None:
    people = case.clinic.practitioners
    days = case.first, case.last
    asked = case.clinic, case.kind, people, *days, case.known, case.location
    slots = find_slots(*asked)
    assert find_starts(*asked) == sorted({slot.starts_at for slot in slots})


@pytest.mark.req("S13")
@given(cases())
def test_busy_time_outside_of_the_search_range_does_not_matter(case: Case) -> None:
    span = search_range(case.kind, case.clinic.time_zone, case.first, case.last)
    near = {who: [b for b in taken if overlap(b, span)] for who, taken in case.busy.items()}
    assert case._replace(busy=near).slots() == case.slots()


@pytest.mark.req("S3", "S4")
@given(cases(), st.data())
@settings(max_examples=200)
def test_until_the_next_change_the_answer_stays(case: Case, data: st.DataObject) -> None:
    slots = case.slots()
    starts, people = [each.starts_at for each in slots], case.clinic.practitioners
    change = next_change(case.clinic, starts, case.now, people, case.asker)
    assert change > case.now
    for later in (change - 1, data.draw(st.integers(case.now, change - 1))):
        assert case._replace(now=later).slots() == slots


def _is_asked_for(case: Case, at: int) -> bool:
    return case.first <= local_day(at, case.clinic.time_zone) <= case.last
