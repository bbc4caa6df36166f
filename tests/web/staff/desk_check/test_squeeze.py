"""A time for somebody who stands at the desk, in a browser: found, and taken by one press."""

import re

import pytest

from tests.storage.booked import Books
from tests.web.staff.acts.appointment import PIECE, TWO, at, row
from tests.web.staff.desk_check.conftest import DESK
from tests.web.staff.diary import DAY, HOUR
from tests.web.staff.foreign import NELL
from tests.web.staff.staff import Colleague
from tests.web.world import MONDAY_NINE, World

pytestmark = pytest.mark.req("N5")

WITHOUT = f"{DESK}/without-booking"
SOMEBODY = {"patient": "new", "first_name": "Una", "last_name": "Nimble", "tell": "on"}


def offered(who: Colleague) -> list[str]:
    return who.page.choices("take")


async def test_a_booking_of_another_day_moves_to_now_by_one_press(
    mara: Colleague, books: Books, world: World
) -> None:
    ada = await books.patient("Ada", "Gullwing")
    number = await at(books, ada, TWO + DAY)
    page = await mara.get(f"{DESK}/{number}")
    assert f"{DESK}/{number}/squeeze-in" in page.links
    page = await mara.get(f"{DESK}/{number}/squeeze-in")
    assert "The booking moves" in page.text
    first = offered(mara)[0]
    assert first.startswith(f"{NELL}@")
    await mara.post(f"{DESK}/{number}/squeeze-in", {"take": first})
    assert mara.led_to == f"{DESK}/{number}?told=squeezed_in"
    assert "Good for today, 9:00 am" in (await mara.follow()).text
    assert (await row(world, f"/{number}"))["starts_at"] == MONDAY_NINE


async def test_for_a_cancelled_booking_the_patient_gets_a_new_one(
    mara: Colleague, books: Books, world: World
) -> None:
    ada = await books.patient("Ada", "Gullwing")
    number = await at(books, ada, TWO, state="cancelled", cancelled_by="clinic")
    page = await mara.get(f"{DESK}/{number}/squeeze-in")
    assert "The patient gets a new one" in page.text
    await mara.post(f"{DESK}/{number}/squeeze-in", {"take": offered(mara)[0], "kind": "video"})
    page = await mara.follow()
    assert "Good for today" in page.text
    assert (await row(world, f"/{number}"))["state"] == "cancelled"


async def test_somebody_new_without_a_booking_is_written_down_with_the_time(
    mara: Colleague, books: Books
) -> None:
    await mara.get(WITHOUT)
    assert offered(mara) == []
    await mara.post(WITHOUT, {**SOMEBODY, "kind": "video", "act": "look"})
    assert mara.status == 200
    sent = {**SOMEBODY, "kind": "video", "take": offered(mara)[0]}
    await mara.post(WITHOUT, sent)
    page = await mara.follow()
    assert "Una Nimble" in page.text
    assert "Good for today" in page.text


async def test_somebody_known_is_found_from_the_desk_check(mara: Colleague, books: Books) -> None:
    ada = await books.patient("Ada", "Gullwing")
    await mara.get(DESK)
    page = await mara.post(DESK, {"text": "gullwing"})
    [link] = [each for each in page.links if "patient=" in each]
    assert link.endswith(f"patient={ada}")
    page = await mara.get(link)
    assert "Ada Gullwing" in page.text
    await mara.post(WITHOUT, {"patient": str(ada), "kind": "video", "act": "look"})
    await mara.post(WITHOUT, {"patient": str(ada), "kind": "video", "take": offered(mara)[0]})
    assert "Ada Gullwing" in (await mara.follow()).text


async def test_nobody_chosen_is_told_at_the_field(mara: Colleague) -> None:
    await mara.get(WITHOUT)
    await mara.post(WITHOUT, {"kind": "video", "act": "look"})
    page = await mara.post(WITHOUT, {"kind": "video", "take": offered(mara)[0]})
    assert mara.status == 422
    assert "look at the fields" in page.text.lower() or page.choices("take")


async def test_who_may_be_known_already_is_named_before_a_second_record_is_made(
    mara: Colleague, books: Books
) -> None:
    await books.patient("Una", "Nimble")
    await mara.get(WITHOUT)
    await mara.post(WITHOUT, {**SOMEBODY, "kind": "video", "act": "look"})
    taken = {**SOMEBODY, "kind": "video", "take": offered(mara)[0]}
    page = await mara.post(WITHOUT, taken)
    assert mara.status == 409
    assert "may be known already" in page.text
    await mara.post(WITHOUT, taken)
    assert "told=squeezed_in" in mara.led_to


