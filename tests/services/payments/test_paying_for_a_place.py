"""A place in a class is paid when booking: who pays late keeps it, gets another, or is not charged
(B11, P4).
"""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.payment import Payment
from slotkeeper.domain.session import Session
from slotkeeper.services.clinics import get_clinic
from tests.services.desk import NINE
from tests.services.payments.test_paid_too_late import late, row_of
from tests.services.payments.till import DEPOSIT, Till

pytestmark = [pytest.mark.req("P4"), pytest.mark.req("B11")]


@pytest.fixture
async def gym(till: Till) -> Till:
    """The standard consultation is a class of two on Tuesdays at nine."""
    clinic = await get_clinic(till.desk.database, till.desk.slug)
    first, *others = clinic.appointment_types
    row = Session(
        slug="nine",
        kind=first.slug,
        practitioner="sam-lee",
        location="manly",
        begins=540,
        days=(1,),
    )
    kinds = (replace(first, places=2), *others)
    await till.desk.save(replace(clinic, appointment_types=kinds, sessions=(row,)))
    return till


async def rival(till: Till, number: int) -> Payment:
    who = {"first_name": f"Bo{number}", "email": f"bo{number}@patient.example"}
    return await till.paid_booking(NINE, **who, phone=f"02 5550 98{number:02}")


async def seat_of(till: Till, payment: Payment) -> int:
    seat: int = (await row_of(till, payment.booking_id))["seat"]
    return seat


async def test_two_pay_for_the_places_of_a_class_side_by_side(gym: Till) -> None:
    first, second = await rival(gym, 1), await rival(gym, 2)
    assert [await seat_of(gym, each) for each in (first, second)] == [1, 2]
    assert (await gym.money())["net"] == 2 * DEPOSIT


async def test_who_pays_late_gets_another_place_where_the_own_went_to_somebody(gym: Till) -> None:
    payment = await late(gym)
    assert await seat_of(gym, await rival(gym, 1)) == 1
    await gym.come_back(payment)
    assert await gym.states(payment) == ("captured", "confirmed")
    assert await seat_of(gym, payment) == 2


async def test_who_pays_late_for_a_class_that_is_full_by_then_is_not_charged(gym: Till) -> None:
    payment = await late(gym)
    await rival(gym, 1)
    await rival(gym, 2)
    await gym.come_back(payment)
    present = await gym.payment(payment)
    assert (present.state, present.lost_because) == ("slot_lost", "taken")
    assert (await gym.booking(payment))["state"] == "cancelled"
    assert (await gym.money())["net"] == 2 * DEPOSIT
