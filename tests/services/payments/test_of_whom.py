"""Of whom a prepayment is asked: of all, of new patients, of those whom staff have marked."""

import pytest

from slotkeeper.domain.payment import Payment
from slotkeeper.domain.prepayment import Prepayment
from slotkeeper.domain.trust import Step
from slotkeeper.services.payments.give_up import give_up
from tests.services.desk import NINE
from tests.services.payments.set_up import OpenAnother, ask_for
from tests.services.payments.till import DEPOSIT, PRICE, Till
from tests.services.trusted import put_on

pytestmark = pytest.mark.req("P6")

OF_ALL = Prepayment(kind="deposit", amount=DEPOSIT)
OF_NEW = Prepayment(kind="deposit", amount=DEPOSIT, asked_of="new")
OF_MARKED = Prepayment(kind="deposit", amount=DEPOSIT, asked_of="marked")
TEN, ELEVEN = NINE + 3600, NINE + 7200


async def state_of(till: Till, start: int = NINE, **typed: str) -> str:
    """Of a booking that somebody makes."""
    return (await till.desk.book(start, **typed)).state


async def mark(till: Till, payment: Payment, step: Step = "prepay") -> None:
    await put_on(till.desk, (await till.booking(payment))["patient_id"], step)


async def known_patient(till: Till) -> Payment:
    """Has been here before, and paid."""
    await ask_for(till.desk, OF_ALL)
    return await till.paid_booking(NINE)


async def test_of_all_means_known_patients_too(till: Till) -> None:
    await known_patient(till)
    assert await state_of(till, TEN) == "paying"


async def test_of_new_patients_only_who_is_known_books_at_once(till: Till) -> None:
    await known_patient(till)
    await ask_for(till.desk, OF_NEW)
    assert await state_of(till, TEN) == "confirmed"
    assert await state_of(till, ELEVEN, first_name="Bo", email="bo@patient.example") == "paying"


@pytest.mark.parametrize("says", ["new", "existing"])
async def test_who_is_new_is_decided_by_the_records_not_by_word(till: Till, says: str) -> None:
    await ask_for(till.desk, OF_NEW)
    assert await state_of(till, NINE, patient_is=says) == "paying"
    await known_patient_says(till, says)


async def known_patient_says(till: Till, says: str) -> None:
    typed = {"first_name": "Cy", "email": "cy@patient.example", "patient_is": says}
    await ask_for(till.desk, Prepayment(kind="none"))
    assert await state_of(till, TEN, **typed) == "confirmed"
    await ask_for(till.desk, OF_NEW)
    assert await state_of(till, ELEVEN, **typed) == "confirmed"


async def test_of_marked_patients_only_nobody_else_is_asked(till: Till) -> None:
    payment = await known_patient(till)
    await ask_for(till.desk, OF_MARKED)
    assert await state_of(till, TEN, first_name="Bo", email="bo@patient.example") == "confirmed"
    await mark(till, payment)
    assert await state_of(till, ELEVEN) == "paying"


async def test_who_is_marked_pays_first_whomever_else_it_is_asked_of(till: Till) -> None:
    payment = await known_patient(till)
    await ask_for(till.desk, OF_NEW)
    await mark(till, payment)
    assert await state_of(till, TEN) == "paying"


async def test_a_mark_can_be_taken_away(till: Till) -> None:
    payment = await known_patient(till)
    await mark(till, payment)
    await mark(till, payment, "normal")
    await ask_for(till.desk, OF_MARKED)
    assert await state_of(till, TEN) == "confirmed"


async def test_a_mark_asks_the_price_where_the_type_has_no_prepayment(till: Till) -> None:
    payment = await known_patient(till)
    await mark(till, payment)
    await ask_for(till.desk, Prepayment(kind="none"))
    asked = await till.choose(TEN)
    assert (asked.amount, asked.at_clinic) == (PRICE, 0)


async def test_who_only_began_to_pay_is_new_still(till: Till) -> None:
    """The first try leaves a patient's record behind, but nobody that the clinic knows."""
    await ask_for(till.desk, OF_NEW)
    payment = await till.choose(NINE)
    assert await state_of(till, TEN) == "paying"
    await till.wait_until_over(payment)
    await till.sweep_for(20)
    assert await state_of(till, NINE) == "paying"
    again = await till.choose(ELEVEN)
    assert await give_up(till.toolbox, again)
    assert await state_of(till, ELEVEN) == "paying"
    assert {row["flags"] for row in await till.rows("booking")} == {""}


async def test_who_has_paid_once_is_new_no_more(till: Till) -> None:
    await ask_for(till.desk, OF_NEW)
    await till.wait_until_over(await till.choose(NINE))
    paid = await till.paid_booking(TEN)
    assert await state_of(till, ELEVEN) == "confirmed"
    await till.desk.execute(
        "UPDATE booking SET state = 'cancelled', cancelled_by = 'patient' WHERE id = $1",
        paid.booking_id,
    )
    assert await state_of(till, TEN) == "confirmed"


async def test_who_was_marked_while_paying_is_asked_again(another: OpenAnother) -> None:
    async with another(prepay=OF_MARKED) as till:
        booking = await till.desk.book(NINE)
        assert booking.patient_id is not None
        await put_on(till.desk, booking.patient_id, "prepay")
        payment = await till.choose(TEN)
        await till.wait_until_over(payment)
        assert await state_of(till, TEN) == "paying"