async def test_a_block_is_named_and_gone_beyond_by_the_same_press(
    mara: Colleague, books: Books, world: World
) -> None:
    ada = await books.patient("Ada", "Gullwing")
    number = await at(books, ada, TWO + DAY)
    await mara.get("/staff/harbour-physio/blocks/new")
    wanted = {"practitioner": NELL, "day": "2027-02-01", "time": "09:00", "reason": "Paperwork"}
    await mara.post(
        "/staff/harbour-physio/blocks/new", {**wanted, "until_day": "2027-02-01", "until": "11:00"}
    )
    assert mara.status == 303
    await mara.get(f"{DESK}/{number}/squeeze-in")
    page = await mara.post(f"{DESK}/{number}/squeeze-in", {"with": NELL})
    assert "overlaps the block “Paperwork”" in page.text
    beyond = next(each for each in offered(mara) if each.startswith(f"{NELL}@{MONDAY_NINE}"))
    await mara.post(f"{DESK}/{number}/squeeze-in", {"take": beyond})
    assert "told=squeezed_in" in mara.led_to


async def test_a_time_that_was_taken_meanwhile_is_told_with_other_times(
    mara: Colleague, books: Books
) -> None:
    ada, bo = await books.patient("Ada", "Gullwing"), await books.patient("Bo", "Marigold")
    number = await at(books, ada, TWO + DAY)
    await mara.get(f"{DESK}/{number}/squeeze-in")
    first = offered(mara)[0]
    await at(books, bo, MONDAY_NINE)
    page = await mara.post(f"{DESK}/{number}/squeeze-in", {"take": first})
    assert mara.status == 409
    assert "Bo Marigold" in page.text
    assert first not in offered(mara)
    assert offered(mara) != []


async def test_who_would_be_moved_is_named_with_where_to(
    mara: Colleague, books: Books, world: World
) -> None:
    ada, bo = await books.patient("Ada", "Gullwing"), await books.patient("Bo", "Marigold")
    number = await at(books, ada, TWO + DAY)
    ten, eleven = MONDAY_NINE + HOUR, MONDAY_NINE + 2 * HOUR
    await at(books, bo, MONDAY_NINE, ends_at=ten, busy_until=ten)
    moved = await at(books, bo, ten, ends_at=eleven, busy_until=eleven)
    await at(books, bo, eleven, ends_at=TWO, busy_until=TWO)
    await mara.get(f"{DESK}/{number}/squeeze-in")
    page = await mara.post(f"{DESK}/{number}/squeeze-in", {"with": NELL})
    rooms = [each for each in offered(mara) if f"!{moved}." in each]
    assert "Bo Marigold (Video" in page.text
    assert rooms
    await mara.post(f"{DESK}/{number}/squeeze-in", {"take": rooms[0]})
    assert "told=squeezed_in" in mara.led_to
    assert (await row(world, f"/{moved}"))["revision"] == 1


@pytest.mark.parametrize("take", ["x", "nell-tidewater@1#0!", f"{NELL}@9#0", "a@1!1.1@b@2#1"])
async def test_a_button_that_was_never_there_takes_nothing(
    mara: Colleague, books: Books, take: str
) -> None:
    ada = await books.patient("Ada", "Gullwing")
    number = await at(books, ada, TWO + DAY)
    await mara.get(f"{DESK}/{number}/squeeze-in")
    await mara.post(f"{DESK}/{number}/squeeze-in", {"take": take})
    assert mara.status in {404, 409, 422}


@pytest.mark.req("A1")
async def test_a_practitioner_takes_times_of_the_own_diary_alone(
    kit: Colleague, books: Books
) -> None:
    await kit.get(WITHOUT)
    await kit.post(WITHOUT, {**SOMEBODY, "kind": "standard", "act": "look"})
    assert all(each.startswith("kit-saltmarsh@") for each in offered(kit))
    taken = {**SOMEBODY, "kind": "video", "take": f"{NELL}@{MONDAY_NINE}#0"}
    await kit.post(WITHOUT, taken)
    assert kit.status == 404


async def test_patients_are_searched_as_in_the_form_for_a_booking(
    mara: Colleague, books: Books
) -> None:
    await books.patient("Ada", "Gullwing")
    page = await mara.get(WITHOUT)
    [address] = set(re.findall(r'hx-post="([^"]+/calendar/new)"', page.html))
    sent = {"act": "find", "q": "gull", "csrf": page.forms[0].fields["csrf"]}
    answer = await mara.http.post(address, data=sent, headers=PIECE)
    assert "Ada Gullwing" in answer.text
    page = await mara.post(WITHOUT, {"act": "find", "q": "gull"})
    assert "Ada Gullwing" in page.text
