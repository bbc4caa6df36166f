"""Public holidays that are suggested, against dates that anybody can look up."""

from datetime import date

import pytest
from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file import ClinicFileWrong, parse_clinic
from slotkeeper.services.holidays import (
    check_region,
    holiday_country,
    regions_of,
    suggest_holidays,
)
from tests.web.clinics import DEMO

pytestmark = pytest.mark.req("S6")

CLINIC = parse_clinic(DEMO)


def at(country: str, region: str = "") -> Clinic:
    return replace(CLINIC, country=country, region=region)


def days(clinic: Clinic, year: int, language: str = "en") -> dict[str, str]:
    return {f"{each.on:%d.%m.}": each.name for each in suggest_holidays(clinic, year, language)}


@pytest.mark.parametrize(
    ("country", "region", "year", "on", "name"),
    [
        ("AU", "AU-NSW", 2027, "14.06.", "King's Birthday"),
        ("AU", "AU-VIC", 2026, "03.11.", "Melbourne Cup Day"),
        ("DE", "DE-BY", 2027, "06.01.", "Epiphany"),
        ("GB", "GB-SCT", 2027, "30.11.", "Saint Andrew's Day"),
        ("GB", "GB-ENG", 2027, "30.08.", "Late Summer Bank Holiday"),
        ("US", "", 2027, "25.11.", "Thanksgiving Day"),
        ("FR", "", 2027, "14.07.", "National Day"),
        ("NZ", "", 2027, "06.02.", "Waitangi Day"),
    ],
)
def test_holidays_of_a_country_and_region(
    country: str, region: str, year: int, on: str, name: str
) -> None:
    assert days(at(country, region), year)[on] == name


def test_a_region_has_holidays_that_others_lack() -> None:
    assert "06.01." not in days(at("DE", "DE-BE"), 2027)
    assert "08.03." in days(at("DE", "DE-BE"), 2027)
    assert "08.03." not in days(at("DE"), 2027)


def test_they_are_called_as_the_reader_calls_them() -> None:
    assert days(at("DE"), 2027, "de")["26.03."] == "Karfreitag"
    assert days(at("DE"), 2027, "en")["26.03."] == "Good Friday"
    assert days(at("DE"), 2027, "ja")["26.03."] == "Karfreitag"


def test_days_observed_for_a_weekend_are_told_from_the_others() -> None:
    observed = [e.on for e in suggest_holidays(at("AU", "AU-NSW"), 2027, "en") if e.is_observed]
    assert observed == [date(2027, 4, 26), date(2027, 12, 27), date(2027, 12, 28)]


def test_the_region_says_the_country_where_the_file_does_not() -> None:
    assert holiday_country(at("", "DE-BY")) == "DE"
    assert holiday_country(at("")) == "AU", "by the clinic's phone number"


def test_a_country_that_is_not_known_suggests_nothing() -> None:
    assert suggest_holidays(at("AC"), 2027, "en") == ()
    assert holiday_country(at("AC")) == ""
    assert regions_of("AC") == regions_of("") == ()


def test_regions_are_offered_by_name() -> None:
    names = {each.code: each.name for each in regions_of("AU")}
    assert names["AU-NSW"] == "New South Wales"
    assert {each.code for each in regions_of("GB")} == {"GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS"}
    assert all(len(code) <= 6 for code in names)


def test_a_region_that_its_country_does_not_have_is_refused() -> None:
    check_region(at("AU", "AU-NSW"))
    check_region(at("AU"))
    with pytest.raises(ClinicFileWrong, match=r"AU-XYZ.*AU-NSW"):
        check_region(at("AU", "AU-XYZ"))
