"""Messages that wait or did not arrive are seen on the page that staff see first."""

import pytest

from slotkeeper.storage.delivery import Recipient, insert_delivery
from tests.web.page import Page
from tests.web.staff.staff import Colleague
from tests.web.staff.test_today import TODAY, book
from tests.web.world import World

pytestmark = pytest.mark.req("N2")


async def queue(world: World, recipient: Recipient = "patient") -> int:
    """A message about the newest booking; the booking's id."""
    database = world.toolbox.database
    row = await database.fetch_one("SELECT id, clinic_id FROM booking ORDER BY id DESC LIMIT 1")
    assert row
    await database.write(
        lambda tx: insert_delivery(
            tx,
            clinic_id=row["clinic_id"],
            booking_id=row["id"],
            recipient=recipient,
            message="booking_confirmed",
            now=world.clock(),
        )
    )
    return int(row["id"])


async def fail(world: World) -> None:
    await world.toolbox.database.write(
        lambda tx: tx.execute(
            "UPDATE delivery SET state = 'failed', problem = '550', task_since = $1", world.clock()
        )
    )


async def shown(who: Colleague) -> Page:
    return await who.get(TODAY)


async def test_all_is_well_where_nothing_waits(mara: Colleague) -> None:
    assert "message" not in (await shown(mara)).text


async def test_messages_that_wait_for_a_mail_server_are_counted(
    world: World, mara: Colleague
) -> None:
    await book(world, "01T09:30")
    await queue(world)
    text = (await shown(mara)).text
    assert "1 message is waiting." in text
    assert "SLOTKEEPER_MAIL" in text


async def test_one_that_did_not_arrive_leads_to_its_booking(world: World, mara: Colleague) -> None:
    await book(world, "01T09:30")
    booking = await queue(world)
    await fail(world)
    page = await shown(mara)
    assert "Messages that did not arrive" in page.text
    assert "Please check the address, or call." in page.text
    assert f"/staff/harbour-physio/bookings/{booking}" in page.links
    world.clock.advance(8 * 86_400)
    await mara.sign_in("mara@harbour.example")
    assert "did not arrive" not in (await shown(mara)).text


async def test_practitioners_and_other_clinics_are_not_bothered(
    world: World, kit: Colleague, ash: Colleague
) -> None:
    await book(world, "01T09:30")
    await queue(world, "clinic")
    await fail(world)
    assert "did not arrive" not in (await shown(kit)).text
    elsewhere = await ash.get("/staff/corner-practice/today")
    assert (ash.status, "did not arrive" in elsewhere.text) == (200, False)
