"""A clinic that is paid when booking: opened for one test, and left without anything undone."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from msgspec import structs

from slotkeeper.domain.prepayment import Prepayment
from slotkeeper.gateways.stripe import StripeGateway
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.payment_accounts import set_payments
from slotkeeper.services.payment_keys import read_payment_keys
from slotkeeper.services.payments import patiently, show
from slotkeeper.services.payments.patiently import _running
from slotkeeper.storage.database import Database
from tests.services.desk import Desk, open_desk
from tests.services.payments.inbox import Inbox
from tests.services.payments.till import DEPOSIT, HASTY_SECONDS, PRICE, STRIPE_SECONDS, Till

OpenAnother = Callable[..., AbstractAsyncContextManager[Till]]


@asynccontextmanager
async def open_till(
    database: Database,
    fake: str,
    inbox: Inbox,
    slug: str = "harbour-physio",
    *,
    prepay: Prepayment | None = None,
    price: int = PRICE,
    currency: str = "AUD",
    **settings: Any,  # noqa: ANN401 - whatever settings there are
) -> AsyncIterator[Till]:
    """The pretend clinic under that slug, its standard consultation paid with a deposit unless
    `prepay` says otherwise; `settings` are those of online booking.
    """
    async with httpx.AsyncClient(verify=False, timeout=30) as http:  # noqa: S501
        desk = await open_desk(database, slug, **{"daily_limit": 0, **settings})
        gateway = StripeGateway(fake, STRIPE_SECONDS)
        desk = replace(desk, toolbox=replace(desk.toolbox, payments=gateway))
        await ask_for(desk, prepay or Prepayment(kind="deposit", amount=DEPOSIT), price, currency)
        till = Till(fake=fake, http=http, desk=desk, hasty=StripeGateway(fake, HASTY_SECONDS))
        account = await till.control("/accounts", name=slug, currency=currency.lower())
        till = replace(till, account=account["id"], key=account["key"])
        url = inbox.open(f"/{till.account}", till.take)
        endpoint = await till.control("/endpoints", account=till.account, url=url, hold=True)
        till = replace(till, endpoint=endpoint)
        await till.wait(0)
        await use_key(till, till.key)
        try:
            with patients_who_wait():
                yield till
        finally:
            await till.heal()
            await asyncio.gather(*_running)  # what goes on after a patient waited long enough
            await till.control(f"/endpoints/{endpoint['id']}", "DELETE")
            inbox.shut(f"/{till.account}")
            await leave(till)
            await gateway.close()
            await till.hasty.close()


@contextmanager
def patients_who_wait() -> Iterator[None]:
    """Whoever comes back from paying sees how it ended, however long a busy machine takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patiently.settle_within, "__defaults__", (STRIPE_SECONDS,))
        patch.setattr(show, "WAIT_SECONDS", STRIPE_SECONDS)
        yield


async def leave(till: Till) -> None:
    """What was left undone is no concern of the next test."""
    clinic = "clinic_id = (SELECT id FROM clinic WHERE slug = $1)"
    for change in ("payment SET settled_at = 1", "refund SET state = 'failed'"):
        await till.desk.execute(f"UPDATE {change} WHERE {clinic}", till.desk.slug)


async def use_key(till: Till, key: str, *, force: bool = False) -> None:
    """Let the clinic be paid with that key of Stripe's."""
    keys = read_payment_keys(key, till.endpoint["secrets"][0])
    box = till.toolbox
    known = await set_payments(
        box.database, box.vault, box.payments, till.desk.slug, keys, till.desk.clock(), force=force
    )
    assert known


async def ask_for(
    desk: Desk, prepay: Prepayment, price: int = PRICE, currency: str | None = None
) -> None:
    """The clinic changes what is paid for its standard consultation."""
    clinic = await get_clinic(desk.database, desk.slug)
    first, *others = clinic.appointment_types
    changed = structs.replace(first, price=price, prepay=prepay)
    await desk.save(
        structs.replace(
            clinic,
            currency=currency or clinic.currency,
            appointment_types=(changed, *others),
        )
    )
