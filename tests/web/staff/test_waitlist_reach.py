"""Whom of the waiting list mail does not reach, and what staff do about it."""

import pytest

from tests.web.booking.waiting_list import keep_list, offer_now
from tests.web.patient import Patient
from tests.web.staff.staff import Colleague
from tests.web.staff.test_waitlist import HOME, one, waits
from tests.web.world import World

pytestmark = [pytest.mark.req("C6"), pytest.mark.req("N2")]


@pytest.fixture(autouse=True)
async def _kept(world: World) -> None:
    await keep_list(world)


@pytest.fixture
async def ada(world: World) -> Patient:
    return await world.patient("/f/harbour-physio", "198.51.100.20")


async def fails(world: World) -> None:
    """The mail server takes nothing of what was offered, and the list is looked through."""
    failed = """UPDATE delivery SET state = 'failed', problem = '550', task_since = made_at
                WHERE message = 'waitlist_offer'"""
    await world.toolbox.database.write(lambda tx: tx.execute(failed))
    await offer_now(world)


async def test_staff_see_whom_mail_does_not_reach_and_correct_the_address(
    mara: Colleague, ada: Patient, world: World
) -> None:
    entry = await waits(ada, world)
    assert await offer_now(world) == 1
    await fails(world)
    page = await mara.get(f"{HOME}/waitlist")
    for text in ("Mail could not be delivered", "Correct the address, or call them"):
        assert text in page.text
    page = await one(mara, entry)
    assert "They could not be told" in page.text
    assert any(each.startswith("tel:") for each in page.links)
    typed = page.form("/contact").fields
    page = await mara.post(f"{HOME}/waitlist/{entry}/contact", {**typed, "email": "ada@nowhere"})
    assert (mara.status, "Enter an e-mail address" in page.text) == (422, True)
    page = await mara.post(f"{HOME}/waitlist/{entry}/contact", {**typed, "email": ""})
    assert (mara.status, "Enter an e-mail address" in page.text) == (422, True)
    typed["email"] = "ada@elsewhere.example"
    await mara.post(f"{HOME}/waitlist/{entry}/contact", typed)
    page = await mara.follow()
    assert "Address and number are saved" in page.text
    assert "could not be delivered" not in page.text
    assert "ada@elsewhere.example" in page.text
    assert await offer_now(world) == 1


async def test_staff_have_times_offered_again_as_it_is(
    mara: Colleague, robin: Colleague, ada: Patient, world: World
) -> None:
    entry = await waits(ada, world)
    await offer_now(world)
    await fails(world)
    await one(mara, entry)
    await mara.post(f"{HOME}/waitlist/{entry}/again")
    assert "Times are offered to them again" in (await mara.follow()).text
    assert "could not be told" in (await robin.get(f"{HOME}/log?about=booking")).text
    await mara.post(f"{HOME}/waitlist/{entry}/remove")
    for act in ("again", "contact"):
        page = await mara.post(f"{HOME}/waitlist/{entry}/{act}", {"email": "", "phone": ""})
        assert (mara.status, "too late" in page.text) == (409, True)
