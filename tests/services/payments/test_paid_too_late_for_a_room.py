"""Paid after the deadline, when others have the room or were the last of that day (S12)."""

import pytest

from slotkeeper.domain.payment import Payment
from tests.services.desk import NINE
from tests.services.payments.till import Till
from tests.services.rooms import with_rooms

pytestmark = [pytest.mark.req("P4"), pytest.mark.req("S12")]

ANA = "ana-costa"


async def late(till: Till) -> Payment:
    payment = await till.choose()
    await till.open_page(payment)
    await till.wait_until_over(payment, 1)
    await till.pay(payment)
    return await till.payment(payment)


async def test_late_and_the_room_is_free_it_is_booked(till: Till) -> None:
    await with_rooms(till.desk, 1, cap=1)
    payment = await late(till)
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")


async def test_late_and_another_practitioner_has_the_room_it_is_not_charged(till: Till) -> None:
    await with_rooms(till.desk, 1)
    payment = await late(till)
    rival = await till.desk.place(NINE, "rival", practitioner=ANA)
    await till.come_back(payment)
    assert await till.states(payment) == ("slot_lost", "cancelled")
    assert (await till.money())["net"] == 0
    [row] = await till.desk.rows("SELECT state FROM booking WHERE id = $1", rival.hold.id)
    assert row["state"] == "held"


async def test_late_and_others_were_the_last_of_that_day_it_is_not_charged(till: Till) -> None:
    await with_rooms(till.desk, cap=1)
    payment = await late(till)
    await till.desk.place(NINE + 7200, "rival", practitioner=ANA)
    await till.come_back(payment)
    assert await till.states(payment) == ("slot_lost", "cancelled")


async def test_paid_in_time_keeps_the_room_against_everybody(till: Till) -> None:
    await with_rooms(till.desk, 1, cap=1)
    payment = await till.choose()
    await till.open_page(payment)
    assert NINE not in await till.desk.free(practitioner=ANA)
    await till.pay(payment)
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")
