"""Slots on the days on which clocks change."""

from datetime import date, timedelta

import pytest

from slotkeeper.domain.local_time import local_date, to_instant
from slotkeeper.domain.practitioner import DatedException
from tests.domain.schedules import (
    NEW_YORK,
    SYDNEY,
    TUESDAY,
    case,
    clinic_of,
    hours,
    kind_of,
    practitioner,
    times,
    weekly,
)

pytestmark = pytest.mark.req("B9")

NEXT_DAY = TUESDAY + timedelta(days=1)


def starts_on(zone: str, day: str, row: str, every: int = 30) -> list[str]:
    on = date.fromisoformat(day)
    person = practitioner(exceptions=(DatedException(on=on, hours=hours(row)),))
    return times(case(clinic_of(person, zone=zone, start_every=every), kind_of(30), on))


def test_the_hour_that_is_skipped_has_no_starts() -> None:
    found = starts_on(SYDNEY, "2026-10-04", "01:00-04:00")
    assert found == ["01:00", "01:30", "03:00", "03:30"]


def test_the_hour_that_comes_twice_has_its_starts_twice() -> None:
    found = starts_on(NEW_YORK, "2026-11-01", "00:30-02:30")
    assert found == ["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"]


def test_the_grid_counts_elapsed_minutes_through_a_change_of_half_an_hour() -> None:
    found = starts_on("Australia/Lord_Howe", "2026-10-04", "01:00-04:00", every=60)
    assert found == ["01:00", "02:30", "03:30"]


def test_where_midnight_is_skipped_the_day_opens_at_one() -> None:
    assert starts_on("Africa/Cairo", "2027-04-30", "00:00-02:30") == ["01:00", "01:30", "02:00"]


def test_where_midnight_comes_twice_both_are_of_that_day() -> None:
    found = starts_on("America/Havana", "2026-11-01", "00:00-01:00")
    assert found == ["00:00", "00:30", "00:00", "00:30"]


def test_a_night_over_a_gap_at_midnight_is_one_stretch() -> None:
    person = practitioner(weekly=weekly("22:00-24:00", "00:00-03:00"))
    clinic = clinic_of(person, zone="Africa/Cairo", start_every=45)
    asked = case(clinic, kind_of(90), date(2027, 4, 29), last=date(2027, 4, 30))
    before = ["00:00", "00:45", "01:30", "22:00", "22:45", "23:30"]
    assert times(asked) == [*before, "01:00", "22:00", "22:45", "23:30"]


def test_days_of_23_and_25_hours_have_as_many_starts() -> None:
    assert len(starts_on(NEW_YORK, "2027-03-14", "00:00-24:00", every=60)) == 23
    assert len(starts_on(NEW_YORK, "2026-11-01", "00:00-24:00", every=60)) == 25


def test_the_same_wall_clock_opens_the_day_before_and_after() -> None:
    person = practitioner(weekly=weekly("09:00-10:00"))
    clinic = clinic_of(person, zone="Asia/Kolkata")
    assert times(case(clinic, kind_of(60), last=NEXT_DAY)) == ["09:00", "09:00"]


def test_where_the_clock_goes_back_over_midnight_each_start_keeps_its_date() -> None:
    found = starts_on("America/St_Johns", "2010-11-06", "22:00-24:00")
    assert found == ["22:00", "22:30", "23:00", "23:30"]  # until 24:00 comes for the first time
    person = practitioner(weekly=weekly("00:00-24:00"))
    clinic = clinic_of(person, zone="America/St_Johns", start_every=7)
    for on in (date(2010, 11, 6), date(2010, 11, 7)):
        slots = case(clinic, kind_of(30), on).slots()
        midnight = to_instant(on, 0, "America/St_Johns")
        assert {local_date(s.starts_at, "America/St_Johns") for s in slots} == {on}
        assert {(s.starts_at - midnight) % 420 for s in slots} == {0}


def test_a_date_that_comes_back_after_midnight_is_still_listed() -> None:
    zone, before = "America/St_Johns", date(2010, 11, 6)
    now = to_instant(date(2010, 11, 7), 0, zone) + 30  # at 00:01 the clock goes back to 23:01
    clinic = clinic_of(practitioner(weekly=weekly("00:00-24:00")), zone=zone, start_every=15)
    found = times(case(clinic, kind_of(30), before, now=now))
    assert found == ["23:15", "23:30", "23:45"]


def test_a_day_that_never_was_offers_nothing() -> None:
    assert starts_on("Pacific/Apia", "2011-12-30", "09:00-12:00") == []
