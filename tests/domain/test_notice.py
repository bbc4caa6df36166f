"""What was to be told is told only while it is true."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.notice import why_not

NOW = 1_767_603_600
HOUR = 3600
BOOKED = Booking(
    id=1,
    clinic_id=1,
    practitioner_id=1,
    appointment_type_id=1,
    location_id=None,
    state="confirmed",
    starts_at=NOW + HOUR,
    ends_at=NOW + 2 * HOUR,
    busy_from=NOW + HOUR,
    busy_until=NOW + 2 * HOUR,
    patient_id=1,
)
CANCELLED = replace(BOOKED, state="cancelled", cancelled_by="clinic")
ASKED = replace(BOOKED, state="pending", awaits="clinic", expires_at=NOW + 60)
APPOINTMENT = ["booking_confirmed", "booking_moved", "booking_approved"]
ENDED = ["booking_cancelled", "booking_declined", "booking_lapsed"]
ASKING = ["confirm_link", "booking_requested"]
MONEY = ["payment_not_charged", "payment_refunded", "payment_disputed", "refund_failed"]

pytestmark = pytest.mark.req("N7")


@pytest.mark.parametrize("message", APPOINTMENT)
def test_an_appointment_is_told_of_until_it_is_over(message: str) -> None:
    assert why_not(message, BOOKED, NOW) == ""
    assert why_not(message, BOOKED, BOOKED.ends_at - 1) == ""
    assert why_not(message, BOOKED, BOOKED.ends_at) == "over"


@pytest.mark.parametrize("message", APPOINTMENT)
def test_never_of_one_that_is_cancelled(message: str) -> None:
    assert why_not(message, CANCELLED, NOW) == "cancelled"


@pytest.mark.parametrize("message", ENDED)
def test_an_end_is_told_of_unless_it_was_taken_back(message: str) -> None:
    assert why_not(message, CANCELLED, NOW) == ""
    assert why_not(message, BOOKED, NOW) == "restored"


@pytest.mark.parametrize("message", ASKING)
def test_nobody_is_asked_who_has_answered_or_whose_time_is_over(message: str) -> None:
    assert why_not(message, ASKED, NOW) == ""
    assert why_not(message, ASKED, NOW + 60) == "answered"
    assert why_not(message, BOOKED, NOW) == "answered"
    assert why_not(message, CANCELLED, NOW) == "answered"


@pytest.mark.parametrize("message", MONEY)
@pytest.mark.parametrize("booking", [BOOKED, CANCELLED])
def test_money_is_always_told_of(message: str, booking: Booking) -> None:
    assert why_not(message, booking, NOW + 30 * 86_400) == ""
