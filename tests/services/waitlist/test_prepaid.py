"""An offer of a time that is paid for first is kept while it is paid (C6, P2)."""

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.payment import Payment
from slotkeeper.storage.payment import find_payment_of
from tests.services.desk import NINE
from tests.services.payments.conftest import another, fake, inbox, postgresql_url, till
from tests.services.payments.till import Till
from tests.services.waitlist.line import ADA, BEN, Patient, look, open_hours, open_list, wait

__all__ = ["another", "fake", "inbox", "postgresql_url", "till"]

pytestmark = [pytest.mark.req("C6"), pytest.mark.req("P2")]


async def accepted(till: Till) -> tuple[Patient, Patient, Payment]:
    """Ada has said that she takes nine, and Ben waits for it."""
    await open_list(till.desk)
    await open_hours(till.desk, (540, 570))
    ada, ben = await wait(till.desk, ADA), await wait(till.desk, BEN)
    await look(till.desk)
    booking: Booking = await ada.accept()
    assert (booking.state, booking.starts_at) == ("paying", NINE)
    payment = await find_payment_of(till.desk.database, booking.clinic_id, booking.id)
    assert payment
    assert await look(till.desk) == 0
    return ada, ben, payment


async def test_who_pays_has_it(till: Till) -> None:
    ada, ben, payment = await accepted(till)
    await till.open_page(payment)
    await till.pay(payment)
    await till.come_back(payment)
    assert (await till.payment(payment)).state == "captured"
    assert await look(till.desk) == 0
    assert (await ada.entry()).state == "booked"
    assert (await ben.look()).offer is None


async def test_who_does_not_pay_goes_on_waiting_and_the_next_is_asked(till: Till) -> None:
    ada, ben, payment = await accepted(till)
    await till.open_page(payment)
    await till.wait_until_over(payment, 60)
    await till.sweep_for(60)
    await look(till.desk)
    assert (await ada.entry()).state == "waiting"
    assert (await ben.offer()).starts_at == NINE
