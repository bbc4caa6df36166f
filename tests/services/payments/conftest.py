from collections.abc import AsyncIterator, Iterator
from itertools import count

import pytest

from demo.stripe import create_fake_stripe, serving
from slotkeeper.storage.database import Database
from tests.services.payments.inbox import Inbox
from tests.services.payments.till import OpenAnother, Till, open_till


@pytest.fixture(scope="module")
def fake() -> Iterator[str]:
    """The pretend Stripe, over HTTP."""
    with serving(create_fake_stripe(retry_after=(0.02, 0.05, 0.1))) as url:
        yield url


@pytest.fixture(scope="module")
def inbox() -> Iterator[Inbox]:
    inbox = Inbox()
    with serving(inbox) as url:
        inbox.url = url
        yield inbox


@pytest.fixture
async def till(database: Database, fake: str, inbox: Inbox) -> AsyncIterator[Till]:
    """A clinic whose standard consultation costs 95 dollars, 30 of them paid when booking."""
    async with open_till(database, fake, inbox) as till:
        yield till


@pytest.fixture
def another(database: Database, fake: str, inbox: Inbox) -> OpenAnother:
    """Opens one more clinic in the same database, with an account of its own; much quicker than
    another test.
    """
    numbers = count(1)
    return lambda **how: open_till(database, fake, inbox, f"clinic-{next(numbers)}", **how)
