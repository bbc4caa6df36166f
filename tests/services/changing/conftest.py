from collections.abc import AsyncIterator

import pytest

from slotkeeper.domain.prepayment import NO_PREPAYMENT
from tests.services.changing.link import Link
from tests.services.payments.conftest import another, fake, inbox, postgresql_url, till
from tests.services.payments.set_up import OpenAnother
from tests.services.payments.till import Till

__all__ = ["another", "fake", "inbox", "postgresql_url", "till"]


@pytest.fixture
async def free(another: OpenAnother) -> AsyncIterator[Link]:
    """A booking that nothing was paid for."""
    async with another(prepay=NO_PREPAYMENT) as till:
        yield await Link.of(till.desk, await till.desk.book())


@pytest.fixture
async def paid(till: Till) -> Link:
    """A booking of 95 dollars, of which 30 are paid."""
    payment = await till.paid_booking()
    row = await till.booking(payment)
    return await Link.of(till.desk, row["id"])
