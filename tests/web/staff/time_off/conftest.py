import pytest

from tests.storage.booked import Books
from tests.web.staff.acts.appointment import at
from tests.web.staff.diary import DAY, books_of
from tests.web.world import MONDAY_NINE, World


@pytest.fixture
async def books(world: World) -> Books:
    return await books_of(world.toolbox.database)


@pytest.fixture
async def bookings(books: Books) -> list[int]:
    """Two with Nell Tidewater in the week from Monday 8 February: Ada on Monday, Omar on Tuesday;
    the third is Ada's a week later.
    """
    ada = await books.patient("Ada", "Example", email="ada@patient.example")
    omar = await books.patient("Omar", "Lantern", email="")
    return [
        await at(books, ada, MONDAY_NINE + 7 * DAY),
        await at(books, omar, MONDAY_NINE + 8 * DAY),
        await at(books, ada, MONDAY_NINE + 14 * DAY),
    ]
