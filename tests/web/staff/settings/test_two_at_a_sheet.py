"""Two people at the same sheet: what one has changed is told to the other, never overwritten."""

import pytest

from slotkeeper.domain.clinic import OnlineBooking
from slotkeeper.services.clinics import get_clinic
from tests.web.clinics import DEMO
from tests.web.staff.settings.forms import HOME, change, fields_of, send
from tests.web.staff.staff import Colleague, employ, enter
from tests.web.world import World

ONLINE = "/online-booking"


async def stored(world: World) -> OnlineBooking:
    return (await get_clinic(world.toolbox.database, "harbour-physio")).online_booking


@pytest.mark.req("A1")
async def test_what_somebody_else_changed_is_told_and_not_overwritten(
    robin: Colleague, world: World
) -> None:
    await employ(world, "sam@harbour.example", "owner")
    sam = await enter(world, "sam@harbour.example")
    await robin.get(f"{HOME}{ONLINE}")
    await change(sam, ONLINE, horizon_days="20", start_every="30")
    await send(robin, ONLINE, "save", cut_off="5", start_every="20")
    assert robin.status == 409
    assert "Days ahead: 20 days" in robin.page.text
    assert "A start every: 30 minutes (you typed something else)" in robin.page.text
    fields = fields_of(robin.answer.text)
    assert [fields[n] for n in ("cut_off", "horizon_days", "start_every")] == ["5", "20", "20"]
    now = await stored(world)
    assert (now.horizon_days, now.start_every, now.cut_off.amount) == (20, 30, 2)
    await send(robin, ONLINE, "save")
    assert robin.status == 303
    now = await stored(world)
    assert (now.horizon_days, now.start_every, now.cut_off.amount) == (20, 20, 5)


async def test_a_change_elsewhere_only_renews_the_effect(robin: Colleague, world: World) -> None:
    await robin.get(f"{HOME}/texts")
    await send(robin, "/texts", call_us="Please ring.")
    await world.import_clinic(DEMO.replace("horizon_days = 60", "horizon_days = 30"))
    await send(robin, "/texts", "save")
    assert (robin.status, "This is the effect now" in robin.page.text) == (200, True)
    await send(robin, "/texts", "save")
    now = await stored(world)
    assert (robin.status, now.call_us, now.horizon_days) == (303, "Please ring.", 30)


@pytest.mark.parametrize("before", ["", "no json", "[1]", '{"cut_off": {"a": 1}}', "[" * 9000])
async def test_a_form_that_remembers_nonsense_overwrites_nothing_unseen(
    robin: Colleague, world: World, before: str
) -> None:
    await robin.get(f"{HOME}{ONLINE}")
    await send(robin, ONLINE, "save", before=before, cut_off="9")
    assert robin.status in {200, 409}
    assert (await stored(world)).cut_off.amount == 2
