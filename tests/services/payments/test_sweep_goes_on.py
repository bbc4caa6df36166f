"""What goes wrong with one payment keeps the sweeper from nobody else's (P-9)."""

import pytest

from slotkeeper.storage.database import Transaction
from tests.services.desk import NINE
from tests.services.payments.till import Till

pytestmark = pytest.mark.req("P3")


async def test_a_payment_that_cannot_be_read_keeps_no_other_from_being_settled(
    till: Till, caplog: pytest.LogCaptureFixture
) -> None:
    first = await till.choose_and_pay()
    second = await till.choose_and_pay(NINE + 3600)

    async def break_first(tx: Transaction) -> None:
        await tx.execute("UPDATE payment SET wish = 'Ada' WHERE id = $1", first.id)

    await till.desk.database.write(break_first)
    await till.wait_until_over(second, 1)
    await till.sweep()
    assert await till.states(second) == ("captured", "confirmed")
    assert "cannot be looked after" in caplog.text
    assert "Ada" not in caplog.text
