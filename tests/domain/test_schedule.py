"""Working hours: rows, breaks, exceptions, holidays, time off; joined, and turned into UTC (S6)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from slotkeeper.domain.practitioner import Break, DatedException, Practitioner, TimeOff
from slotkeeper.domain.schedule import stretches
from tests.domain.schedules import EVERY_DAY, NEW_YORK, SYDNEY, TUESDAY, hours, practitioner, weekly

pytestmark = pytest.mark.req("S6")

LUNCH = Break(days=(1,), begins=12 * 60, ends=13 * 60)


def told(
    person: Practitioner,
    on: date = TUESDAY,
    zone: str = SYDNEY,
    closed_on: tuple[date, ...] = (),
    last: date | None = None,
) -> list[str]:
    """The stretches as local times with the day of the month where it is another."""

    def text(instant: int) -> str:
        wall = datetime.fromtimestamp(instant, ZoneInfo(zone))
        return f"{wall:%H:%M}" if wall.date() == on else f"{wall:%d. %H:%M}"

    return [
        f"{text(each.opens_at)}-{text(each.closes_at)} {each.location or ''}".strip()
        for each in stretches(person, zone, on, last or on, closed_on)
    ]


def test_weekly_hours_hold_on_their_weekdays() -> None:
    person = practitioner(weekly=weekly("09:00-17:00", days=(1,)))
    assert told(person) == ["09:00-17:00"]
    assert told(person, date(2027, 1, 6)) == []


def test_hours_that_touch_or_overlap_are_one_stretch() -> None:
    person = practitioner(weekly=weekly("09:00-12:00", "12:00-14:00", "13:30-17:00"))
    assert told(person) == ["09:00-17:00"]


def test_over_midnight_too() -> None:
    person = practitioner(
        weekly=weekly("22:00-24:00", days=(1,)) + weekly("00:00-03:00", days=(2,))
    )
    assert told(person) == ["22:00-06. 03:00"]
    assert told(person, date(2027, 1, 6)) == ["05. 22:00-03:00"]


def test_hours_at_different_locations_stay_apart() -> None:
    person = practitioner(
        weekly=weekly("09:00-12:00", location="city") + weekly("12:00-17:00", location="manly")
    )
    assert told(person) == ["09:00-12:00 city", "12:00-17:00 manly"]


def test_a_break_splits_the_hours_as_two_rows_would() -> None:
    with_break = practitioner(weekly=weekly("09:00-17:00"), breaks=(LUNCH,))
    in_two_rows = practitioner(weekly=weekly("09:00-12:00", "13:00-17:00"))
    assert told(with_break) == told(in_two_rows) == ["09:00-12:00", "13:00-17:00"]


def test_a_break_holds_on_its_weekdays_only() -> None:
    person = practitioner(weekly=weekly("09:00-17:00"), breaks=(LUNCH,))
    assert told(person, date(2027, 1, 6)) == ["09:00-17:00"]


def test_an_exception_replaces_the_weekly_hours_and_breaks_of_its_date() -> None:
    shorter = DatedException(on=TUESDAY, hours=hours("10:00-14:00"))
    person = practitioner(weekly=weekly("09:00-17:00"), breaks=(LUNCH,), exceptions=(shorter,))
    assert told(person) == ["10:00-14:00"]
    assert told(person, date(2027, 1, 12)) == ["09:00-12:00", "13:00-17:00"]


def test_an_exception_without_hours_is_a_day_off() -> None:
    person = practitioner(
        weekly=weekly("09:00-17:00"), exceptions=(DatedException(on=TUESDAY, hours=()),)
    )
    assert told(person) == []


def test_an_exception_ends_what_would_come_over_midnight() -> None:
    person = practitioner(
        weekly=weekly("00:00-24:00"),
        exceptions=(DatedException(on=date(2027, 1, 6), hours=()),),
    )
    assert told(person) == ["04. 00:00-06. 00:00"]


def test_two_exceptions_of_a_date_add_up() -> None:
    person = practitioner(
        exceptions=(
            DatedException(on=TUESDAY, hours=hours("09:00-10:00")),
            DatedException(on=TUESDAY, hours=hours("11:00-12:00")),
        )
    )
    assert told(person) == ["09:00-10:00", "11:00-12:00"]


def test_a_public_holiday_has_no_hours() -> None:
    assert told(practitioner(weekly=weekly("09:00-17:00")), closed_on=(TUESDAY,)) == []


def test_unless_an_exception_of_that_date_gives_some() -> None:
    emergency = DatedException(on=TUESDAY, hours=hours("10:00-12:00"))
    person = practitioner(weekly=weekly("09:00-17:00"), exceptions=(emergency,))
    assert told(person, closed_on=(TUESDAY,)) == ["10:00-12:00"]


def test_time_off_takes_whole_local_days_first_and_last_included() -> None:
    away = TimeOff(first=TUESDAY, last=date(2027, 1, 6))
    person = practitioner(weekly=weekly("09:00-17:00"), time_off=(away,))
    days = [date(2027, 1, n) for n in (4, 5, 6, 7)]
    assert [bool(told(person, on)) for on in days] == [True, False, False, True]


def test_time_off_also_takes_hours_given_by_an_exception() -> None:
    person = practitioner(
        exceptions=(DatedException(on=TUESDAY, hours=hours("10:00-12:00")),),
        time_off=(TimeOff(first=TUESDAY, last=TUESDAY),),
    )
    assert told(person) == []


def test_leave_without_end_is_no_burden() -> None:
    person = practitioner(
        weekly=weekly("09:00-17:00"), time_off=(TimeOff(first=TUESDAY, last=date.max),)
    )
    assert told(person) == []


@pytest.mark.req("B9")
@pytest.mark.parametrize(
    ("zone", "on", "row", "expected", "elapsed"),
    [
        pytest.param(SYDNEY, "2026-10-04", "01:00-04:00", "01:00-04:00", 2, id="over-a-gap"),
        pytest.param(SYDNEY, "2026-10-04", "02:30-05:00", "03:30-05:00", 1.5, id="opens-in-a-gap"),
        pytest.param(SYDNEY, "2026-10-04", "01:00-02:30", "01:00-03:30", 1.5, id="closes-in-a-gap"),
        pytest.param(SYDNEY, "2027-04-04", "01:00-04:00", "01:00-04:00", 4, id="over-a-fold"),
        pytest.param(SYDNEY, "2027-04-04", "02:30-04:00", "02:30-04:00", 2.5, id="opens-in-a-fold"),
        pytest.param(SYDNEY, "2027-04-04", "01:00-02:30", "01:00-02:30", 1.5, id="closes-in-fold"),
        pytest.param(NEW_YORK, "2026-11-01", "00:00-24:00", "00:00-02. 00:00", 25, id="25-hours"),
        pytest.param(NEW_YORK, "2027-03-14", "00:00-24:00", "00:00-15. 00:00", 23, id="23-hours"),
        pytest.param("Africa/Cairo", "2027-04-30", "00:00-09:00", "01:00-09:00", 8, id="cairo"),
        pytest.param("America/Havana", "2026-11-01", "00:00-03:00", "00:00-03:00", 4, id="havana"),
    ],
)
def test_edges_follow_the_wall_clock_and_what_lies_between_is_elapsed_time(
    zone: str, on: str, row: str, expected: str, elapsed: float
) -> None:
    day = date.fromisoformat(on)
    person = practitioner(exceptions=(DatedException(on=day, hours=hours(row)),))
    assert told(person, day, zone) == [expected]
    (only,) = stretches(person, zone, day, day)
    assert (only.closes_at - only.opens_at) / 3600 == elapsed


@pytest.mark.req("B9")
@pytest.mark.parametrize("row", ["02:00-03:00", "02:30-03:00", "02:45-03:30"])
def test_hours_that_a_gap_empties_or_inverts_vanish(row: str) -> None:
    assert told(practitioner(weekly=weekly(row)), date(2026, 10, 4)) == []


@pytest.mark.req("B9")
def test_only_the_outer_edges_of_a_stretch_are_read_on_the_wall_clock() -> None:
    person = practitioner(weekly=weekly("00:00-02:30", "02:30-03:00"))  # 02:30 is skipped
    assert told(person, date(2026, 10, 4)) == ["00:00-03:00"]


@pytest.mark.req("B9")
def test_a_date_that_the_zone_never_had_has_no_hours() -> None:
    person = practitioner(weekly=weekly("09:00-17:00", days=(4,)))  # Fridays
    missing, saturday = date(2011, 12, 30), date(2011, 12, 31)
    assert told(person, missing, "Pacific/Apia", last=saturday) == []


@pytest.mark.req("B9")
def test_hours_run_on_over_a_date_that_never_was() -> None:
    person = practitioner(weekly=weekly("00:00-24:00", days=EVERY_DAY))
    (only,) = stretches(person, "Pacific/Apia", date(2011, 12, 29), date(2011, 12, 31))
    assert (only.closes_at - only.opens_at) / 3600 == 24 * 4  # 28, 29, 31 December and 1 January
