"""The waiting list in a staff member's browser: who is next, what is offered, by hand too."""

import pytest

from slotkeeper.storage.waitlist import find_waiting
from tests.web.booking.booked import book
from tests.web.booking.test_waitlist_join import join
from tests.web.booking.waiting_list import keep_list, offer_now
from tests.web.page import Page
from tests.web.patient import Patient
from tests.web.staff.staff import Colleague
from tests.web.trusted import put_on
from tests.web.world import World

HOME = "/staff/harbour-physio"
SCRIPT = "<script>alert(1)</script>"

pytestmark = pytest.mark.req("C6")


@pytest.fixture(autouse=True)
async def _kept(world: World) -> None:
    await keep_list(world)


@pytest.fixture
async def ada(world: World) -> Patient:
    return await world.patient("/f/harbour-physio", "198.51.100.20")


async def waits(ada: Patient, world: World, **typed: str) -> int:
    """Somebody joins; the number of the entry."""
    assert (await join(ada, **typed)).name == "waiting"
    return (await find_waiting(world.toolbox.database, 1))[-1].id


async def one(mara: Colleague, entry: int) -> Page:
    page = await mara.get(f"{HOME}/waitlist/{entry}")
    assert mara.status == 200, page.text
    return page


def offer_of(page: Page) -> dict[str, str]:
    """What the button that takes it back sends."""
    return {"offer": page.form("/take-back").fields["offer"]}


async def test_an_empty_list_teaches_how_it_fills(mara: Colleague) -> None:
    page = await mara.get(f"{HOME}/waitlist")
    assert "Nobody is waiting" in page.text
    assert f"{HOME}/waitlist" not in (await mara.get(f"{HOME}/today")).links


async def test_the_list_stands_in_its_order_and_says_what_each_would_take(
    mara: Colleague, ada: Patient, world: World
) -> None:
    await waits(ada, world, first_name="Ada", day_1="on", part_morning="on", note=SCRIPT)
    world.clock.advance(60)
    await waits(ada, world, first_name="Bela", email="bela@patient.example")
    page = await mara.get(f"{HOME}/waitlist")
    assert page.text.index("Ada Marlowe") < page.text.index("Bela Marlowe")
    for text in ("Tue · Mornings", "Any time with anyone", "for 20 minutes each"):
        assert text in page.text
    assert f"{HOME}/waitlist" in (await mara.get(f"{HOME}/today")).links
    [first, _] = await find_waiting(world.toolbox.database, 1)
    assert SCRIPT not in (await one(mara, first.id)).html


async def test_the_log_says_whose_turn_became_which(
    mara: Colleague, robin: Colleague, ada: Patient, world: World
) -> None:
    entry = await waits(ada, world, first_name="Ada")
    await one(mara, entry)
    await mara.post(f"{HOME}/waitlist/{entry}/priority", {"priority": "first"})
    page = await robin.get(f"{HOME}/log?about=booking")
    said = " ".join(page.text.split())
    assert "Changed somebody's turn on the waiting list: Ada Marlowe" in said
    assert "As it comes" in said
    assert "Before all others" in said
    assert f"{HOME}/waitlist/{entry}" in page.links


async def test_staff_put_somebody_first(mara: Colleague, ada: Patient, world: World) -> None:
    await waits(ada, world, first_name="Ada")
    world.clock.advance(60)
    second = await waits(ada, world, first_name="Bela", email="bela@patient.example")
    await one(mara, second)
    await mara.post(f"{HOME}/waitlist/{second}/priority", {"priority": "first"})
    page = await mara.follow()
    assert "Their turn is saved" in page.text
    assert page.text.index("Bela Marlowe") < page.text.index("Ada Marlowe")
    page = await mara.get(f"{HOME}/waitlist/{second}")
    page = await mara.post(f"{HOME}/waitlist/{second}/priority", {"priority": "wild"})
    assert (mara.status, "Choose when it is their turn" in page.text) == (422, True)


async def test_who_was_offered_what_is_seen_and_can_be_taken_back(
    mara: Colleague, ada: Patient, world: World
) -> None:
    entry = await waits(ada, world)
    assert await offer_now(world) == 1
    assert "Kept until" in (await mara.get(f"{HOME}/waitlist")).text
    page = await one(mara, entry)
    assert "is kept for them until" in page.text
    await mara.post(f"{HOME}/waitlist/{entry}/take-back", offer_of(page))
    page = await mara.follow()
    for text in ("The time is free again for the next", "Taken back", "Offer this time"):
        assert text in page.text


