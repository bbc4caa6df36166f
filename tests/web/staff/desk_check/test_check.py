"""The desk check in a browser: one box, and an answer that is read at a glance."""

import pytest

from slotkeeper.services.booking_link import sign_link
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.delivery import insert_delivery
from tests.storage.booked import Books
from tests.web.staff.acts.appointment import LIST, TWO, at
from tests.web.staff.desk_check.conftest import DESK
from tests.web.staff.diary import DAY, HOUR
from tests.web.staff.foreign import NELL
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("N5")

CODE = "https://book.example/staff/harbour-physio/desk/K7M2QXA"


async def check(who: Colleague, text: str) -> str:
    """What the desk is told first."""
    await who.get(DESK)
    await who.post(DESK, {"text": text})
    page = await who.follow()
    return page.text


@pytest.mark.parametrize(
    "text", ["K7M2QXA", "k7m-2qxa", CODE, "ada gullw", "02 5550 0101", f" {CODE}/\n"]
)
async def test_whatever_names_the_booking_leads_to_its_answer(
    mara: Colleague, booking: int, text: str
) -> None:
    told = await check(mara, text)
    assert "Good for today, 2:00 pm" in told
    assert "Ada Gullwing" in told
    assert mara.answer.request.url.path == f"{DESK}/{booking}"


async def test_the_patients_own_link_is_understood_too(
    mara: Colleague, booking: int, world: World
) -> None:
    row = await world.toolbox.database.fetch_one("SELECT clinic_id FROM booking LIMIT 1")
    assert row
    found = await find_booking(world.toolbox.database, row["clinic_id"], booking)
    assert found
    link = f"https://book.example/c/harbour-physio/b/{sign_link(world.toolbox, found)}"
    assert "Good for today" in await check(mara, link)


async def test_a_phone_that_reads_the_code_opens_the_answer(mara: Colleague, booking: int) -> None:
    await mara.get("/staff/harbour-physio/desk/K7M2QXA")
    assert mara.led_to == f"{DESK}/{booking}"
    page = await mara.get("/staff/harbour-physio/desk/AAAAAAA")
    assert (mara.status, "Not known here" in page.text) == (404, True)


async def test_arrived_is_one_press_and_can_be_taken_back(mara: Colleague, booking: int) -> None:
    page = await mara.get(f"{DESK}/{booking}")
    assert page.choices("state") == ["arrived"]
    await mara.post(f"{DESK}/{booking}/state", {"state": "arrived"})
    page = await mara.follow()
    assert "Arrived, for 2:00 pm" in page.text
    await mara.post(f"{DESK}/{booking}/state", {"state": "confirmed"})
    assert "Good for today" in (await mara.follow()).text


async def test_somebody_else_was_quicker_is_told(
    mara: Colleague, robin: Colleague, booking: int
) -> None:
    await robin.get(f"{DESK}/{booking}")
    await mara.get(f"{LIST}/{booking}/move")
    await mara.post(f"{LIST}/{booking}/move", {"time": "15:00", "practitioner": NELL})
    page = await robin.post(f"{DESK}/{booking}/state", {"state": "arrived"})
    assert robin.status == 409
    assert "Somebody else was quicker" in page.text


async def test_a_booking_of_another_day_is_not_for_today(mara: Colleague, books: Books) -> None:
    ada = await books.patient("Ada", "Gullwing")
    await at(books, ada, TWO + DAY, reference="K7M2QXA")
    told = await check(mara, "K7M2QXA")
    assert "Not today: Tue" in told
    assert mara.page.choices("state") == []


async def test_who_moved_it_away_from_today_and_when_is_told(
    mara: Colleague, robin: Colleague, booking: int
) -> None:
    await robin.get(f"{LIST}/{booking}/move")
    wanted = {"day": "2027-02-03", "time": "15:00", "practitioner": NELL}
    await robin.post(f"{LIST}/{booking}/move", wanted)
    assert "told=booking_moved" in robin.led_to
    told = await check(mara, "K7M2QXA")
    assert "Moved away from today: Wed 3 Feb, 3:00 pm" in told
    assert "Robin" in told


