import pytest

from tests.storage.booked import Books
from tests.web.staff.acts.appointment import TWO, at
from tests.web.staff.diary import books_of
from tests.web.world import World

DESK = "/staff/harbour-physio/desk-check"


@pytest.fixture
async def books(world: World) -> Books:
    return await books_of(world.toolbox.database)


@pytest.fixture
async def booking(books: Books) -> int:
    """Ada's appointment with Nell Tidewater, at two on Monday; reference K7M2QXA."""
    ada = await books.patient("Ada", "Gullwing", phone="+61255500101")
    return await at(books, ada, TWO, reference="K7M2QXA")
