"""docs/payments.md names what a clinic enters at Stripe: all that is needed, and no more."""

import re
from pathlib import Path

import pytest

from demo.stripe import Account, Key, create_fake_stripe, serving
from slotkeeper.gateways.payments import Payee, PaymentsRefused
from slotkeeper.gateways.stripe.gateway import StripeGateway
from slotkeeper.services.payment_accounts import WEBHOOK_EVENTS

PAGE = (Path(__file__).parents[2] / "docs" / "payments.md").read_text("utf-8")
PERMISSIONS = re.findall(r"^ *\|.*\| `(\w+_(?:read|write))` \|$", PAGE, re.MULTILINE)


def test_the_events_of_the_webhook_are_named() -> None:
    step = PAGE.partition("Make a webhook")[2].partition("4. ")[0]
    assert tuple(re.findall(r"`([a-z_]+\.[a-z_.]+)`", step)) == WEBHOOK_EVENTS
    assert "/hooks/stripe/harbour-physio`" in step


async def test_the_permissions_of_the_key_are_all_that_is_needed_and_no_more() -> None:
    everything = frozenset(PERMISSIONS)
    assert everything
    keys = [Key("rk_test_all", "acct_1", everything)]
    keys += [Key(f"rk_test_{each}", "acct_1", everything - {each}) for each in PERMISSIONS]
    with serving(create_fake_stripe([Account("acct_1", "Harbour Physio")], keys)) as stripe:
        gateway = StripeGateway(stripe)
        await gateway.check(Payee(secret_key="rk_test_all"))
        for each in PERMISSIONS:
            with pytest.raises(PaymentsRefused):
                await gateway.check(Payee(secret_key=f"rk_test_{each}"))
        await gateway.close()
