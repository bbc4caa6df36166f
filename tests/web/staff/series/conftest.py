import pytest

from tests.storage.booked import Books
from tests.web.staff.acts.appointment import LIST, TWO, at
from tests.web.staff.diary import books_of
from tests.web.world import World


@pytest.fixture
async def books(world: World) -> Books:
    return await books_of(world.toolbox.database)


@pytest.fixture
async def booking(books: Books) -> str:
    """The address of Ada's appointment with Nell Tidewater, at two on Monday."""
    ada = await books.patient("Ada", "Example")
    return f"{LIST}/{await at(books, ada, TWO)}"
