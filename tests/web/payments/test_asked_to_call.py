"""Who is asked to call learns so before any payment, also where everybody pays first (T5)."""

import pytest

from slotkeeper.domain.trust import Step
from tests.web.patient import ADA
from tests.web.payments.payer import Payer
from tests.web.payments.till import Till
from tests.web.trusted import put_on
from tests.web.world import World


@pytest.mark.req("T2", "T5")
@pytest.mark.parametrize("step", ["call", "blocked"])
async def test_nothing_is_asked_of_the_payment_service(
    ada: Payer, till: Till, world: World, step: Step
) -> None:
    await ada.pay_all_the_way(till)
    await put_on(world, step)
    paid, asked = till.money(), till.asked()
    typed = {**ADA, "email": "quite.new@patient.example", "patient_is": "existing"}
    page = await ada.go_to_payment("insoles", 1, typed)
    assert (ada.answer.status_code, page.notice) == (403, "please_call")
    assert "tel:" in ada.answer.text
    assert (till.money(), till.asked()) == (paid, asked)
