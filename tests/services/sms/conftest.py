from collections.abc import AsyncIterator, Iterator

import pytest

from demo.sms import FakeSms, texting
from slotkeeper.storage.database import Database
from tests.services.sms.phones import Phones, open_phones


@pytest.fixture
def fake() -> Iterator[FakeSms]:
    """A pretend service of its own for each test."""
    with texting() as fake:
        yield fake


@pytest.fixture
async def phones(database: Database, fake: FakeSms) -> AsyncIterator[Phones]:
    """The pretend clinic with a service for texts beside it, on each engine."""
    phones = await open_phones(database, fake)
    yield phones
    await phones.sms.close()