async def test_a_cancelled_booking_says_so_and_names_what_else_is_booked(
    mara: Colleague, books: Books
) -> None:
    ada = await books.patient("Ada", "Gullwing")
    gone = {"state": "cancelled", "cancelled_by": "clinic", "reference": "K7M2QXA"}
    await at(books, ada, TWO, **gone)
    other = await at(books, ada, TWO + HOUR, reference="K7M2QXB")
    told = await check(mara, "K7M2QXA")
    assert "Cancelled" in told
    assert "The clinic cancelled it." in told
    assert "Also booked by this patient" in told
    assert f"{DESK}/{other}" in mara.page.links


async def test_what_nobody_knows_is_not_known(mara: Colleague, booking: int) -> None:
    assert "Not known here" in await check(mara, "AAAAAAA")
    assert "Not known here" in await check(mara, "!!!")
    elsewhere = CODE.replace("harbour-physio", "corner-practice")
    assert "A code of another clinic" in await check(mara, elsewhere)


async def test_several_who_may_be_meant_are_offered_with_those_of_today_first(
    mara: Colleague, books: Books
) -> None:
    ada, adam = await books.patient("Ada", "Gullwing"), await books.patient("Adam", "Gullwing")
    await books.patient("Adele", "Gullwing")
    later = await at(books, ada, TWO + DAY)
    today = await at(books, adam, TWO)
    told = await check(mara, "gullwing")
    assert mara.status == 200
    links = [each for each in mara.page.links if each.startswith(f"{DESK}/")]
    assert links[:2] == [f"{DESK}/{today}", f"{DESK}/{later}"]
    assert "without-booking?patient=" in links[2]
    assert "Who is it?" in told


@pytest.mark.req("A1")
async def test_a_practitioner_checks_the_own_diary_alone(kit: Colleague, booking: int) -> None:
    told = await check(kit, "K7M2QXA")
    assert "Not known here" in told
    assert "reception sees all" in told
    await kit.get(f"{DESK}/{booking}")
    assert kit.status == 404


@pytest.mark.req("N2")
async def test_how_it_was_made_known_is_said_with_what_went_wrong(
    mara: Colleague, booking: int, world: World
) -> None:
    row = await world.toolbox.database.fetch_one("SELECT clinic_id FROM booking LIMIT 1")
    assert row
    await world.toolbox.database.write(
        lambda tx: insert_delivery(
            tx,
            clinic_id=row["clinic_id"],
            booking_id=booking,
            recipient="patient",
            message="booking_confirmed",
            now=world.clock.now,
        )
    )
    await check(mara, "K7M2QXA")
    assert "Who was told, and how" in mara.page.text
    assert 'class="way open"' in mara.page.html
    await world.toolbox.database.write(
        lambda tx: tx.execute(
            "UPDATE delivery SET state = 'failed', problem = '550', task_since = made_at"
        )
    )
    await check(mara, "K7M2QXA")
    assert 'class="way wrong"' in mara.page.html


@pytest.mark.req("R6")
async def test_only_these_pages_may_use_the_camera(mara: Colleague, booking: int) -> None:
    for path in (DESK, f"{DESK}/{booking}"):
        await mara.get(path)
        assert "camera=(self)" in mara.answer.headers["permissions-policy"]
    await mara.get("/staff/harbour-physio/today")
    assert "camera=()" in mara.answer.headers["permissions-policy"]


@pytest.mark.req("A1")
async def test_looking_somebody_up_is_written_down(
    mara: Colleague, booking: int, world: World
) -> None:
    await mara.get(f"{DESK}/{booking}")
    rows = await world.toolbox.database.fetch("SELECT action, subject_id FROM audit")
    assert ("booking_viewed", booking) in [(row["action"], row["subject_id"]) for row in rows]
