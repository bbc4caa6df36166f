"""Who may come to a group, and what a group keeps from everybody else (B11)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.known import Known, Taken
from slotkeeper.domain.reason import Reason
from slotkeeper.domain.reasons import why_not
from slotkeeper.domain.session import free_seat
from slotkeeper.domain.slots import find_slots, find_starts, is_free
from tests.domain.classes import CLASS, CLINIC, MONDAY, NOW, SAM, STANDARD, at, with_session

pytestmark = pytest.mark.req("B11")


def known(
    *seats: int, kind: int = CLASS.id, start: int = 0, others: tuple[Interval, ...] = ()
) -> Known:
    """So many in Monday's class, and what else is in Sam's diary."""
    begins = start or at("10:00")
    taken = [Taken(begins, begins + 3600, begins, kind, None, seat, True) for seat in seats]
    busy = [(each.begins, each.ends) for each in taken]
    return Known(now=NOW, busy={SAM.id: [*busy, *others]}, taken={SAM.id: taken})


def why(kind: AppointmentType, start: int, facts: Known) -> list[Reason]:
    return why_not(CLINIC, kind, SAM, start, facts)


def test_a_slot_tells_how_many_places_are_left() -> None:
    for seats, left in (((), 3), ((1,), 2), ((1, 3), 1)):
        found = find_slots(CLINIC, CLASS, [SAM], MONDAY, MONDAY, known(*seats))
        assert [(each.starts_at, each.places) for each in found] == [(at("10:00"), left)]


def test_a_full_session_is_not_offered() -> None:
    full = known(1, 2, 3)
    assert find_starts(CLINIC, CLASS, [SAM], MONDAY, MONDAY, full) == []
    assert is_free(CLINIC, CLASS, SAM, at("10:00"), full) is None
    assert why(CLASS, at("10:00"), full) == [Reason.FULL]


def test_a_group_appointment_starts_only_when_one_is_planned() -> None:
    assert why(CLASS, at("10:00"), known()) == []
    assert why(CLASS, at("10:15"), known()) == [Reason.NO_SESSION]
    assert why(CLASS, at("18:00"), known()) == [Reason.NO_SESSION]


def test_a_session_may_lie_outside_of_the_working_hours() -> None:
    clinic = with_session(begins=18 * 60)
    found = find_starts(clinic, CLASS, [SAM], MONDAY, MONDAY, known())
    assert found == [at("18:00")]


def test_an_empty_session_takes_its_time_from_individual_appointments() -> None:
    found = find_starts(CLINIC, STANDARD, [SAM], MONDAY, MONDAY, known())
    assert {at("09:30"), at("11:00")} <= set(found)
    assert not {start for start in found if at("09:30") < start < at("11:00")}
    assert why(STANDARD, at("10:30"), known()) == [Reason.SESSION]


def test_what_else_is_booked_then_keeps_a_session_from_being_offered() -> None:
    block = known(1, others=((at("10:30"), at("10:45")),))
    assert why(CLASS, at("10:00"), block) == [Reason.BUSY]
    before = known(1, others=((at("09:00"), at("10:00")), (at("11:00"), at("12:00"))))
    assert why(CLASS, at("10:00"), before) == []
    individual = known(0, kind=STANDARD.id)
    assert why(CLASS, at("10:00"), individual) == [Reason.BUSY]


def test_another_session_of_the_same_type_that_overlaps_is_in_the_way() -> None:
    assert why(CLASS, at("10:00"), known(1, start=at("09:30"))) == [Reason.BUSY]


def test_what_is_held_is_kept_though_the_session_is_full_now() -> None:
    held = replace(known(1, 2, 3), is_held=True)
    slot = is_free(CLINIC, CLASS, SAM, at("10:00"), held)
    assert slot
    assert (slot.ends_at, slot.location) == (at("10:50"), "manly")


@given(st.sets(st.integers(1, 9)), st.integers(0, 9))
def test_a_free_seat_is_one_that_nobody_has(taken: set[int], places: int) -> None:
    seat = free_seat(taken, places)
    if seat is None:
        assert len(taken) >= places
    else:
        assert seat not in taken
        assert 1 <= seat <= places
