"""The demo clinic's account at the pretend Stripe."""

import logging
from types import ModuleType
from typing import Any

import httpx

from slotkeeper.clock import choose_clock
from slotkeeper.commands.clinic import opened
from slotkeeper.config import Settings, encryption_keys
from slotkeeper.services.payment_accounts import WEBHOOK_EVENTS, keep_payments
from slotkeeper.services.payment_keys import read_payment_keys
from slotkeeper.services.vault import Vault

_WEBHOOK_SECRET = "whsec_pretend_harbour_physio"  # noqa: S105 - the pretend Stripe signs with it


async def set_up_pretend_stripe(stripe: ModuleType, settings: Settings, slug: str) -> Any:  # noqa: ANN401 - an ASGI app
    """The pretend Stripe as an app, which knows the clinic and its webhook, and the clinic it.

    `stripe` is the package demo.stripe. At every start, as the pretend Stripe remembers nothing.
    """
    now = choose_clock(settings.clock)()
    app = stripe.create_fake_stripe([stripe.DEMO_ACCOUNT], [stripe.DEMO_KEY], now=settings.clock)
    keys = read_payment_keys(stripe.DEMO_KEY.key, _WEBHOOK_SECRET)
    async with opened(settings.database, migrate=False) as database:
        vault = Vault(encryption_keys(settings))
        await keep_payments(database, vault, slug, keys, now, force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # else it tells of every webhook
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url=settings.stripe_api
    ) as control:
        answer = await control.post(
            "/_control/endpoints",
            json={
                "account": stripe.DEMO_ACCOUNT.id,
                "url": f"{settings.url}/hooks/stripe/{slug}",
                "secrets": [_WEBHOOK_SECRET],
                "events": WEBHOOK_EVENTS,
            },
        )
        answer.raise_for_status()
    return app
