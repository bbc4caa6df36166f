"""A server with two clinics, their staff, and browsers; every answer is looked at afterwards."""

from collections.abc import AsyncIterator

import pytest

from tests.web.clinics import CORNER, DEMO
from tests.web.staff.promises import check_staff_answers
from tests.web.staff.staff import Colleague, employ, enter
from tests.web.world import World, open_world


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    async with open_world(sqlite_url, DEMO, CORNER) as opened:
        yield opened
        check_staff_answers(opened.answers)


@pytest.fixture
async def robin(world: World) -> Colleague:
    """Owner of Harbour Physio, signed in."""
    await employ(world, "robin@harbour.example", "owner")
    return await enter(world, "robin@harbour.example")


@pytest.fixture
async def mara(world: World, robin: Colleague) -> Colleague:
    """Reception of Harbour Physio, signed in."""
    await employ(world, "mara@harbour.example", "reception")
    return await enter(world, "mara@harbour.example")


@pytest.fixture
async def kit(world: World, robin: Colleague) -> Colleague:
    """A practitioner of Harbour Physio, signed in."""
    await employ(world, "kit@harbour.example", "practitioner", practitioner="kit-saltmarsh")
    return await enter(world, "kit@harbour.example")


@pytest.fixture
async def ash(world: World) -> Colleague:
    """Owner of the other clinic, Corner Practice, signed in."""
    await employ(world, "ash@corner.example", "owner", "corner-practice")
    return await enter(world, "ash@corner.example")
