"""Forgetting holds that nobody can come back to; nothing rests on it."""

import pytest

from slotkeeper.services.hold_token import LIFETIME
from slotkeeper.services.housekeeping import EVENT_SECONDS, forget_old_holds, forget_old_tries
from slotkeeper.services.keep_hold import renew
from tests.gateways.listener import listening
from tests.services.desk import HOLD_SECONDS, NINE, Clock, Desk
from tests.services.webhooks.test_webhooks import System

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


@pytest.mark.req("N9")
async def test_of_old_tries_the_last_of_each_event_is_kept(desk: Desk, clock: Clock) -> None:
    with listening(500) as (listener, address):
        system = await System.at(desk, address)
        await desk.book(NINE)
        for _ in range(3):
            await system.run()
            clock.wait(600)
        assert len(listener.got) == 3
    clock.wait(EVENT_SECONDS - 1500)
    assert await forget_old_tries(desk.toolbox) == 1, "the first is too old, the others are not"
    clock.wait(3600)
    assert await forget_old_tries(desk.toolbox) == 1
    assert await forget_old_tries(desk.toolbox) == 0
    assert [answer for _, _, answer in await system.states()] == ["500"]
