"""When groups take place, and who may still come (B11)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file import ClinicFileWrong, parse_clinic, write_clinic
from slotkeeper.domain.occurrence import occurrence_at, occurrences, places_of
from slotkeeper.domain.practitioner import DatedException, Hours, TimeOff
from slotkeeper.domain.session import Session
from tests.domain.classes import CLASS, CLINIC, FILE, MONDAY, SAM, STANDARD, at, with_session
from tests.domain.zones import ZONES

pytestmark = pytest.mark.req("B11")


def starts_of(clinic: Clinic, first: date, last: date) -> list[int]:
    return [each.starts_at for each in occurrences(clinic, clinic.practitioners[0], first, last)]


def days_of(clinic: Clinic, first: date = date(2027, 1, 1), days: int = 59) -> list[date]:
    zone = ZoneInfo(clinic.time_zone)
    found = starts_of(clinic, first, first + timedelta(days=days))
    return [datetime.fromtimestamp(each, zone).date() for each in found]


class TestTimetable:
    def test_it_takes_place_on_its_days_of_the_week(self) -> None:
        assert days_of(CLINIC, days=20) == [date(2027, 1, 4), date(2027, 1, 11), date(2027, 1, 18)]

    def test_every_other_week_is_counted_from_the_week_of_its_first_day(self) -> None:
        clinic = with_session(days=(0, 4), every_weeks=2, first=date(2027, 1, 6))
        assert days_of(clinic, days=24) == [date(2027, 1, 8), date(2027, 1, 18), date(2027, 1, 22)]

    def test_it_begins_ends_and_leaves_out_dates(self) -> None:
        clinic = with_session(
            first=date(2027, 1, 5), last=date(2027, 1, 25), not_on=(date(2027, 1, 18),)
        )
        assert days_of(clinic) == [date(2027, 1, 11), date(2027, 1, 25)]

    def test_it_takes_place_on_single_dates(self) -> None:
        clinic = with_session(days=(), on=(date(2027, 1, 9), date(2027, 2, 3)))
        assert days_of(clinic) == [date(2027, 1, 9), date(2027, 2, 3)]

    def test_none_on_a_public_holiday_unless_the_practitioner_works(self) -> None:
        closed = replace(CLINIC, closed_on=(MONDAY,))
        assert MONDAY not in days_of(closed)
        works = DatedException(on=MONDAY, hours=(Hours(opens=540, closes=600, location="manly"),))
        there = replace(closed, practitioners=(replace(SAM, exceptions=(works,)),))
        assert MONDAY in days_of(there)

    def test_none_on_time_off_nor_on_a_day_without_hours_by_exception(self) -> None:
        away = replace(SAM, time_off=(TimeOff(first=MONDAY, last=MONDAY),))
        free = replace(SAM, exceptions=(DatedException(on=MONDAY),))
        for sam in (away, free):
            assert MONDAY not in days_of(replace(CLINIC, practitioners=(sam,)))

    def test_none_of_a_type_that_is_switched_off(self) -> None:
        off = replace(CLINIC, appointment_types=(STANDARD, replace(CLASS, enabled=False)))
        assert days_of(off) == []

    def test_a_session_may_have_places_of_its_own(self) -> None:
        clinic = with_session(places=5)
        assert places_of(clinic, CLASS, SAM, at("10:00")) == 5
        assert places_of(clinic, CLASS, SAM, at("11:00")) == CLASS.places
        assert places_of(clinic, STANDARD, SAM, at("10:00")) == 0

    def test_of_two_rows_at_one_time_the_first_counts(self) -> None:
        first = CLINIC.sessions[0]
        twice = replace(CLINIC, sessions=(first, replace(first, slug="again", places=9)))
        assert places_of(twice, CLASS, SAM, at("10:00")) == 3
        assert len(starts_of(twice, MONDAY, MONDAY)) == 1


SESSIONS = st.builds(
    Session,
    slug=st.just("s"),
    kind=st.just("class"),
    practitioner=st.just("sam"),
    begins=st.integers(0, 1439),
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    every_weeks=st.integers(1, 4),
    first=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    last=st.none() | st.dates(date(2027, 1, 1), date(2028, 12, 31)),
    not_on=st.lists(st.dates(date(2027, 3, 1), date(2027, 4, 15)), max_size=5).map(tuple),
)


def wall_clock_by_trying(session: Session, zone: str, on: date) -> int:
    """RFC 5545: by the offset before a gap, and of a repeated time the first; found by trying every
    minute around it.
    """
    wanted = datetime.combine(on, time.min) + timedelta(minutes=session.begins)
    about = int(wanted.replace(tzinfo=UTC).timestamp())
    shown = {
        instant: datetime.fromtimestamp(instant, ZoneInfo(zone)).replace(tzinfo=None)
        for instant in range(about - 15 * 3600, about + 15 * 3600, 60)
    }
    exact = [instant for instant, wall in shown.items() if wall == wanted]
    if exact:
        return min(exact)
    before = max(instant for instant, wall in shown.items() if wall < wanted)
    return before + int((wanted - shown[before]).total_seconds())


@given(
    session=SESSIONS,
    zone=st.sampled_from(ZONES),
    first=st.dates(date(2027, 3, 1), date(2027, 4, 10)),
    holidays=st.sets(st.dates(date(2027, 3, 1), date(2027, 4, 15)), max_size=3),
)
def test_the_wall_clock_time_stays_over_clock_changes(
    session: Session, zone: str, first: date, holidays: set[date]
) -> None:
    clinic = replace(CLINIC, time_zone=zone, sessions=(session,), closed_on=tuple(sorted(holidays)))
    wanted = []
    for number in range(-1, 8):
        on = first + timedelta(days=number)
        weeks = (on - timedelta(days=on.weekday())) - (
            session.first - timedelta(days=session.first.weekday())  # type: ignore[operator, union-attr]
        )
        if (
            on.weekday() in session.days
            and session.first <= on  # type: ignore[operator]
            and (session.last is None or on <= session.last)
            and on not in session.not_on
            and on not in holidays
            and weeks.days // 7 % session.every_weeks == 0
        ):
            wanted.append(wall_clock_by_trying(session, zone, on))
    zone_of = ZoneInfo(zone)
    days = {first + timedelta(days=number) for number in range(8)}
    there = [s for s in wanted if datetime.fromtimestamp(s, zone_of).date() in days]
    assert starts_of(clinic, first, first + timedelta(days=7)) == sorted(there)


class TestFile:
    def test_it_comes_back_as_it_was(self) -> None:
        assert parse_clinic(write_clinic(CLINIC)).sessions == CLINIC.sessions
        assert CLINIC.sessions[0].location == "manly"

    @pytest.mark.parametrize(
        ("old", "new", "field", "expected"),
        [
            ('type = "class"', 'type = "standard"', "type", '"class"'),
            ('practitioner = "sam"', 'practitioner = "ada"', "practitioner", '"sam"'),
            ('days = ["mon"]\nat', "at", "days", "a list of days"),
            ('days = ["mon"]\nat', "on = []\nat", "on", "at least one date"),
            ('days = ["mon"]', 'days = ["mon"]\non = [2027-01-05]', "days", "single dates"),
            ('"10:00"', '"24:00"', "at", "23:59"),
            ('"10:00"', '"10:00"\nevery_weeks = 2', "from", "counted"),
            ('"10:00"', '"10:00"\nfrom = 2027-02-01\nto = 2027-01-01', "to", "2027-02-01"),
            ('"10:00"', '"10:00"\nplaces = 0', "places", "1 to 500"),
        ],
    )
    def test_a_wrong_row_is_told(self, old: str, new: str, field: str, expected: str) -> None:
        head, _, rows = FILE.partition("[[session]]")
        with pytest.raises(ClinicFileWrong) as wrong:
            parse_clinic(f"{head}[[session]]{rows.replace(old, new)}")
        told = {each.field: each.expected for each in wrong.value.problems}
        assert expected in told[f"session[1].{field}"]

    def test_the_instant_of_a_session_is_found_again(self) -> None:
        found = occurrence_at(CLINIC, CLASS, SAM, at("10:00"))
        assert found
        assert (found.session, found.busy_until) == ("mondays", at("11:00"))
        assert occurrence_at(CLINIC, CLASS, SAM, at("10:01")) is None
