"""Blocks and holds in a browser."""

import pytest

from tests.storage.booked import Books
from tests.web.staff.acts.appointment import PIECE, SCRIPT, TWO, at, choose, fields
from tests.web.staff.diary import HOUR
from tests.web.staff.staff import Colleague
from tests.web.world import World

HOME = "/staff/harbour-physio"
NEW = f"{HOME}/blocks/new"

pytestmark = pytest.mark.req("A2")


def typed(**changes: str) -> dict[str, str]:
    return {
        "practitioner": "nell-tidewater",
        "day": "2027-02-01",
        "time": "14:00",
        "until_day": "2027-02-01",
        "until": "15:00",
        "reason": "Team meeting",
        **changes,
    }


async def blocks(world: World) -> list[tuple[int, int, str]]:
    rows = await world.toolbox.database.fetch(
        "SELECT begins_at, ends_at, reason FROM block ORDER BY practitioner_id"
    )
    return [(row["begins_at"], row["ends_at"], row["reason"]) for row in rows]


async def make(mara: Colleague, world: World) -> str:
    """A block's address."""
    await mara.get(NEW)
    await mara.post(NEW, typed())
    row = await world.toolbox.database.fetch_one("SELECT id FROM block")
    assert row
    return f"{HOME}/blocks/{row['id']}"


async def test_time_is_blocked_changed_and_free_again(mara: Colleague, world: World) -> None:
    block = await make(mara, world)
    assert mara.led_to == f"{HOME}/calendar?told=block_made"
    page = await mara.get(block)
    assert fields(mara, block)["reason"] == "Team meeting"
    await mara.post(block, typed(until="24:00", reason="Training"))
    assert mara.led_to.endswith("told=block_changed")
    assert await blocks(world) == [(TWO, TWO + 10 * HOUR, "Training")]
    page = await mara.get(block)
    assert "Patients can book this time again." in page.text
    await mara.post(f"{block}/delete")
    assert mara.led_to.endswith("told=block_deleted")
    assert await blocks(world) == []
    await mara.get(block)
    assert mara.status == 404


async def test_everybodys_time_is_blocked_at_once(mara: Colleague, world: World) -> None:
    await mara.get(NEW)
    await mara.post(NEW, typed(practitioner="all"))
    assert len(await blocks(world)) == 4


async def test_who_is_in_it_is_named_before(mara: Colleague, books: Books, world: World) -> None:
    await at(books, await books.patient("Ada", "Example"), TWO)
    await mara.get(NEW)
    page = await mara.post(NEW, typed())
    assert mara.status == 409
    assert "Ada Example, Mon 1 Feb, 2:00 pm – 2:30 pm" in page.text
    assert "They stay." in page.text
    assert fields(mara, "/blocks/new")["reason"] == "Team meeting"
    await mara.post(NEW, typed())
    assert mara.status == 303
    assert len(await blocks(world)) == 1


@pytest.mark.req("R4")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"practitioner": "nobody"}, "practitioner"),
        ({"day": ""}, "day"),
        ({"time": "x"}, "time"),
        ({"until_day": "1800-01-01"}, "until_day"),
        ({"until": "14:00"}, "until"),
        ({"until": "13:00"}, "until"),
        ({"until_day": "2029-01-01"}, "until_day"),
        ({"reason": "x" * 201}, "reason"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    mara: Colleague, world: World, changes: dict[str, str], field: str
) -> None:
    await mara.get(NEW)
    page = await mara.post(NEW, typed(**changes))
    assert mara.status == 422
    assert page.problem(field)
    assert fields(mara, "/blocks/new")["day"] == typed(**changes)["day"]
    assert await blocks(world) == []


async def test_the_second_of_two_is_told(mara: Colleague, robin: Colleague, world: World) -> None:
    block = await make(mara, world)
    await robin.get(block)
    await mara.get(block)
    await mara.post(block, typed(reason="Training"))
    page = await robin.post(block, typed(reason="Fire drill"))
    assert robin.status == 409
    assert "Somebody else was quicker" in page.text
    assert "Block changed" in page.text
    assert "Mara" in page.text
    assert fields(robin, block)["reason"] == "Fire drill"
    page = await robin.post(f"{block}/delete", {"revision": "0"})
    assert robin.status == 409
    assert (await blocks(world))[0][2] == "Training"


