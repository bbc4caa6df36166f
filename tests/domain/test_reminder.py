"""When a patient is reminded, over clock changes too, and when it is too late (N7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from whenever import Instant, ZonedDateTime

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.notice import why_not
from slotkeeper.domain.notice_rules import QuietHours
from slotkeeper.domain.quiet_hours import quiet_until
from slotkeeper.domain.reminder import (
    Timing,
    is_due,
    last_useful,
    occasion_of,
    remind_at,
    starts_to_look_at,
)
from tests.domain.test_notice import BOOKED

SYDNEY = "Australia/Sydney"
A_DAY, HOURS = CutOff(1, "d"), CutOff(24, "h")
LEADS = st.builds(CutOff, st.integers(1, 60), st.sampled_from(["m", "h", "d"]))
ZONES = st.sampled_from([SYDNEY, "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC"])
INSTANTS = st.integers(1_700_000_000, 2_000_000_000)

QUIET = st.none() | st.builds(QuietHours, starts=st.integers(0, 1439), ends=st.integers(0, 1439))
NIGHT = QuietHours()

pytestmark = pytest.mark.req("N7")


def local(text: str, zone: str = SYDNEY) -> int:
    return ZonedDateTime(f"{text}[{zone}]").timestamp()


def timing(lead: CutOff, zone: str = SYDNEY, quiet: QuietHours | None = None) -> Timing:
    return Timing(before=lead, zone=zone, quiet=quiet)


@pytest.mark.parametrize(
    ("start", "a_day_before", "hours_before"),
    [
        # Clocks go forward in the night to Sunday 4 October 2026, and back on 5 April 2026.
        ("2026-10-04T10:00+11:00", "2026-10-03T10:00+10:00", "2026-10-03T09:00+10:00"),
        ("2026-04-05T10:00+10:00", "2026-04-04T10:00+11:00", "2026-04-04T11:00+11:00"),
        ("2026-05-06T10:00+10:00", "2026-05-05T10:00+10:00", "2026-05-05T10:00+10:00"),
    ],
)
def test_a_day_is_the_same_time_on_the_clock_and_24_hours_are_hours(
    start: str, a_day_before: str, hours_before: str
) -> None:
    assert remind_at(local(start), timing(A_DAY)) == local(a_day_before)
    assert remind_at(local(start), timing(HOURS)) == local(hours_before)


@given(INSTANTS, LEADS, ZONES)
def test_a_second_library_comes_to_the_same_instant(start: int, lead: CutOff, zone: str) -> None:
    then = Instant.from_timestamp(start).to_tz(zone)
    units = {"m": "minutes", "h": "hours", "d": "days"}
    wanted = then.subtract(**{units[lead.unit]: lead.amount}, disambiguation="compatible")
    found = remind_at(start, timing(lead, zone))
    # What a clock repeats is read as the first: "whenever" keeps the offset that it came from.
    again = Instant.from_timestamp(found).to_tz(zone)
    assert found == wanted.timestamp() or again.to_plain() == wanted.to_plain()


@given(INSTANTS, LEADS, ZONES, QUIET, st.integers(0, 400_000), st.integers(0, 6_000_000))
def test_whatever_becomes_due_is_looked_at(
    now: int, lead: CutOff, zone: str, quiet: QuietHours | None, ago: int, ahead: int
) -> None:
    start, since = now + ahead, now - ago
    when = timing(lead, zone, quiet)
    first, last = starts_to_look_at(when, since, now)
    if since < remind_at(start, when) and is_due(start, when, 0, now):
        assert first <= start <= last


def test_a_reminder_is_due_from_its_time_until_half_of_its_lead_is_gone() -> None:
    start = BOOKED.starts_at
    due = start - 86_400
    assert not is_due(start, timing(HOURS), 0, due - 1)
    assert is_due(start, timing(HOURS), 0, due)
    assert is_due(start, timing(HOURS), 0, due + 43_200)
    assert not is_due(start, timing(HOURS), 0, due + 43_201)


@pytest.mark.req("N7")
@pytest.mark.parametrize(
    ("lead", "start", "goes"),
    [
        (CutOff(3, "h"), "2027-01-06T12:00", "2027-01-06T09:00"),
        (CutOff(24, "h"), "2027-01-06T07:30", "2027-01-05T07:30"),  # and waits until eight
        (CutOff(3, "h"), "2027-01-06T09:00", "2027-01-05T20:50"),  # at eight it would be too late
        (CutOff(3, "h"), "2027-01-07T01:00", "2027-01-06T20:50"),
        (CutOff(10, "h"), "2027-01-06T11:00", "2027-01-05T20:50"),
    ],
)
def test_a_text_that_quiet_hours_would_make_too_late_goes_before_they_begin(
    lead: CutOff, start: str, goes: str
) -> None:
    """N-11."""
    assert remind_at(local(start), timing(lead, quiet=NIGHT)) == local(goes)


@given(INSTANTS, LEADS, ZONES)
def test_a_text_never_goes_later_than_it_may(start: int, lead: CutOff, zone: str) -> None:
    at = remind_at(start, timing(lead, zone, NIGHT))
    assert at <= remind_at(start, timing(lead, zone))
    until = quiet_until(NIGHT, zone, at)
    assert until is None or until <= last_useful(start, lead)


def test_nobody_is_reminded_of_what_they_were_told_since() -> None:
    start = BOOKED.starts_at
    due = start - 86_400
    assert is_due(start, timing(HOURS), due - 1, due + 60)
    assert not is_due(start, timing(HOURS), due, due + 60)


def test_a_reminder_that_waited_goes_only_while_it_is_true_and_of_use() -> None:
    occasion, now = occasion_of(BOOKED.starts_at, HOURS), BOOKED.starts_at - 86_400
    assert occasion == f"24h:{BOOKED.starts_at}"

    def said(booking: object = BOOKED, at: int = now) -> str:
        return why_not("booking_reminder", booking, at, occasion)  # type: ignore[arg-type]

    assert said() == ""
    assert said(at=last_useful(BOOKED.starts_at, HOURS)) == ""
    assert said(at=last_useful(BOOKED.starts_at, HOURS) + 1) == "late"
    assert said(replace(BOOKED, state="cancelled")) == "cancelled"
    assert said(replace(BOOKED, starts_at=BOOKED.starts_at + 1800)) == "moved"
    assert said(replace(BOOKED, state="arrived")) == "over"
