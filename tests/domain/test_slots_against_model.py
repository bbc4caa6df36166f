"""The engine against the specification, minute by minute: all rules of a schedule together."""

import os
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.known import Known
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.reasons import why_not
from slotkeeper.domain.slots import find_slots, find_starts, is_free
from tests.domain.model.ask import Ask
from tests.domain.model.clock import instant
from tests.domain.model.drawn import asks
from tests.domain.model.offered import offered

LONGER = int(os.environ.get("SLOTKEEPER_TEST_EXAMPLES", "1"))
"""So many times as many examples, for a night."""


@pytest.mark.req("S5", "S6", "S8", "S9", "S10", "S12", "B11")
@given(asks())
@settings(max_examples=100 * LONGER)
def test_the_list_is_what_the_specification_says_of_every_minute(ask: Ask) -> None:
    found = find_slots(*_asked(ask))
    assert [(s.starts_at, s.ends_at, s.practitioner, s.location) for s in found] == offered(ask)


@given(asks())
@settings(max_examples=40 * LONGER)
def test_the_starts_are_those_of_the_specification(ask: Ask) -> None:
    assert find_starts(*_asked(ask)) == sorted({start for start, *_ in offered(ask)})


@pytest.mark.req("S11", "S13")
@given(asks(), st.data())
@settings(max_examples=40 * LONGER)
def test_a_time_is_offered_exactly_where_no_reason_is_against_it(
    ask: Ask, data: st.DataObject
) -> None:
    listed = {(who, start): (start, end, place) for start, end, who, place in offered(ask)}
    zone = ask.clinic.time_zone
    begin, end = instant(ask.first, 0, zone), instant(ask.last, 1440, zone)
    any_time = st.integers(begin, max(begin, end - 1))  # a zone may leave out a whole day
    some = data.draw(st.lists(any_time, max_size=20))
    minutes = range(begin, end, data.draw(st.sampled_from([60, 1260, 1260, 1260])))
    for who in ask.clinic.practitioners:
        for at in {*minutes, *some, *(start for _, start in listed)}:
            if not begin <= at < end:
                continue
            asked = ask.clinic, ask.kind, who, at, ask.known, ask.location
            slot = is_free(*asked)
            assert (why_not(*asked) == []) == ((who.slug, at) in listed) == (slot is not None)
            if slot:
                assert (at, slot.ends_at, slot.location) == listed[who.slug, at]


def _asked(
    ask: Ask,
) -> tuple[Clinic, AppointmentType, Sequence[Practitioner], date, date, Known, str | None]:
    people = ask.clinic.practitioners
    return ask.clinic, ask.kind, people, ask.first, ask.last, ask.known, ask.location
