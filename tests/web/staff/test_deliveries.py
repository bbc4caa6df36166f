"""The page Deliveries: what needs somebody stands on top, with what to do."""

import pytest

from tests.web.booking.test_waitlist_join import join
from tests.web.booking.waiting_list import keep_list, offer_now
from tests.web.staff.delivered import PAGE, call_number, queue, refuse, row
from tests.web.staff.staff import Colleague, employ
from tests.web.staff.test_today import TODAY, book
from tests.web.world import World

pytestmark = pytest.mark.req("N2")


async def test_what_did_not_arrive_is_told_with_the_one_thing_to_do(
    world: World, mara: Colleague
) -> None:
    await book(world, "02T09:30", name="Mia Example")
    await call_number(world)
    await refuse(world, "number", channel="sms")
    page = await mara.get(PAGE)
    assert "1 thing needs you" in page.text
    assert "The text to Mia Example did not arrive: the number does not exist." in page.text
    assert "Call (02) 5550 1234" in page.text
    assert "tel:+61255501234" in page.links
    assert "Tue 2 Feb, 9:30 am · Initial consultation · Kit Saltmarsh" in page.text


async def test_where_nothing_is_wrong_the_page_is_calm(world: World, mara: Colleague) -> None:
    await book(world, "02T09:30")
    await queue(world, state="sent", sent_at=world.clock())
    page = await mara.get(PAGE)
    assert "Nothing needs you" in page.text
    assert "List Entered" in page.text
    assert "Message Sent" in page.text
    assert "Diary Not used" in page.text


async def test_who_waits_and_could_not_be_told_is_counted_with_the_way_to_the_list(
    world: World, mara: Colleague
) -> None:
    await keep_list(world)
    await join(await world.patient("/f/harbour-physio", "198.51.100.20"))
    page = await mara.get(PAGE)
    assert "could not be told" not in page.text
    await world.toolbox.database.write(
        lambda tx: tx.execute("UPDATE waitlist_message SET state = 'failed'")
    )
    page = await mara.get(PAGE)
    assert "1 person of the waiting list could not be told by e-mail." in page.text
    assert "/staff/harbour-physio/waitlist" in page.links


async def test_an_offer_that_did_not_arrive_is_a_task_with_the_way_to_who_waits(
    world: World, mara: Colleague, kit: Colleague
) -> None:
    await keep_list(world)
    await join(await world.patient("/f/harbour-physio", "198.51.100.20"))
    assert await offer_now(world) == 1
    failed = await world.toolbox.database.write(
        lambda tx: tx.fetch_one(
            """UPDATE delivery SET state = 'failed', problem = '550', task_since = $1
               WHERE message = 'waitlist_offer' RETURNING id""",
            world.clock(),
        )
    )
    assert failed
    page = await mara.get(PAGE)
    assert "1 thing needs you" in page.text
    assert "A time was free for Ada Marlowe, who waits for one, and the e-mail" in page.text
    assert "the address does not exist" in page.text
    assert "/staff/harbour-physio/waitlist/1" in page.links
    assert "Try again now" not in page.text
    assert "Nothing needs you" in (await kit.get(PAGE)).text
    await mara.post(f"{PAGE}/seen", {"ids": str(failed["id"])})
    page = await mara.follow()
    assert "Nothing needs you" in page.text
    assert "Ada Marlowe" in page.text


async def test_the_number_beside_it_is_seen_on_every_page_and_on_today_in_words(
    world: World, mara: Colleague
) -> None:
    await book(world, "02T09:30")
    await refuse(world)
    page = await mara.get(TODAY)
    assert "1 delivery needs you" in page.text
    assert PAGE in page.links
    assert "Deliveries 1 Waiting for an answer" in page.text


async def test_what_somebody_has_seen_to_is_gone_from_the_top_and_can_be_put_back(
    world: World, mara: Colleague
) -> None:
    await book(world, "02T09:30", name="Mia Example")
    failed = await refuse(world)
    await mara.get(PAGE)
    await mara.post(f"{PAGE}/seen", {"ids": str(failed)})
    page = await mara.follow()
    assert "Nothing needs you" in page.text
    assert "Seen to today: 1" in page.text
    assert "E-mail to the patient · Mara" in page.text
    assert "Message Seen to" in page.text
    await mara.post(f"{PAGE}/{failed}/reopen")
    page = await mara.follow()
    assert "1 thing needs you" in page.text
    log = await world.toolbox.database.fetch("SELECT action FROM audit ORDER BY id")
    assert [each["action"] for each in log][-2:] == ["delivery_seen", "delivery_reopened"]


