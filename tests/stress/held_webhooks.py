"""Webhooks of the pretend Stripe to several servers: at once, or held back and in any order."""

import asyncio

import httpx

from slotkeeper.services.payment_accounts import WEBHOOK_EVENTS
from tests.stress.patients import CLINIC
from tests.stress.paying import ACCOUNT, WEBHOOK_SECRET, PretendStripe

TRIES = 600


def hear(stripe: PretendStripe, server: str, **manner: object) -> None:
    """Stripe sends what happens to that server too."""
    url = f"{server}/hooks/stripe/{CLINIC}"
    secrets, events = [WEBHOOK_SECRET], WEBHOOK_EVENTS
    endpoint = {"account": ACCOUNT.id, "url": url, "secrets": secrets, "events": events}
    stripe.tell("/endpoints", **endpoint, **manner)


async def send_held(client: httpx.AsyncClient, stripe: PretendStripe, times: int) -> None:
    """Webhooks that were held back, out of order, twice each, all at the same time."""
    manner = {"order": "shuffled", "copies": 2, "parallel": True}
    for _ in range(times):
        await asyncio.sleep(0.2)
        await _send(client, stripe, manner)


async def send_the_rest(client: httpx.AsyncClient, stripe: PretendStripe) -> list[str]:
    """Events that no server has taken yet are sent until it does, as Stripe goes on to: they were
    held back longer than a slow machine's patients took, or came too late for it. What is left.
    """
    left: list[str] = []
    for _ in range(TRIES):
        await asyncio.to_thread(stripe.tell, "/deliveries/rest", seconds=60)
        heard = stripe.tell("/deliveries", "GET")["deliveries"]
        left = [each["event"] for each in heard if each["state"] != "delivered"]
        if not left:
            break
        await _send(client, stripe, {"events": left, "parallel": True})
    return left


async def _send(
    client: httpx.AsyncClient, stripe: PretendStripe, manner: dict[str, object]
) -> None:
    await client.post(f"{stripe.url}/_control/deliveries/send", json=manner)
