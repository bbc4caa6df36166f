import pytest

from tests.services.desk import Desk
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk
from tests.services.staff.series.regulars import Regulars


@pytest.fixture
async def mara(desk: Desk) -> FrontDesk:
    """Reception."""
    return await front_desk(desk)


@pytest.fixture
def regulars(mara: FrontDesk) -> Regulars:
    """The same, who makes repeating appointments."""
    return Regulars(mara)
