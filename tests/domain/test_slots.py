"""Each rule of the list of slots, as a sentence."""

from datetime import date, timedelta

import msgspec
import pytest

from slotkeeper.domain.known import Known
from slotkeeper.domain.practitioner import TimeOff
from slotkeeper.domain.slots import Slot, is_free, search_range
from tests.domain.schedules import (
    NEW_YORK,
    SYDNEY,
    TUESDAY,
    at,
    case,
    clinic_of,
    kind_of,
    practitioner,
    times,
    weekly,
)

NEXT_DAY = TUESDAY + timedelta(days=1)
NINE_TO_TWELVE = practitioner(weekly=weekly("09:00-12:00"))


@pytest.mark.req("S6")
def test_starts_run_through_the_working_hours() -> None:
    assert times(case(clinic_of(NINE_TO_TWELVE), kind_of(60))) == ["09:00", "10:00", "11:00"]


@pytest.mark.req("B8")
def test_a_slot_tells_the_public_end_and_nothing_of_the_padding() -> None:
    asked = case(clinic_of(NINE_TO_TWELVE), kind_of(45, before=10, after=15))
    assert asked.slots()[0] == Slot(at("09:00"), at("09:45"), "sam", None)
    assert Slot.__struct_fields__ == ("starts_at", "ends_at", "practitioner", "location", "places")


class TestGrid:
    pytestmark = pytest.mark.req("S10")

    def test_starts_are_counted_from_the_opening_not_from_the_full_hour(self) -> None:
        person = practitioner(weekly=weekly("09:10-10:30"))
        clinic = clinic_of(person, start_every=15)
        assert times(case(clinic, kind_of(30))) == ["09:10", "09:25", "09:40", "09:55"]

    def test_each_stretch_has_its_own_grid(self) -> None:
        person = practitioner(weekly=weekly("09:00-10:00", "13:20-14:40"))
        assert times(case(clinic_of(person, start_every=40), kind_of(40))) == [
            "09:00",
            "13:20",
            "14:00",
        ]

    def test_bookings_do_not_move_the_grid(self) -> None:
        taken = {1: [(at("09:00"), at("09:20"))]}
        assert times(case(clinic_of(NINE_TO_TWELVE), kind_of(60), busy=taken)) == ["10:00", "11:00"]

    def test_hours_that_touch_have_one_grid(self) -> None:
        person = practitioner(weekly=weekly("09:00-10:30", "10:30-12:00"))
        assert times(case(clinic_of(person), kind_of(60))) == ["09:00", "10:00", "11:00"]

    def test_what_comes_over_from_the_day_before_counts_from_midnight(self) -> None:
        person = practitioner(weekly=weekly("22:20-24:00", "00:00-02:00"))
        assert times(case(clinic_of(person, start_every=45), kind_of(45))) == [
            "00:00",
            "00:45",
            "22:20",
            "23:05",
            "23:50",
        ]

    def test_a_slot_belongs_to_the_local_day_of_its_start(self) -> None:
        person = practitioner(
            weekly=weekly("23:30-24:00", days=(1,)) + weekly("00:00-01:00", days=(2,))
        )
        clinic = clinic_of(person)
        assert times(case(clinic, kind_of(60), TUESDAY)) == ["23:30"]
        assert times(case(clinic, kind_of(60), NEXT_DAY)) == ["00:00"]


class TestFit:
    pytestmark = pytest.mark.req("S2", "B8")

    def test_the_padding_after_must_end_inside_the_hours(self) -> None:
        assert times(case(clinic_of(NINE_TO_TWELVE), kind_of(45, after=15)))[-1] == "11:00"
        assert times(case(clinic_of(NINE_TO_TWELVE), kind_of(45, after=16)))[-1] == "10:00"

    def test_the_padding_before_may_reach_before_opening(self) -> None:
        assert times(case(clinic_of(NINE_TO_TWELVE), kind_of(60, before=30)))[0] == "09:00"

    def test_nothing_fits_across_a_change_of_location(self) -> None:
        rows = weekly("09:00-10:30", location="city") + weekly("10:30-12:00", location="manly")
        clinic = clinic_of(practitioner(weekly=rows), start_every=30)
        assert times(case(clinic, kind_of(60))) == ["09:00", "09:30", "10:30", "11:00"]

    def test_an_appointment_may_run_over_midnight(self) -> None:
        person = practitioner(weekly=weekly("23:00-24:00", "00:00-01:00"))
        assert times(case(clinic_of(person), kind_of(120)))[-1] == "23:00"

    def test_the_longest_appointment_needs_hours_far_into_the_days_after(self) -> None:
        person = practitioner(weekly=weekly("00:00-24:00"))
        assert len(case(clinic_of(person), kind_of(1440)).slots()) == 24


