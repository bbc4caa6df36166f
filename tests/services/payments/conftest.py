import uuid
from collections.abc import AsyncIterator, Iterator
from itertools import count

import pytest

from demo.stripe import serving
from slotkeeper.storage.database import Database
from tests.demo.stripe.fixtures import fake
from tests.postgresql_cluster import Cluster
from tests.services.payments.inbox import Inbox
from tests.services.payments.set_up import OpenAnother, open_till
from tests.services.payments.till import Till

__all__ = ["fake"]


@pytest.fixture(scope="module")
def inbox() -> Iterator[Inbox]:
    inbox = Inbox()
    with serving(inbox) as url:
        inbox.url = url
        yield inbox


_numbers = count(1)


@pytest.fixture(scope="module")
def postgresql_url(postgresql_cluster: Cluster, postgresql_template: str) -> Iterator[str]:
    """One for all tests of a module, as to make one takes longer than most of them; each has a
    clinic of its own in it.
    """
    name = f"test_{uuid.uuid4().hex}"
    yield postgresql_cluster.create_database(name, postgresql_template)
    postgresql_cluster.drop_database(name)


@pytest.fixture
async def till(another: OpenAnother) -> AsyncIterator[Till]:
    """A clinic whose standard consultation costs 95 dollars, 30 of them paid when booking."""
    async with another() as till:
        yield till


@pytest.fixture
def another(database: Database, fake: str, inbox: Inbox) -> OpenAnother:
    """Opens a clinic with an account of its own at Stripe; a second one is much quicker than a
    second test.
    """
    return lambda **how: open_till(database, fake, inbox, f"clinic-{next(_numbers)}", **how)
