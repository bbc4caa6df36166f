"""A time is offered to somebody who waits: they book it, let it go, or leave the list."""

import pytest

from slotkeeper.domain.waitlist_rules import WaitlistRules
from tests.web.booking.booked import book, set_up
from tests.web.booking.test_waitlist_join import join
from tests.web.booking.waiting_list import keep_list, offer_now
from tests.web.page import Page
from tests.web.patient import Patient
from tests.web.world import World

pytestmark = pytest.mark.req("C6")
TYPING = 30
YES = {"terms": "accepted"}


@pytest.fixture(autouse=True)
async def _kept(world: World) -> None:
    await keep_list(world)


async def offered(ada: Patient, world: World) -> Page:
    """The page of her entry, once a time is kept for her."""
    token = (await join(ada)).form("/waitlist/leave").fields["entry"]
    assert await offer_now(world) == 1
    world.clock.advance(TYPING)
    return await ada.get(f"/w/{token}")


async def test_the_offer_says_what_until_when_and_takes_one_press(
    ada: Patient, world: World
) -> None:
    page = await offered(ada, world)
    assert page.name == "offer"
    for text in ("A time is free for you", "We keep it for you until", "Standard consultation"):
        assert text in page.text
    sent = page.form("/waitlist/accept").fields
    page = await ada.post("/waitlist/accept", {**sent, **YES})
    assert page.name == "confirmed"
    assert page.step["data-reference"]
    again = await ada.post("/waitlist/accept", {**sent, **YES})
    assert again.step["data-reference"] == page.step["data-reference"]
    assert "You have your appointment" in (await ada.get(f"/w/{sent['entry']}")).text


async def test_looking_at_it_changes_nothing(ada: Patient, world: World) -> None:
    page = await offered(ada, world)
    token = page.form("/waitlist/accept").fields["entry"]
    for _ in range(3):
        assert (await ada.get(f"/w/{token}")).name == "offer"


async def test_the_terms_are_accepted_or_it_is_asked_again(ada: Patient, world: World) -> None:
    page = await offered(ada, world)
    page = await ada.post("/waitlist/accept", page.form("/waitlist/accept").fields)
    assert (ada.answer.status_code, page.name) == (422, "offer")
    assert page.problem("terms")


async def test_not_this_one_keeps_the_place_on_the_list(ada: Patient, world: World) -> None:
    page = await offered(ada, world)
    page = await ada.post("/waitlist/decline", page.form("/waitlist/decline").fields)
    assert "You are on the waiting list" in page.text
    assert await offer_now(world) == 1  # another time


async def test_who_leaves_gives_the_time_back(ada: Patient, world: World) -> None:
    page = await offered(ada, world)
    page = await ada.post("/waitlist/leave", page.form("/waitlist/leave").fields)
    assert "You have left the waiting list" in page.text
    row = await world.toolbox.database.fetch_one(
        "SELECT COUNT(*) AS n FROM booking WHERE state = 'held' AND expires_at > $1",
        world.clock(),
    )
    assert row
    assert row["n"] == 0


async def test_an_offer_that_ran_out_says_so_and_leads_back(ada: Patient, world: World) -> None:
    page = await offered(ada, world)
    sent = page.form("/waitlist/accept").fields
    world.clock.advance(20 * 60)
    page = await ada.post("/waitlist/accept", {**sent, **YES})
    assert (ada.answer.status_code, page.notice) == (410, "offer_over")
    assert "You are on the waiting list" in (await ada.get(f"/w/{sent['entry']}")).text


@pytest.mark.parametrize("passed", [0, 1])
async def test_who_leaves_the_list_with_the_next_time_they_let_pass_is_told_before(
    ada: Patient, world: World, passed: int
) -> None:
    rules = WaitlistRules(enabled=True, offer_minutes=1440, most_unanswered=passed + 1)
    await set_up(world, waitlist=rules)
    page = await join(ada)
    assert ("If you let one pass, you stay on the list." in page.text) is (passed == 1)
    token = page.form("/waitlist/leave").fields["entry"]
    sql = "UPDATE waitlist_entry SET unanswered = $1"
    await world.toolbox.database.write(lambda tx: tx.execute(sql, passed))
    page = await ada.get(f"/w/{token}")
    told = "kept for you for 24 hours. If you do not answer the next one, you leave the list."
    assert told in page.text


async def test_an_offer_of_a_type_that_is_gone_leaves_the_place_and_the_way_off_the_list(
    ada: Patient, world: World
) -> None:
    token = (await offered(ada, world)).form("/waitlist/accept").fields["entry"]
    await set_up(world, appointment_types=())
    page = await ada.get(f"/w/{token}")
    assert (ada.answer.status_code, page.name) == (200, "waiting")
    await ada.post("/waitlist/leave", page.form("/waitlist/leave").fields)
    assert "You have left the waiting list" in (await ada.get(f"/w/{token}")).text


async def test_who_may_change_nothing_any_more_still_sees_their_place(
    ada: Patient, world: World
) -> None:
    page = await ada.get(f"{await book(ada, world)}/earlier")
    page = await ada.post("/waitlist", page.form("/waitlist").fields)
    token = page.form("/waitlist/leave").fields["entry"]
    assert await offer_now(world) == 1
    await set_up(world, cancel_and_reschedule=False)
    page = await ada.get(f"/w/{token}")
    assert (ada.answer.status_code, page.name) == (200, "waiting")
    assert page.form("/waitlist/leave").fields["entry"] == token


async def test_an_earlier_time_takes_the_place_of_the_booking(ada: Patient, world: World) -> None:
    link = await book(ada, world)
    before = (await ada.get(link)).text
    page = await ada.get(f"{link}/earlier")
    page = await ada.post("/waitlist", page.form("/waitlist").fields)
    token = page.form("/waitlist/leave").fields["entry"]
    assert await offer_now(world) == 1
    page = await ada.get(f"/w/{token}")
    for text in ("It takes the place of your appointment on", "Changing the time costs nothing"):
        assert text in page.text
    assert "Change or cancel by the link in your confirmation" in page.text  # the policy (C2)
    page = await ada.post("/waitlist/accept", page.form("/waitlist/accept").fields)
    assert page.name == "confirmed"
    assert (await ada.get(link)).text != before
    row = await world.toolbox.database.fetch_one(
        "SELECT COUNT(*) AS n FROM booking WHERE state = 'confirmed'"
    )
    assert row
    assert row["n"] == 1