class TestBusy:
    pytestmark = pytest.mark.req("S2", "H3")

    def test_touching_is_not_overlapping(self) -> None:
        taken = {1: [(at("08:00"), at("09:00")), (at("10:00"), at("11:00"))]}
        assert times(case(clinic_of(NINE_TO_TWELVE), kind_of(60), busy=taken)) == ["09:00", "11:00"]

    def test_one_second_is_overlapping(self) -> None:
        taken = {1: [(at("08:00"), at("09:00") + 1), (at("12:00") - 1, at("13:00"))]}
        assert times(case(clinic_of(NINE_TO_TWELVE), kind_of(60), busy=taken)) == ["10:00"]

    def test_the_padding_before_keeps_clear_of_the_booking_before(self) -> None:
        taken = {1: [(at("09:00"), at("09:46"))]}
        asked = case(clinic_of(NINE_TO_TWELVE, start_every=15), kind_of(60, before=15), busy=taken)
        assert times(asked)[0] == "10:15"

    def test_the_padding_after_keeps_clear_of_the_booking_after(self) -> None:
        taken = {1: [(at("10:00"), at("12:00"))]}
        clinic = clinic_of(NINE_TO_TWELVE, start_every=5)
        assert times(case(clinic, kind_of(40, after=10), busy=taken))[-1] == "09:10"

    def test_the_padding_before_also_meets_what_lies_before_opening(self) -> None:
        taken = {1: [(at("08:00"), at("08:50"))]}
        assert (
            times(case(clinic_of(NINE_TO_TWELVE), kind_of(60, before=15), busy=taken))[0] == "10:00"
        )

    def test_busy_intervals_may_overlap_and_come_in_any_order(self) -> None:
        taken = {
            1: [(at("10:30"), at("11:30")), (at("10:00"), at("10:45")), (at("10:10"), at("10:20"))]
        }
        assert times(case(clinic_of(NINE_TO_TWELVE), kind_of(60), busy=taken)) == ["09:00"]

    def test_an_empty_interval_takes_no_time(self) -> None:
        taken = {1: [(at("09:30"), at("09:30"))]}
        assert times(case(clinic_of(NINE_TO_TWELVE), kind_of(60), busy=taken))[0] == "09:00"

    def test_another_practitioners_bookings_do_not_matter(self) -> None:
        taken = {2: [(at("09:00"), at("12:00"))]}
        assert len(case(clinic_of(NINE_TO_TWELVE), kind_of(60), busy=taken).slots()) == 3

    def test_padding_may_not_reach_into_time_off(self) -> None:
        away = TimeOff(first=TUESDAY - timedelta(1), last=TUESDAY - timedelta(1))
        person = practitioner(weekly=weekly("00:00-02:00"), time_off=(away,))
        assert times(case(clinic_of(person), kind_of(60, before=15))) == ["01:00"]

    def test_a_holiday_is_no_booking_padding_may_reach_into_it(self) -> None:
        person = practitioner(weekly=weekly("00:00-02:00"))
        clinic = clinic_of(person, closed_on=(TUESDAY - timedelta(1),))
        assert times(case(clinic, kind_of(60, before=15))) == ["00:00", "01:00"]


@pytest.mark.req("S13")
class TestOneSlot:
    CLINIC = clinic_of(NINE_TO_TWELVE)

    def ask(self, starts_at: int) -> Slot | None:
        now = at("12:00", TUESDAY - timedelta(1))
        return is_free(self.CLINIC, kind_of(60), NINE_TO_TWELVE, starts_at, Known(now=now))

    def test_a_listed_start_is_free(self) -> None:
        assert self.ask(at("10:00")) == Slot(at("10:00"), at("11:00"), "sam", None)

    @pytest.mark.parametrize("clock", ["08:00", "10:01", "10:30", "12:00", "11:30"])
    def test_any_other_is_not(self, clock: str) -> None:
        assert self.ask(at(clock)) is None

    @pytest.mark.req("R4")
    @pytest.mark.parametrize("number", [0, -1, 10**11, 10**12, 10**20, -(10**20), 253402300799])
    def test_any_number_may_be_submitted(self, number: int) -> None:
        assert self.ask(number) is None


@pytest.mark.req("R4")
def test_any_dates_may_be_asked_for() -> None:
    asked = case(clinic_of(NINE_TO_TWELVE, horizon_days=2), kind_of(60))
    assert len(asked._replace(first=date.min, last=date.max).slots()) == 6
    assert asked._replace(first=date.max, last=date.max).slots() == []
    assert asked._replace(first=date.min, last=date.min).slots() == []
    assert asked._replace(first=NEXT_DAY, last=TUESDAY).slots() == []
    for zone in (SYDNEY, NEW_YORK):
        begin, end = search_range(kind_of(60), zone, date.min, date.max)
        assert begin < at("00:00") < end
        search_range(kind_of(60), zone, date.max, date.min)


@pytest.mark.req("B8")
def test_the_search_range_reaches_as_far_as_padding_does() -> None:
    begin, end = search_range(kind_of(60, before=10, after=20), SYDNEY, TUESDAY, TUESDAY)
    assert (begin, end) == (at("00:00") - 10 * 60, at("24:00") + 80 * 60)


def test_a_changed_schedule_is_seen_at_once() -> None:
    later = msgspec.structs.replace(NINE_TO_TWELVE, weekly=weekly("13:00-14:00"))
    assert times(case(clinic_of(NINE_TO_TWELVE), kind_of(60)))[0] == "09:00"
    assert times(case(clinic_of(later), kind_of(60))) == ["13:00"]
