import pytest

from slotkeeper.storage.database import Database
from tests.services.notices.office import Office, open_office


@pytest.fixture
async def office(database: Database) -> Office:
    """The pretend clinic with its outbox, on each engine."""
    return await open_office(database)
