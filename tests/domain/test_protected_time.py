"""Protected times: from when on they are open to whom, against a slow model and at the boundary."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotkeeper.domain.clinic_file.fields import parse_cut_off
from slotkeeper.domain.clinic_file.parse_marked import format_release, parse_release
from slotkeeper.domain.known import Asker
from slotkeeper.domain.marked_time import MarkedTime
from slotkeeper.domain.next_change import next_change
from slotkeeper.domain.protected_time import ProtectedTime, next_release, protected_on
from slotkeeper.domain.reasons import Reason, why_not
from tests.domain.marks import RELEASES, protected_times
from tests.domain.marks_oracle import protected
from tests.domain.schedules import SYDNEY, case, clinic_of, kind_of, practitioner, times, weekly
from tests.domain.zones import days_of_change

TUESDAY = date(2027, 1, 5)
ASKERS: tuple[Asker, ...] = ("new", "existing")


def local(text: str, zone: str = SYDNEY) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def evening(release: str, **first: str) -> ProtectedTime:
    """Tuesdays from five to seven."""
    lengths: dict[str, Any] = {key: parse_cut_off(length) for key, length in first.items()}
    time = MarkedTime(begins=17 * 60, ends=19 * 60, days=(1,))
    return ProtectedTime(time=time, release=parse_release(release), **lengths)


def offered(row: ProtectedTime, now: str | int, asker: Asker = "new") -> list[str]:
    """Hours from three to eight of that Tuesday that who asks is offered at that time."""
    sam = practitioner(weekly=weekly("15:00-20:00"), protected=(row,))
    instant = now if isinstance(now, int) else local(now)
    return times(case(clinic_of(sam), kind_of(60), TUESDAY, now=instant, asker=asker))


BEFORE, AFTER = ["15:00", "16:00", "19:00"], ["15:00", "16:00", "17:00", "18:00", "19:00"]


@pytest.mark.req("S8")
@given(days_of_change(), st.data(), st.sampled_from(ASKERS))
@settings(max_examples=200)
def test_each_protected_time_and_its_opening_are_those_of_the_slow_model(
    where: tuple[str, date], data: st.DataObject, asker: Asker
) -> None:
    zone, on = where
    rows = tuple(data.draw(st.lists(protected_times(on), max_size=3)))
    days = on - timedelta(days=2), on + timedelta(days=12)
    found = [(e.begins_at, e.ends_at, e.open_from(asker)) for e in protected_on(rows, zone, *days)]
    expected = list(protected(rows, zone, *days, asker))
    assert found == expected
    now = local(f"{on}T12:00", "UTC") + data.draw(st.integers(-10, 10)) * 86400
    later = [opens for *_, opens in expected if opens is not None and opens > now]
    assert next_release([rows], zone, days, now, asker) == min(later, default=None)


@pytest.mark.req("S8")
@given(RELEASES)
def test_a_release_is_written_as_it_is_read(release: Any) -> None:  # noqa: ANN401 - drawn
    assert parse_release(format_release(release)) == release


@pytest.mark.req("S8")
class TestFridaySixReleasesNextWeek:
    def test_a_second_before_it_is_kept_back(self) -> None:
        assert offered(evening("fri 18:00"), local("2027-01-01T18:00") - 1) == BEFORE

    def test_at_six_it_is_open(self) -> None:
        assert offered(evening("fri 18:00"), "2027-01-01T18:00") == AFTER

    def test_sunday_belongs_to_the_week_that_ends_with_it(self) -> None:
        sunday = ProtectedTime(
            time=MarkedTime(begins=600, ends=660, days=(6,)), release=parse_release("mon 00:00")
        )
        [found] = protected_on((sunday,), SYDNEY, date(2027, 1, 10), date(2027, 1, 10))
        assert found.all_from == local("2026-12-28T00:00")


@pytest.mark.req("S8")
class TestBeforeItBegins:
    def test_hours_are_elapsed_to_the_second(self) -> None:
        begins = local("2027-01-05T17:00")
        assert offered(evening("48h"), begins - 48 * 3600 - 1) == BEFORE
        assert offered(evening("48h"), begins - 48 * 3600) == AFTER

    def test_days_are_those_of_the_wall_clock(self) -> None:
        row = ProtectedTime(
            time=MarkedTime(begins=600, ends=660, on=date(2026, 10, 4)), release=parse_release("1d")
        )
        [found] = protected_on((row,), SYDNEY, date(2026, 10, 4), date(2026, 10, 4))
        assert found.all_from == local("2026-10-03T10:00")
        assert found.begins_at - (found.all_from or 0) == 23 * 3600

    def test_never_stays_with_the_clinic(self) -> None:
        assert offered(evening("never"), "2027-01-05T14:00", "existing") == BEFORE


@pytest.mark.req("S8")
class TestWhoComesFirst:
    ROW = evening("fri 18:00", waitlist_for="2h", existing_for="1d")

    @pytest.mark.parametrize("asker", ASKERS)
    def test_first_the_waitlist_alone(self, asker: Asker) -> None:
        assert offered(self.ROW, local("2027-01-01T20:00") - 1, asker) == BEFORE

    def test_then_existing_patients(self) -> None:
        assert offered(self.ROW, "2027-01-01T20:00", "existing") == AFTER
        assert offered(self.ROW, "2027-01-01T20:00", "new") == BEFORE

    def test_then_all(self) -> None:
        assert offered(self.ROW, local("2027-01-02T20:00") - 1, "new") == BEFORE
        assert offered(self.ROW, "2027-01-02T20:00", "new") == AFTER


@pytest.mark.req("S8", "S11")
def test_an_appointment_that_would_reach_into_it_is_kept_back_too_but_padding_is_not() -> None:
    sam = practitioner(weekly=weekly("15:00-20:00"), protected=(evening("never"),))
    clinic = clinic_of(sam, start_every=30)
    now = local("2027-01-05T08:00")
    assert times(case(clinic, kind_of(60), TUESDAY, now=now)) == [
        *("15:00", "15:30", "16:00"),
        "19:00",
    ]
    padded = kind_of(60, before=30, after=30)
    assert "16:00" in times(case(clinic, padded, TUESDAY, now=now))
    question = case(clinic, kind_of(60), TUESDAY, now=now)
    reasons = why_not(clinic, kind_of(60), sam, local("2027-01-05T16:30"), question.known)
    assert reasons == [Reason.PROTECTED]


@pytest.mark.req("S8", "S13")
@pytest.mark.parametrize(("asker", "opens"), [("existing", "20:00"), ("new", "21:00")])
def test_an_answer_stays_right_until_something_opens_to_who_asks(asker: Asker, opens: str) -> None:
    row = evening("fri 18:00", waitlist_for="2h", existing_for="1h")
    sam = practitioner(weekly=weekly("15:00-20:00"), protected=(row,))
    clinic, now = clinic_of(sam), local("2027-01-01T17:30")
    assert next_change(clinic, [], now, [sam], asker) == local(f"2027-01-01T{opens}")
    after = local(f"2027-01-01T{opens}")
    assert next_change(clinic, [], after, [sam], asker) == local("2027-01-02T00:00")