async def test_an_outage_is_one_thing_and_is_seen_to_as_one(world: World, mara: Colleague) -> None:
    for number in range(3):
        await book(world, f"02T1{number}:00", name=f"P{number} Example")
        await queue(world, problem="down:unreachable", task_since=world.clock())
    page = await mara.get(PAGE)
    assert "1 thing needs you" in page.text
    assert "3 e-mails have been waiting since Mon 1 Feb, 9:00 am: " in page.text
    assert "the mail server cannot be reached" in page.text
    [form] = [each for each in page.forms if each.path == f"{PAGE}/seen"]
    await mara.post(f"{PAGE}/seen", form.fields)
    assert "Nothing needs you" in (await mara.follow()).text


async def test_one_is_sent_again_to_the_address_of_today(world: World, mara: Colleague) -> None:
    await book(world, "02T09:30")
    failed = await refuse(world)
    await mara.get(PAGE)
    await mara.post(f"{PAGE}/{failed}/again")
    assert mara.led_to == f"{PAGE}?told=delivery_again"
    found = await row(world, "SELECT state, task_since FROM delivery")
    assert (found["state"], found["task_since"]) == ("queued", None)


async def test_what_is_on_its_way_is_not_sent_twice(world: World, mara: Colleague) -> None:
    await book(world, "02T09:30")
    going = await queue(world, state="sending")
    await mara.get(PAGE)
    await mara.post(f"{PAGE}/{going}/again")
    assert mara.led_to == f"{PAGE}?told=delivery_under_way"


@pytest.mark.req("R5")
async def test_a_practitioner_sees_their_own_bookings_deliveries_only(
    world: World, kit: Colleague
) -> None:
    await book(world, "02T09:30", name="Kits Own")
    own = await refuse(world)
    await refuse(world, recipient="clinic")
    await book(world, "02T10:30", "nell-tidewater", "Nells Own")
    others = await refuse(world)
    page = await kit.get(PAGE)
    assert "1 thing needs you" in page.text
    assert "Kits Own" in page.text
    assert "Nells" not in page.text
    assert "clinic’s own e-mail" not in page.text
    await kit.post(f"{PAGE}/seen", {"ids": f"{own},{others}"})
    assert kit.status == 404
    await kit.get(PAGE)
    await kit.post(f"{PAGE}/{others}/again")
    assert kit.status == 404
    assert "1 thing needs you" in (await kit.get(PAGE)).text


@pytest.mark.req("R5")
async def test_another_clinics_deliveries_are_not_to_be_had(
    world: World, mara: Colleague, ash: Colleague
) -> None:
    await book(world, "02T09:30")
    failed = await refuse(world)
    elsewhere = "/staff/corner-practice/deliveries"
    assert "Nothing needs you" in (await ash.get(elsewhere)).text
    for act in (f"{failed}/again", f"{failed}/reopen"):
        await ash.get(elsewhere)
        await ash.post(f"{elsewhere}/{act}")
        assert ash.status == 404
    await ash.get(elsewhere)
    await ash.post(f"{elsewhere}/seen", {"ids": str(failed)})
    assert ash.status == 404
    assert "1 thing needs you" in (await mara.get(PAGE)).text


@pytest.mark.req("R4")
@pytest.mark.parametrize("ids", ["", "0", "x", "1,,2", "-3", "9" * 30])
async def test_odd_numbers_change_nothing(world: World, mara: Colleague, ids: str) -> None:
    await book(world, "02T09:30")
    await refuse(world)
    await mara.get(PAGE)
    await mara.post(f"{PAGE}/seen", {"ids": ids})
    assert mara.led_to == PAGE
    assert "1 thing needs you" in (await mara.follow()).text


async def test_owners_are_led_to_what_they_can_mend(world: World, robin: Colleague) -> None:
    await employ(world, "tilda@harbour.example", "reception")
    await book(world, "02T09:30")
    await refuse(world, recipient="practitioner")
    await refuse(world, "410", recipient="clinic", channel="webhook")
    page = await robin.get(PAGE)
    assert "2 things need you" in page.text
    assert "Check the practitioner’s address in Settings" in page.text
    assert "it answered 410" in page.text
    assert "See what it answered" in page.text
