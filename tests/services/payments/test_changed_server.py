"""A server that words its order differently, as after an update: the pay page is opened anew, and
the one that patients are led to is the one that is looked after.
"""

import asyncio

import pytest

from slotkeeper.services.payments.checkout import open_pay_page
from slotkeeper.storage.database import Transaction
from tests.services.payments.till import Till

pytestmark = pytest.mark.req("P2")


async def test_a_start_that_the_server_forgot_does_not_bar_the_patient_from_paying(
    till: Till,
) -> None:
    payment = await till.choose()
    first = await till.open_page(payment)
    await forget(till)
    second = await till.open_page(payment, "We hold 09:00 for you")
    assert second != first
    await till.pay(payment)
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")


async def test_an_old_and_a_new_server_at_once_lead_to_one_page(till: Till) -> None:
    payment = await till.choose()
    pages = await asyncio.gather(
        *[
            open_pay_page(till.toolbox, payment, message=f"We keep 09:00, says {each}", page="")
            for each in ("the old one", "the new one")
        ]
    )
    assert len(set(pages)) == 1
    assert (await till.payment(payment)).session_url == pages[0]


async def forget(till: Till) -> None:
    """As if the server had been killed between Stripe's answer and the note of it."""

    async def job(tx: Transaction) -> None:
        await tx.execute("UPDATE payment SET session_id = NULL, session_url = ''")

    await till.desk.database.write(job)
