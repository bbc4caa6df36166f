"""What the desk is told of a booking, and what a scanned code says."""

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.desk_check import TONES, Code, code_address, read_code, verdict_of
from tests.services.desk import at

pytestmark = pytest.mark.req("N5")

ZONE = "Australia/Sydney"
NOW = at("2027-01-05 09:00")


def booking(starts: str = "2027-01-05 14:00", **changes: object) -> Booking:
    start = at(starts)
    values: dict[str, object] = {
        "id": 1,
        "clinic_id": 1,
        "practitioner_id": 1,
        "appointment_type_id": 1,
        "location_id": None,
        "state": "confirmed",
        "starts_at": start,
        "ends_at": start + 1800,
        "busy_from": start,
        "busy_until": start + 1800,
        "made_at": NOW - 86_400,
    }
    return Booking(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("starts", ["2027-01-05 00:00", "2027-01-05 08:00", "2027-01-05 23:59"])
def test_a_confirmed_booking_is_good_on_its_own_day_early_or_late(starts: str) -> None:
    assert verdict_of(booking(starts), ZONE, NOW) == "today"


def test_the_day_is_the_clinics_and_not_that_of_utc() -> None:
    assert verdict_of(booking("2027-01-05 14:00"), ZONE, NOW) == "today"
    assert verdict_of(booking("2027-01-05 14:00"), "Europe/Vienna", NOW) == "another_day"


def test_it_was_for_today_once() -> None:
    moved = booking("2027-01-08 10:00")
    assert verdict_of(moved, ZONE, NOW, [at("2027-01-05 11:00")]) == "moved"
    assert verdict_of(moved, ZONE, NOW, [at("2027-01-04 11:00")]) == "another_day"


def test_one_that_was_moved_within_the_day_or_to_it_is_good() -> None:
    earlier = [at("2027-01-05 11:00"), at("2027-01-04 11:00")]
    assert verdict_of(booking(), ZONE, NOW, earlier) == "today"


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"state": "arrived"}, "arrived"),
        ({"state": "fulfilled"}, "seen"),
        ({"state": "noshow"}, "missed"),
        ({"state": "cancelled", "cancelled_by": "patient"}, "cancelled"),
        ({"state": "cancelled", "cancelled_by": "payment"}, "unpaid"),
        ({"state": "paying", "expires_at": NOW + 60}, "paying"),
        ({"state": "pending", "expires_at": NOW + 60}, "waits"),
        ({"state": "pending", "expires_at": NOW}, "cancelled"),
    ],
)
def test_what_is_not_simply_confirmed_is_called_what_it_is(
    changes: dict[str, object], verdict: str
) -> None:
    assert verdict_of(booking(**changes), ZONE, NOW) == verdict  # type: ignore[arg-type]
    assert verdict in TONES


def test_a_code_says_clinic_and_reference_and_nothing_else() -> None:
    address = code_address("https://book.example", "harbour-physio", "K7M2QXA")
    assert address == "https://book.example/staff/harbour-physio/desk/K7M2QXA"
    assert read_code(address) == Code("harbour-physio", reference="K7M2QXA")
    assert read_code(f" {address.upper()}/\r\n") == Code("harbour-physio", reference="K7M2QXA")


def test_the_patients_own_link_says_clinic_and_token() -> None:
    found = read_code("https://book.example/c/harbour-physio/b/1.2-x_~9")
    assert found == Code("harbour-physio", token="1.2-x_~9")
    own = read_code("https://harbour.example/appointments?lang=en#slotkeeper=harbour-physio.1x_-9")
    assert own == Code("harbour-physio", token="1x_-9")


@pytest.mark.parametrize(
    "text",
    ["", "K7M2QXA", "Ada", "/staff/harbour-physio/desk/K7M2QX", "/staff/x/desk/K7M2QX0", "http://"],
)
def test_what_somebody_types_is_no_code(text: str) -> None:
    assert read_code(text) is None