async def test_the_calendars_panel_shows_a_block_and_deletes_it(
    mara: Colleague, world: World
) -> None:
    block = await make(mara, world)
    number = block.rpartition("/")[2]
    page = await mara.get(f"{HOME}/calendar/peek/block/{number}")
    assert "Team meeting" in page.text
    sent = fields(mara, "/delete")
    stale = await mara.http.post(f"{block}/delete", data={**sent, "revision": "7"}, headers=PIECE)
    assert stale.status_code == 409
    assert "Somebody else was quicker" in stale.text
    assert "<html" not in stale.text
    answer = await mara.http.post(f"{block}/delete", data=sent, headers=PIECE)
    assert answer.headers["hx-trigger"] == "calendar:changed"
    assert "The block is deleted" in answer.text


@pytest.mark.req("R5")
async def test_what_is_typed_never_runs(mara: Colleague, world: World) -> None:
    await mara.get(NEW)
    await mara.post(NEW, typed(reason=SCRIPT))
    row = await world.toolbox.database.fetch_one("SELECT id FROM block")
    assert row
    for path in (f"blocks/{row['id']}", f"calendar/peek/block/{row['id']}"):
        page = await mara.get(f"{HOME}/{path}")
        assert SCRIPT not in page.html


@pytest.mark.req("A1")
async def test_a_practitioner_blocks_the_own_time_only(
    mara: Colleague, kit: Colleague, ash: Colleague, world: World
) -> None:
    block = await make(mara, world)
    number = block.rpartition("/")[2]
    for who in (kit, ash):
        for path in (block, f"{HOME}/calendar/peek/block/{number}"):
            await who.get(path)
            assert who.status == 404
        for path in (block, f"{block}/delete"):
            await who.get("/staff/account")
            await who.post(path, typed(practitioner="kit-saltmarsh", revision="0"))
            assert who.status == 404
    await kit.get(NEW)
    for whose in ("nell-tidewater", "all"):
        await kit.post(NEW, typed(practitioner=whose))
        assert kit.status == 422
    await kit.post(NEW, typed(practitioner="kit-saltmarsh"))
    assert kit.status == 303
    assert len(await blocks(world)) == 2


@pytest.mark.req("H3")
async def test_a_hold_is_shown_and_released(mara: Colleague, world: World) -> None:
    ada = await world.patient("/f/harbour-physio")
    await choose(ada, TWO)
    row = await world.toolbox.database.fetch_one("SELECT id FROM booking WHERE state = 'held'")
    assert row
    peek = f"{HOME}/calendar/peek/hold/{row['id']}"
    page = await mara.get(peek)
    assert "7:30" in page.text
    assert "Mon 1 Feb, 2:00 pm – 2:30 pm" in page.text
    await mara.post(f"{HOME}/holds/{row['id']}/release")
    assert mara.led_to.endswith("told=hold_released")
    page = await mara.get(peek)
    assert (mara.status, "This hold is over." in page.text) == (404, True)
    await mara.get(NEW)
    await mara.post(f"{HOME}/holds/{row['id']}/release")
    assert mara.led_to.endswith("told=hold_over")


@pytest.mark.req("A1")
async def test_anothers_hold_is_not_there(kit: Colleague, ash: Colleague, world: World) -> None:
    ada = await world.patient("/f/harbour-physio")
    await choose(ada, TWO)
    row = await world.toolbox.database.fetch_one("SELECT id FROM booking WHERE state = 'held'")
    assert row
    for who in (kit, ash):
        await who.get(f"{HOME}/calendar/peek/hold/{row['id']}")
        assert who.status == 404
        assert "2:00" not in who.page.text
        await who.get("/staff/account")
        await who.post(f"{HOME}/holds/{row['id']}/release")
    left = await world.toolbox.database.fetch("SELECT id FROM booking WHERE state = 'held'")
    assert len(left) == 1
