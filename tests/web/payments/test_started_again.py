"""A server that starts does not wait with the payments that the one before it left (P-9)."""

import asyncio

import pytest

from slotkeeper import app
from tests.web.payments.payer import Payer
from tests.web.payments.till import Till
from tests.web.world import MONDAY_NINE, World, open_world

pytestmark = pytest.mark.req("R2")

LATER = MONDAY_NINE + 900


async def test_what_was_paid_while_no_server_ran_is_settled_at_the_start(
    world: World, widget: Payer, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    await widget.go_to_payment("insoles")
    await widget.press_pay()
    till.pay(widget.pay_url)
    monkeypatch.setattr(app, "EVERY_SECONDS", 3600)  # the next look is none at the start
    async with (
        asyncio.timeout(120),
        open_world(world.database_url, stripe_api=till.url, clock=LATER),
    ):
        while await till.payment_state() != "captured":  # noqa: ASYNC110 - it is the database's
            await asyncio.sleep(0.05)
