"""Whose slots are listed, where, and in what order."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.prepayment import Prepayment
from slotkeeper.domain.slots import is_offered_online
from tests.domain.schedules import at, case, clinic_of, kind_of, places, practitioner, weekly

NINE_TO_TWELVE = practitioner(weekly=weekly("09:00-12:00"))


class TestWho:
    pytestmark = pytest.mark.req("B2", "S1")

    def test_the_order_is_by_start_then_the_clinics(self) -> None:
        kim = practitioner("kim", 2, weekly=weekly("08:00-10:00"))
        sam = practitioner("sam", 1, weekly=weekly("09:00-11:00"))
        asked = case(clinic_of(sam, kim), kind_of(60))
        assert [(s.starts_at, s.practitioner) for s in asked.slots()] == [
            (at("08:00"), "kim"),
            (at("09:00"), "sam"),
            (at("09:00"), "kim"),
            (at("10:00"), "sam"),
        ]

    def test_who_does_not_offer_the_type_is_left_out(self) -> None:
        asked = case(clinic_of(NINE_TO_TWELVE), kind_of(60, practitioners=("kim",)))
        assert asked.slots() == []

    def test_who_is_switched_off_is_left_out(self) -> None:
        person = practitioner(weekly=weekly("09:00-12:00"), enabled=False)
        assert case(clinic_of(person), kind_of(60)).slots() == []

    def test_a_clinic_that_is_switched_off_offers_nothing(self) -> None:
        assert case(clinic_of(NINE_TO_TWELVE, enabled=False), kind_of(60)).slots() == []

    def test_a_type_that_is_switched_off_is_not_offered(self) -> None:
        assert case(clinic_of(NINE_TO_TWELVE), kind_of(60, enabled=False)).slots() == []

    @pytest.mark.req("P1")
    def test_a_type_that_asks_for_money_first_is_not_offered_where_none_is_taken(self) -> None:
        kind = kind_of(60, prepay=Prepayment(kind="full"))
        assert not is_offered_online(clinic_of(NINE_TO_TWELVE), kind)
        assert case(clinic_of(NINE_TO_TWELVE), kind).slots() == []

    @pytest.mark.req("P1")
    def test_where_payments_are_taken_it_is_offered_like_any_other(self) -> None:
        clinic = replace(clinic_of(NINE_TO_TWELVE), takes_payments=True)
        kind = kind_of(60, prepay=Prepayment(kind="full"))
        assert is_offered_online(clinic, kind)
        assert case(clinic, kind).slots() == case(clinic, kind_of(60)).slots() != []

    def test_a_clinic_that_offers_marked_times_only_offers_nothing_without_them(self) -> None:
        assert case(clinic_of(NINE_TO_TWELVE, offer="marked-times"), kind_of(60)).slots() == []


class TestWhere:
    pytestmark = pytest.mark.req("B2", "S6")

    ROWS = weekly("09:00-11:00", location="city") + weekly("10:00-12:00", location="manly")

    def where(self, *order: str, location: str | None = None) -> list[tuple[int, str | None]]:
        clinic = clinic_of(practitioner(weekly=self.ROWS), locations=places(*order))
        asked = case(clinic, kind_of(60), location=location)
        return [(slot.starts_at, slot.location) for slot in asked.slots()]

    def test_a_start_at_two_locations_is_listed_once_at_the_clinics_first(self) -> None:
        nine, ten, eleven = at("09:00"), at("10:00"), at("11:00")
        assert self.where("city", "manly") == [(nine, "city"), (ten, "city"), (eleven, "manly")]
        assert self.where("manly", "city") == [(nine, "city"), (ten, "manly"), (eleven, "manly")]

    def test_one_location_can_be_asked_for(self) -> None:
        assert self.where("city", "manly", location="manly") == [
            (at("10:00"), "manly"),
            (at("11:00"), "manly"),
        ]
