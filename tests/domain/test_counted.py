"""Caps a day, rooms and equipment, and travel decide which times are offered (S12)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.known import Known, Taken
from slotkeeper.domain.location import Location
from slotkeeper.domain.reason import Reason
from slotkeeper.domain.reasons import why_not
from slotkeeper.domain.resource import Resource
from slotkeeper.domain.resource_use import crowded, most_at_once
from slotkeeper.domain.session import Session
from slotkeeper.domain.slots import find_slots, is_free
from slotkeeper.domain.travel import Travel
from tests.domain.schedules import (
    TUESDAY,
    at,
    clinic_of,
    kind_of,
    practitioner,
    weekly,
)

pytestmark = pytest.mark.req("S12")

PLACES = (Location(id=1, slug="city", name="City"), Location(id=2, slug="beach", name="Beach"))
CLASS = Session(
    slug="tue", kind="class", practitioner="sam", location="city", begins=600, days=(1,)
)
ROOM = Resource(slug="room-1", name="Room 1", kind="room", location="city")


def taken(start: int, end: int, *, kind: int = 1, place: int | None = 1, seat: int = 0) -> Taken:
    return Taken(start, end, start, kind, place, seat, is_firm=True)


class Asked(NamedTuple):
    clinic: Clinic
    taken: dict[int, list[Taken]]

    @property
    def known(self) -> Known:
        busy = {who: [(e.begins, e.ends) for e in own] for who, own in self.taken.items()}
        return Known(now=at("00:00") - 86400, busy=busy, taken=self.taken)

    def times(self, slug: str = "initial") -> list[str]:
        """Starts with who gives them, on TUESDAY."""
        kind = next(each for each in self.clinic.appointment_types if each.slug == slug)
        people = self.clinic.practitioners
        found = find_slots(self.clinic, kind, people, TUESDAY, TUESDAY, self.known)
        return [f"{(s.starts_at - at('00:00')) // 3600:02} {s.practitioner}" for s in found]

    def why(self, start: int, who: int = 0, slug: str = "initial") -> list[Reason]:
        kind = next(each for each in self.clinic.appointment_types if each.slug == slug)
        return why_not(self.clinic, kind, self.clinic.practitioners[who], start, self.known)


def clinic_with(*, people: Sequence[dict[str, Any]] = ({}, {}), **other: Any) -> Clinic:  # noqa: ANN401 - fields by name
    """Sam and Kim work from nine to twelve in the city; every hour."""
    kind = other.pop("kind", {})
    hours = weekly("09:00-12:00", location="city")
    return clinic_of(
        *(
            practitioner(slug, n, weekly=rows.pop("weekly", hours), **rows)
            for n, (slug, rows) in enumerate(
                zip(("sam", "kim"), map(dict, people), strict=True), start=1
            )
        ),
        locations=PLACES,
        appointment_types=other.pop("kinds", (kind_of(id=1, **kind),)),
        **other,
    )


def test_a_full_day_of_a_practitioner_offers_no_more() -> None:
    asked = Asked(
        clinic_with(people=({"max_per_day": 1}, {})), {1: [taken(at("09:00"), at("10:00"))]}
    )
    assert asked.times() == ["09 kim", "10 kim", "11 kim"]
    assert asked.why(at("10:00")) == [Reason.CAP_PRACTITIONER]


def test_a_full_day_of_a_type_offers_none_of_it_by_anybody() -> None:
    clinic = clinic_with(kind={"max_per_day": 2})
    one = {1: [taken(at("09:00"), at("10:00"))]}
    assert "10 kim" in Asked(clinic, one).times()
    two = one | {2: [taken(at("11:00"), at("12:00"))]}
    assert Asked(clinic, two).times() == []
    assert Asked(clinic, two).why(at("10:00")) == [Reason.CAP_TYPE]


def test_only_the_room_keeps_the_second_practitioner_from_the_same_time() -> None:
    clinic = clinic_with(kind={"needs": ("room",)}, resources=(ROOM,))
    asked = Asked(clinic, {1: [taken(at("10:00"), at("11:00"))]})
    assert asked.times() == ["09 sam", "09 kim", "11 sam", "11 kim"]
    assert asked.why(at("10:00"), 1) == [Reason.RESOURCE]


def test_two_rooms_hold_two_at_once() -> None:
    rooms = (ROOM, replace(ROOM, slug="room-2"))
    clinic = clinic_with(kind={"needs": ("room",)}, resources=rooms)
    asked = Asked(clinic, {1: [taken(at("10:00"), at("11:00"))]})
    assert "10 kim" in asked.times()


def test_a_type_that_needs_what_is_only_elsewhere_is_never_offered() -> None:
    away = replace(ROOM, location="beach")
    clinic = clinic_with(kind={"needs": ("room",)}, resources=(away,))
    assert Asked(clinic, {}).times() == []


def test_a_planned_session_has_its_room_also_while_it_is_empty() -> None:
    kinds = (
        kind_of(id=1, needs=("room",)),
        kind_of(id=2, slug="class", places=8, needs=("room",), practitioners=("sam",)),
    )
    clinic = clinic_with(kinds=kinds, sessions=(CLASS,), resources=(ROOM,))
    assert Asked(clinic, {}).times() == ["09 sam", "09 kim", "11 sam", "11 kim"]
    assert Asked(clinic, {}).times("class") == ["10 sam"]
    seats = [taken(at("10:00"), at("11:00"), kind=2, seat=n) for n in (1, 2)]
    assert Asked(clinic, {1: seats}).times("class") == ["10 sam"]
    two = (ROOM, replace(ROOM, slug="room-2"))
    assert "10 kim" in Asked(replace(clinic, resources=two), {1: seats}).times()


def test_a_session_counts_once_and_can_be_joined_on_a_full_day() -> None:
    kinds = (
        kind_of(id=1),
        kind_of(id=2, slug="class", places=8, practitioners=("sam",)),
    )
    clinic = clinic_with(people=({"max_per_day": 2}, {}), kinds=kinds, sessions=(CLASS,))
    seats = [taken(at("10:00"), at("11:00"), kind=2, seat=n) for n in (1, 2)]
    assert Asked(clinic, {1: seats}).times()[:2] == ["09 sam", "09 kim"]
    full = {1: [taken(at("09:00"), at("10:00")), *seats]}
    assert not any("sam" in each for each in Asked(clinic, full).times())
    assert Asked(clinic, full).times("class") == ["10 sam"]


def test_who_was_elsewhere_needs_the_time_of_the_way() -> None:
    clinic = clinic_with(travel=(Travel(between=("beach", "city"), minutes=60),))
    asked = Asked(clinic, {1: [taken(at("08:00"), at("09:30"), place=2)]})
    assert [each for each in asked.times() if "sam" in each] == ["11 sam"]
    assert Reason.TRAVEL in asked.why(at("10:00"))
    here = Asked(clinic, {1: [taken(at("08:00"), at("09:30"))]})
    assert [each for each in here.times() if "sam" in each] == ["10 sam", "11 sam"]


def test_who_holds_the_time_is_not_asked_again() -> None:
    clinic = clinic_with(kind={"needs": ("room",), "max_per_day": 1}, resources=(ROOM,))
    asked = Asked(clinic, {1: [taken(at("10:00"), at("11:00"))]})
    known = replace(asked.known, is_held=True)
    kim = clinic.practitioners[1]
    assert is_free(clinic, clinic.appointment_types[0], kim, at("10:00"), asked.known) is None
    assert is_free(clinic, clinic.appointment_types[0], kim, at("10:00"), known)


SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 9)).map(lambda s: (s[0], s[0] + s[1])), max_size=12
)


@given(SPANS, st.integers(1, 4))
def test_crowded_is_where_so_many_run_at_once(spans: list[tuple[int, int]], most: int) -> None:
    found = [*crowded(spans, most)]
    for minute in range(45):
        running = sum(begin <= minute < end for begin, end in spans)
        assert any(begin <= minute < end for begin, end in found) == (running >= most)
    assert all(a < b for a, b in found)


@given(SPANS, st.integers(0, 30), st.integers(1, 9))
def test_most_at_once_counts_minute_by_minute(
    spans: list[tuple[int, int]], begin: int, length: int
) -> None:
    inside = range(begin, begin + length)
    expected = max(sum(a <= minute < b for a, b in spans) for minute in inside)
    assert most_at_once(spans, (inside.start, inside.stop)) == expected
