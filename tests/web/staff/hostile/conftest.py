"""A clinic in which every text is hostile, whoever typed it."""

from collections.abc import AsyncIterator

import pytest

from tests.web.clinics import DEMO
from tests.web.staff.filled import Filled, fill
from tests.web.staff.foreign import HERE
from tests.web.staff.hostile.texts import hostile, make_hostile
from tests.web.staff.staff import Colleague, employ, enter
from tests.web.world import World, open_world


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    async with open_world(sqlite_url, DEMO) as opened:
        yield opened


@pytest.fixture
async def robin(world: World) -> Colleague:
    await make_hostile(world)
    number = await employ(world, "robin@harbour.example", "owner")
    colleague = await enter(world, "robin@harbour.example")
    await world.toolbox.database.write(
        lambda tx: tx.execute(
            "UPDATE staff SET name = $1, email = CASE WHEN id = $2 THEN email ELSE $3 END",
            *(hostile("staff"), number, hostile("staff_email")),
        )
    )
    return colleague


@pytest.fixture
async def filled(world: World, robin: Colleague) -> Filled:
    made = await fill(world, HERE, hostile)
    await world.toolbox.database.write(
        lambda tx: tx.execute("UPDATE staff SET name = $1", hostile("staff"))
    )
    await world.toolbox.database.write(
        lambda tx: tx.execute("UPDATE staff_session SET device = $1", hostile("device"))
    )
    return made