async def test_staff_read_why_nobody_offers_them_anything_and_the_patient_does_not(
    mara: Colleague, ada: Patient, world: World
) -> None:
    await book(ada, world)
    await put_on(world, "blocked", "Ada")
    entry = await waits(ada, world)
    for word in ("asked to call", "please call", "blocked"):
        assert word not in ada.page.html.lower()
    assert await offer_now(world) == 0
    why = "Asked to call: times are not offered to them by themselves"
    assert why in (await mara.get(f"{HOME}/waitlist")).text
    page = await one(mara, entry)
    assert why in page.text
    assert "Offer this time" in page.text


async def test_a_page_that_is_behind_takes_back_no_newer_offer(
    mara: Colleague, ada: Patient, world: World
) -> None:
    entry = await waits(ada, world)
    await offer_now(world)
    behind = await one(mara, entry)
    await mara.post(f"{HOME}/waitlist/{entry}/take-back", offer_of(behind))
    times = [each["value"] for tag, each in (await mara.follow()).tags if tag == "option"]
    await mara.post(f"{HOME}/waitlist/{entry}/offer", {"time": times[1]})
    now = offer_of(await mara.follow())
    for stale in (offer_of(behind), {"offer": ""}, {"offer": "soon"}):
        page = await mara.post(f"{HOME}/waitlist/{entry}/take-back", stale)
        assert mara.status == 409
        assert "What is kept for them has changed" in page.text
        assert (offer_of(page), "is kept for them until" in page.text) == (now, True)
    await mara.post(f"{HOME}/waitlist/{entry}/take-back", now)
    assert "The time is free again for the next" in (await mara.follow()).text


async def test_a_time_is_offered_by_hand(mara: Colleague, ada: Patient, world: World) -> None:
    entry = await waits(ada, world, part_evening="on", day_4="on")
    page = await one(mara, entry)
    times = [each["value"] for tag, each in page.tags if tag == "option"]
    await mara.post(f"{HOME}/waitlist/{entry}/offer", {"time": times[-1]})
    page = await mara.follow()
    for text in ("kept for them, and they are told", "Offered by hand"):
        assert text in page.text
    page = await mara.post(f"{HOME}/waitlist/{entry}/offer", {"time": times[0]})
    assert (mara.status, "A time is kept for them already" in page.text) == (409, True)
    told = await world.toolbox.database.fetch(
        "SELECT id FROM delivery WHERE message = 'waitlist_offer'"
    )
    assert len(told) == 1


@pytest.mark.parametrize("time", ["", "soon", "1-", "99999999-1", "1-1801432801"])
async def test_a_time_that_is_none_is_refused(
    mara: Colleague, ada: Patient, world: World, time: str
) -> None:
    entry = await waits(ada, world)
    await one(mara, entry)
    page = await mara.post(f"{HOME}/waitlist/{entry}/offer", {"time": time})
    assert mara.status in {409, 422}
    assert "not free any more" in page.text or "Choose one of the times" in page.text


async def test_staff_take_somebody_off_and_it_is_written_down(
    mara: Colleague, robin: Colleague, ada: Patient, world: World
) -> None:
    entry = await waits(ada, world)
    await one(mara, entry)
    await mara.post(f"{HOME}/waitlist/{entry}/remove")
    page = await mara.follow()
    for text in ("They are off the waiting list", "Nobody is waiting", "taken off by the clinic"):
        assert text in page.text
    page = await mara.post(f"{HOME}/waitlist/{entry}/remove")
    assert (mara.status, "too late" in page.text) == (409, True)
    assert "Took somebody off the waiting list" in (await robin.get(f"{HOME}/log")).text


async def test_who_wants_to_come_earlier_stands_with_the_booking(
    mara: Colleague, ada: Patient, world: World
) -> None:
    link = await book(ada, world)
    page = await ada.get(f"{link}/earlier")
    await ada.post("/waitlist", page.form("/waitlist").fields)
    [entry] = await find_waiting(world.toolbox.database, 1)
    assert "would come earlier" in (await mara.get(f"{HOME}/waitlist")).text
    page = await one(mara, entry.id)
    assert "Ada Marlowe" in page.text
    assert any(each.startswith(f"{HOME}/bookings/") for each in page.links)


async def test_a_practitioner_sees_no_list(kit: Colleague) -> None:
    await kit.get(f"{HOME}/waitlist")
    assert kit.status == 404
