"""Forgetting holds that nobody can come back to; nothing rests on it."""

import pytest

from slotkeeper.services.hold_token import LIFETIME
from slotkeeper.services.housekeeping import forget_old_holds
from slotkeeper.services.keep_hold import renew
from tests.services.desk import HOLD_SECONDS, NINE, Clock, Desk

pytestmark = pytest.mark.req("H9")


async def test_a_hold_is_forgotten_when_its_token_is_over(desk: Desk, clock: Clock) -> None:
    await desk.book(NINE)
    held = await desk.place(NINE + 3600)
    clock.wait(LIFETIME - 1)
    assert await forget_old_holds(desk.toolbox) == 0
    assert (await renew(desk.toolbox, desk.slug, held.token, "")).hold.starts_at == NINE + 3600
    clock.wait(LIFETIME + HOLD_SECONDS + 1)
    assert await forget_old_holds(desk.toolbox) == 1
    assert [row["state"] for row in await desk.rows("SELECT state FROM booking")] == ["confirmed"]


async def test_a_live_hold_is_never_forgotten(desk: Desk) -> None:
    await desk.place(NINE)
    assert await forget_old_holds(desk.toolbox) == 0
    assert await desk.taken() == [NINE]
