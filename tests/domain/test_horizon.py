"""How soon and how far: cut-off, horizon, and when an answer stops being right."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.horizon import earliest_bookable, last_bookable_day
from slotkeeper.domain.next_change import next_change
from tests.domain.schedules import SYDNEY, case, clinic_of, kind_of, practitioner, weekly

ALL_DAY = practitioner(weekly=weekly("00:00-24:00"))


def local(text: str, zone: str = SYDNEY) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


@pytest.mark.req("S3")
@pytest.mark.parametrize(
    ("cut_off", "now", "earliest"),
    [
        pytest.param(CutOff(0, "m"), "2027-01-04T09:00", "2027-01-04T09:00", id="none"),
        pytest.param(CutOff(90, "m"), "2027-01-04T09:00", "2027-01-04T10:30", id="minutes"),
        pytest.param(CutOff(26, "h"), "2027-01-04T09:00", "2027-01-05T11:00", id="hours"),
        pytest.param(CutOff(1, "d"), "2027-01-04T09:00", "2027-01-05T09:00", id="a-day"),
        pytest.param(CutOff(1, "d"), "2026-10-03T09:00", "2026-10-04T09:00", id="day-of-23-hours"),
        pytest.param(CutOff(1, "d"), "2027-04-03T09:00", "2027-04-04T09:00", id="day-of-25-hours"),
        pytest.param(CutOff(24, "h"), "2026-10-03T09:00", "2026-10-04T10:00", id="24-hours-in-23"),
        pytest.param(CutOff(24, "h"), "2027-04-03T09:00", "2027-04-04T08:00", id="24-hours-in-25"),
    ],
)
def test_the_cut_off_in_elapsed_minutes_and_hours_or_days_on_the_wall_clock(
    cut_off: CutOff, now: str, earliest: str
) -> None:
    assert earliest_bookable(clinic_of(cut_off=cut_off), local(now)) == local(earliest)


@pytest.mark.req("S3")
@pytest.mark.parametrize("monday", [date(2027, 1, 4), date(2026, 10, 5)])
def test_on_monday_at_nine_one_day_shows_nothing_before_tuesday_at_nine(monday: date) -> None:
    now = local(f"{monday}T09:00")
    clinic = clinic_of(ALL_DAY, cut_off=CutOff(1, "d"))
    tuesday = date.fromordinal(monday.toordinal() + 1)
    first = case(clinic, kind_of(60), monday, last=tuesday, now=now).slots()[0]
    assert first.starts_at == local(f"{tuesday}T09:00")


@pytest.mark.req("S3")
def test_a_start_at_exactly_the_cut_off_is_bookable_a_second_later_it_is_not() -> None:
    clinic, now = clinic_of(ALL_DAY, cut_off=CutOff(2, "h")), local("2027-01-05T08:00")
    asked = case(clinic, kind_of(60), now=now)
    assert asked.slots()[0].starts_at == local("2027-01-05T10:00")
    assert asked._replace(now=now + 1).slots()[0].starts_at == local("2027-01-05T11:00")


@pytest.mark.req("S4")
def test_on_1_january_with_30_days_31_january_is_bookable_and_1_february_is_not() -> None:
    clinic = clinic_of(ALL_DAY, horizon_days=30)
    for now in (local("2027-01-01T00:00"), local("2027-01-01T23:59:59")):
        assert last_bookable_day(clinic, now) == date(2027, 1, 31)
        asked = case(clinic, kind_of(60), date(2027, 1, 31), last=date(2027, 2, 1), now=now)
        assert [s.starts_at for s in asked.slots()][-1] == local("2027-01-31T23:00")
        assert len(asked.slots()) == 24


@pytest.mark.req("S4", "B9")
def test_today_is_the_clinics_today() -> None:
    now = local("2027-01-01T05:00", "UTC")
    assert last_bookable_day(clinic_of(horizon_days=0), now) == date(2027, 1, 1)
    new_york = clinic_of(zone="America/New_York", horizon_days=0)
    assert last_bookable_day(new_york, now - 1) == date(2026, 12, 31)


@pytest.mark.req("S3")
def test_an_answer_is_right_until_its_first_slot_passes_the_cut_off() -> None:
    clinic, now = clinic_of(ALL_DAY, cut_off=CutOff(2, "h")), local("2027-01-05T08:00")
    slots = case(clinic, kind_of(60), now=now - 60).slots()
    assert next_change(clinic, [each.starts_at for each in slots], now - 60) == now + 1
    assert next_change(clinic, [each.starts_at for each in slots], now) == now + 1


@pytest.mark.req("S3")
def test_so_it_is_where_the_cut_off_counts_days() -> None:
    clinic = clinic_of(ALL_DAY, cut_off=CutOff(1, "d"))
    now = local("2027-01-04T08:30")
    slots = case(clinic, kind_of(60), now=now).slots()
    assert next_change(clinic, [each.starts_at for each in slots], now) == local(
        "2027-01-04T09:00:01"
    )


@pytest.mark.req("S3")
def test_a_clock_change_ahead_moves_the_cut_off_and_ends_the_answer() -> None:
    clinic = clinic_of(ALL_DAY, cut_off=CutOff(1, "d"), zone="Europe/Berlin", start_every=15)
    now = local("2027-03-27T02:30", "Europe/Berlin")  # a day on, 2:00 to 3:00 is skipped
    asked = case(clinic, kind_of(60), date(2027, 3, 28), now=now)
    assert asked.slots()[0].starts_at == local("2027-03-28T03:30", "Europe/Berlin")
    change = next_change(clinic, [each.starts_at for each in asked.slots()], now)
    assert change == now + 1
    at_three = local("2027-03-27T03:00", "Europe/Berlin")
    later = asked._replace(now=at_three - 1).slots()
    assert (
        next_change(clinic, [each.starts_at for each in later], at_three - 1) == at_three
    )  # 3:00 itself is bookable again
    assert asked._replace(now=at_three).slots()[0].starts_at < later[0].starts_at


@pytest.mark.req("S4")
def test_an_answer_without_slots_is_right_until_midnight_moves_the_horizon() -> None:
    clinic, now = clinic_of(ALL_DAY), local("2027-01-05T08:00")
    assert next_change(clinic, [], now) == local("2027-01-06T00:00")
    assert next_change(clinic, [], local("2027-01-06T00:00")) == local("2027-01-07T00:00")
