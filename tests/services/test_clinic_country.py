"""A clinic's country is what it says, else its number's, else its time zone's."""

import pytest

from slotkeeper.domain.clinic import Clinic
from slotkeeper.services.clinic_country import country_of


@pytest.mark.parametrize(
    ("country", "phone", "zone", "expected"),
    [
        ("NZ", "+61 2 5550 1234", "Europe/Berlin", "NZ"),
        ("", "+61 2 5550 1234", "Europe/Berlin", "AU"),
        ("", "02 5550 1234", "Australia/Sydney", "AU"),
        ("", "", "Asia/Kolkata", "IN"),
        ("", "", "Asia/Calcutta", "IN"),
        ("", "", "Etc/UTC", None),
        ("", "+800 1234 5678", "Etc/UTC", None),
    ],
)
def test_a_clinics_country(country: str, phone: str, zone: str, expected: str | None) -> None:
    clinic = Clinic(
        slug="corner", name="C", time_zone=zone, currency="EUR", phone=phone, country=country
    )
    assert country_of(clinic) == expected
