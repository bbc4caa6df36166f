"""A server whose clinic is paid by a pretend Stripe: one for a module, an account for each test."""

from collections.abc import AsyncIterator, Iterator

import pytest

from demo.stripe import create_fake_stripe, serving
from tests.services.payments.set_up import patients_who_wait
from tests.web.clinics import CORNER, DEMO
from tests.web.payments.payer import Payer
from tests.web.payments.till import Json, Till
from tests.web.promises import check_answers
from tests.web.world import MONDAY_NINE, World, open_world

ORIGIN = "https://harbour-physio.example"
HARBOUR = DEMO.replace('languages = ["en"]', f'languages = ["en"]\nallowed_origins = ["{ORIGIN}"]')


@pytest.fixture(scope="module")
def stripe_url() -> Iterator[str]:
    with serving(create_fake_stripe(now=MONDAY_NINE, retry_after=(0.05, 0.1))) as url:
        yield url


@pytest.fixture(autouse=True)
def _patients_wait() -> Iterator[None]:
    with patients_who_wait():
        yield


@pytest.fixture
async def world(sqlite_url: str, stripe_url: str) -> AsyncIterator[World]:
    async with open_world(sqlite_url, HARBOUR, CORNER, stripe_api=stripe_url) as opened:
        yield opened
        check_answers(opened.answers)


@pytest.fixture
async def till(world: World, stripe_url: str) -> AsyncIterator[Till]:
    """The clinic's account, which it takes payments with."""
    till = Till(stripe_url, "", "", world)
    made = till.control("/accounts", name="Harbour Physio")
    till.account, till.key = made["id"], made["key"]
    await till.take_payments()
    yield till
    till.mend()


@pytest.fixture
async def ada(world: World, till: Till, prefix: str) -> Payer:
    """A patient who has not begun, at a clinic that takes payments."""
    assert till.key
    return await new_payer(world, prefix)


@pytest.fixture
async def ben(world: World, till: Till, prefix: str) -> Payer:
    """Another one, elsewhere."""
    assert till.key
    return await new_payer(world, prefix, "198.51.100.20")


@pytest.fixture
async def widget(world: World, till: Till) -> Payer:
    """A patient in the widget, where both surfaces answer alike."""
    assert till.key
    return await new_payer(world, "/f/harbour-physio")


@pytest.fixture
async def paid(widget: Payer, till: Till) -> Json:
    """The webhook of a payment that was made, and of which nobody here knows yet."""
    await widget.go_to_payment("insoles")
    await widget.press_pay()
    till.pay(widget.pay_url)
    return till.newest_event("checkout.session.completed")


async def new_payer(world: World, prefix: str, address: str = "203.0.113.7") -> Payer:
    """Somebody new on that surface."""
    return Payer(await world.browser(address), prefix, clock=world.clock)
