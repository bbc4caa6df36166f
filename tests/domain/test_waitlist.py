"""Who would take which time, and whose turn it is."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from slotkeeper.domain.interval import overlap
from slotkeeper.domain.slots import Slot
from slotkeeper.domain.waitlist import (
    FreeTime,
    WaitlistEntry,
    WaitlistOffer,
    Wanted,
    fits,
    in_order,
    match,
)
from slotkeeper.domain.waitlist_rules import WaitlistRules
from tests.services.desk import NINE, TUESDAY

pytestmark = pytest.mark.req("C6")
ZONE = "Australia/Sydney"
ENTRY = WaitlistEntry(clinic_id=1, appointment_type_id=1, patient_is="existing", made_at=0)


def time(starts_at: int = NINE, practitioner_id: int = 1, location_id: int = 1) -> FreeTime:
    slot = Slot(starts_at, starts_at + 1800, "sam-lee", "manly")
    return FreeTime(slot, practitioner_id, location_id, (starts_at, starts_at + 1800))


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"practitioners": (2, 1)},
        {"location_id": 1},
        {"weekdays": (1,)},
        {"parts": ("morning",)},
        {"from_on": TUESDAY, "until_on": TUESDAY},
    ],
)
def test_a_time_fits_who_left_it_open_or_named_it(wanted: dict[str, Any]) -> None:
    assert fits(Wanted(**wanted), time(), ZONE)


@pytest.mark.parametrize(
    "wanted",
    [
        {"practitioners": (2,)},
        {"location_id": 2},
        {"weekdays": (0, 2)},
        {"parts": ("afternoon", "evening")},
        {"from_on": date(2027, 1, 6)},
        {"until_on": date(2027, 1, 4)},
    ],
)
def test_it_fits_nobody_who_wants_another(wanted: dict[str, Any]) -> None:
    assert not fits(Wanted(**wanted), time(), ZONE)


def test_only_what_is_earlier_is_earlier() -> None:
    assert fits(Wanted(), time(), ZONE, before=NINE + 1)
    assert not fits(Wanted(), time(), ZONE, before=NINE)


def test_where_the_clinic_does_not_prefer_its_own_who_waits_longest_is_first() -> None:
    new, known = replace(ENTRY, id=1, patient_is="new"), replace(ENTRY, id=2, made_at=1)
    assert in_order([known, new], WaitlistRules(existing_first=False)) == [new, known]
    assert in_order([known, new], WaitlistRules()) == [known, new]
    last = replace(known, priority=-1)
    assert in_order([last, new], WaitlistRules()) == [new, last]


starts = st.lists(st.integers(0, 40).map(lambda n: NINE + n * 900), unique=True).map(sorted)


@given(starts, st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=8))
def test_no_two_are_given_the_same_time_and_nobody_is_left_out_for_one_behind(
    free: list[int], people: list[tuple[int, bool]]
) -> None:
    entries = [replace(ENTRY, id=number, made_at=number) for number in range(1, len(people) + 1)]
    times = [time(start, who) for start in free for who in (1, 2)]
    asked = {
        entry.id: [_offered(entry, NINE + place * 900)]
        for entry, (place, was_asked) in zip(entries, people, strict=True)
        if was_asked
    }
    found = match(entries, {e.id: times for e in entries}, asked, {}, ZONE)
    given_away = [(each.time.practitioner_id, each.time.busy) for each in found]
    for number, (who, span) in enumerate(given_away):
        assert not any(who == w and overlap(span, s) for w, s in given_away[:number])
    for each in found:
        assert not any(
            e.practitioner_id == each.time.practitioner_id
            and overlap((e.starts_at, e.ends_at), each.time.busy)
            for e in asked.get(each.entry.id, [])
        )
    left = [e for e in entries if e not in [each.entry for each in found]]
    for entry in left:
        behind = [each for each in found if each.entry.id > entry.id]
        tried = match([entry], {entry.id: [each.time for each in behind]}, asked, {}, ZONE)
        assert not tried


def _offered(entry: WaitlistEntry, starts_at: int) -> WaitlistOffer:
    return WaitlistOffer(
        clinic_id=1,
        entry_id=entry.id,
        hold_id=1,
        practitioner_id=1,
        starts_at=starts_at,
        ends_at=starts_at + 1800,
        made_at=0,
        tell_at=0,
        open_until=1,
    )
