import pytest

from tests.services.desk import Desk
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk


@pytest.fixture
async def mara(desk: Desk) -> FrontDesk:
    """Reception."""
    return await front_desk(desk)
