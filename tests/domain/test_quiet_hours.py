"""Quiet hours are those of the clinic's wall clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.local_time import local_minute
from slotkeeper.domain.notice_rules import QuietHours
from slotkeeper.domain.quiet_hours import quiet_until

NIGHT = QuietHours(starts=21 * 60, ends=8 * 60)
NOON = QuietHours(starts=12 * 60, ends=14 * 60)
ZONES = ["Australia/Sydney", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]


def at(local: str, zone: str = "Europe/Berlin") -> int:
    return int(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).timestamp())


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (NIGHT, "2027-01-05 20:59", None),
        (NIGHT, "2027-01-05 21:00", "2027-01-06 08:00"),
        (NIGHT, "2027-01-06 00:00", "2027-01-06 08:00"),
        (NIGHT, "2027-01-06 07:59", "2027-01-06 08:00"),
        (NIGHT, "2027-01-06 08:00", None),
        (NOON, "2027-01-06 11:59", None),
        (NOON, "2027-01-06 12:00", "2027-01-06 14:00"),
        (NOON, "2027-01-06 14:00", None),
        (QuietHours(starts=60, ends=60), "2027-01-06 01:00", None),
    ],
)
def test_they_begin_and_end_on_the_minute(quiet: QuietHours, now: str, until: str | None) -> None:
    expected = at(until) if until else None
    assert quiet_until(quiet, "Europe/Berlin", at(now)) == expected


def test_a_night_in_which_clocks_change_ends_at_the_same_hour() -> None:
    assert quiet_until(NIGHT, "Europe/Berlin", at("2027-03-27 23:00")) == at("2027-03-28 08:00")
    assert at("2027-03-28 08:00") - at("2027-03-27 21:00") == 10 * 3600
    assert quiet_until(NIGHT, "Europe/Berlin", at("2027-10-30 23:00")) == at("2027-10-31 08:00")


@given(
    now=st.integers(1_790_000_000, 1_830_000_000),
    starts=st.integers(0, 1439),
    ends=st.integers(0, 1439),
    zone=st.sampled_from(ZONES),
)
def test_their_end_is_ahead_and_is_not_quiet(now: int, starts: int, ends: int, zone: str) -> None:
    quiet = QuietHours(starts=starts, ends=ends)
    until = quiet_until(quiet, zone, now)
    minute = local_minute(now, zone)
    is_quiet = starts <= minute < ends if starts <= ends else minute >= starts or minute < ends
    assert (until is not None) == is_quiet
    if until is not None:
        assert now < until <= now + 27 * 3600
