"""Every booking with its ways, on the page Deliveries and on its own."""

import pytest

from tests.web.staff.delivered import PAGE, queue, refuse, row, run
from tests.web.staff.staff import Colleague
from tests.web.staff.test_today import TODAY, book
from tests.web.world import World

pytestmark = pytest.mark.req("N2")


@pytest.mark.req("N1")
async def test_every_way_of_a_booking_is_named_with_its_state(
    world: World, mara: Colleague
) -> None:
    await book(world, "02T09:30")
    await queue(world, state="sent", sent_at=world.clock())
    await queue(world, recipient="clinic", state="queued")
    await queue(world, recipient="practitioner", state="dropped")
    await queue(world, channel="sms", state="delivered")
    await queue(world, recipient="clinic", channel="diary", state="inserted")
    text = (await mara.get(PAGE)).text
    for said in (
        "Bookings list Entered",
        "E-mail to the patient Sent",
        "E-mail to the clinic On its way",
        "E-mail to the practitioner Not needed any more",
        "Text to the patient Delivered",
        "Diary Entered",
    ):
        assert said in text
    booking = (await row(world, "SELECT id FROM booking"))["id"]
    assert (
        "Text to the patient Delivered"
        in (await mara.get(f"/staff/harbour-physio/bookings/{booking}")).text
    )


@pytest.mark.req("N4")
async def test_what_is_in_the_list_and_not_in_the_diary_is_found_without_anyone_asking(
    world: World, mara: Colleague, kit: Colleague
) -> None:
    await book(world, "02T09:30")
    assert "not in the diary" not in (await mara.get(PAGE)).text
    await run(
        world,
        """INSERT INTO diary (practitioner_id, clinic_id, kind, made_at)
           SELECT practitioner_id, clinic_id, 'caldav', 1 FROM booking""",
    )
    for who in (mara, kit):
        text = (await who.get(PAGE)).text
        assert "1 booking stands in the list and not in the diary." in text
        assert "Diary Not in the diary" in text
    await run(
        world,
        """INSERT INTO diary_entry (booking_id, practitioner_id, clinic_id, uid, starts_at, ends_at,
             state, seen_at)
           SELECT id, practitioner_id, clinic_id, 'x', starts_at, ends_at, 'inserted', 1
           FROM booking""",
    )
    assert "Diary Entered" in (await mara.get(PAGE)).text


async def test_from_a_bookings_page_one_comes_back_to_it(world: World, mara: Colleague) -> None:
    await book(world, "02T09:30")
    failed = await refuse(world)
    booking = (await row(world, "SELECT id FROM booking"))["id"]
    await mara.get(f"/staff/harbour-physio/bookings/{booking}")
    await mara.post(f"{PAGE}/{failed}/again")
    assert mara.led_to == f"/staff/harbour-physio/bookings/{booking}?told=delivery_again"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?state=failed", ["Bo Failed"]),
        ("?state=waiting", ["Ada Waiting"]),
        ("?way=sms", ["Bo Failed"]),
        ("?way=mail&state=failed", []),
        ("?way=nonsense&state=odd&after=x", ["Bo Failed", "Ada Waiting"]),
    ],
)
async def test_the_list_can_be_narrowed_by_way_and_state(
    world: World, mara: Colleague, query: str, expected: list[str]
) -> None:
    await book(world, "02T09:30", name="Ada Waiting")
    await queue(world)
    await book(world, "02T10:30", name="Bo Failed")
    await refuse(world, "number", channel="sms")
    await mara.get(PAGE + query)
    shown = mara.answer.text.partition('id="all-ways"')[2]
    assert [name for name in ("Bo Failed", "Ada Waiting") if f"<b>{name}</b>" in shown] == expected


async def test_messages_that_wait_for_a_mail_server_are_counted(
    world: World, mara: Colleague, kit: Colleague
) -> None:
    await book(world, "01T09:30")
    await queue(world)
    text = (await mara.get(TODAY)).text
    assert "1 message is waiting." in text
    assert "SLOTKEEPER_MAIL" in text
    assert "message is waiting" not in (await kit.get(TODAY)).text


async def test_an_open_page_gets_what_changed_without_its_frame(
    world: World, mara: Colleague
) -> None:
    await book(world, "02T09:30", name="Mia Example")
    await refuse(world)
    await mara.get(f"{PAGE}/live?way=mail")
    assert "<html" not in mara.answer.text
    assert "The e-mail to Mia Example did not arrive: the address does not exist." in mara.page.text


async def test_older_bookings_follow_on_the_next_page(world: World, mara: Colleague) -> None:
    for number in range(31):
        await book(
            world, f"{2 + number % 26:02}T{9 + number // 26:02}:00", name=f"P{number} Example"
        )
    page = await mara.get(PAGE)
    assert "P30 Example" in page.text
    assert "P0 Example" not in page.text
    [older] = [each for each in page.links if "after=" in each]
    assert "P0 Example" in (await mara.get(older)).text
