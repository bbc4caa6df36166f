"""The page of a class, and its cancellation by one press (B11, P5)."""

import pytest

from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.database import Value
from tests.storage.booked import Books
from tests.web.staff.staff import Colleague, employ, enter
from tests.web.world import World

pytestmark = [pytest.mark.req("B11"), pytest.mark.req("A2")]

HOME = "/staff/harbour-physio"
WHO = {"practitioner": "nell-tidewater"}
TEN = 5 * 86_400 + 3600
"""The class of the Saturday, after Monday 1 February, 9:00, where the clock stands."""


async def attend(world: World, seat: int, name: str, **columns: Value) -> int:
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    books, starts = Books(world.toolbox.database, clinic), world.clock() + TEN
    first, _, last = name.partition(" ")
    values: dict[str, Value] = {
        "practitioner_id": clinic.practitioner("nell-tidewater").id,
        "appointment_type_id": clinic.appointment_type("pilates").id,
        "starts_at": starts,
        "ends_at": starts + 3000,
        "busy_from": starts,
        "busy_until": starts + 3600,
        "reference": f"CLASS{seat}",
        "seat": seat,
        **columns,
    }
    booking = await books.booking(await books.patient(first, last), **values)
    if seat == 1:
        await books.payment(booking)
    return booking


@pytest.fixture
async def three(world: World) -> list[int]:
    """The first has paid 30 dollars."""
    names = ("Ada Thistle", "Bo Marrow", "Cleo Fern")
    return [await attend(world, n, name) for n, name in enumerate(names, 1)]


@pytest.fixture
async def page_of_it(world: World) -> str:
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    who, kind = clinic.practitioner("nell-tidewater").id, clinic.appointment_type("pilates").id
    return f"{HOME}/classes/{who}-{kind}-{world.clock() + TEN}"


async def states(world: World, bookings: list[int]) -> set[str]:
    marks = ", ".join(f"${n}" for n in range(1, 1 + len(bookings)))
    sql = f"SELECT DISTINCT state FROM booking WHERE id IN ({marks})"  # noqa: S608 - numbers
    return {row["state"] for row in await world.toolbox.database.fetch(sql, *bookings)}


async def test_the_calendar_leads_to_it(mara: Colleague, three: list[int], page_of_it: str) -> None:
    page = await mara.get(f"{HOME}/calendar?day=2027-02-06")
    assert page_of_it in page.links
    page = await mara.get(page_of_it)
    assert "Pilates in a small group" in page.text
    assert "Saturday 6 February 2027, 10:00 am – 10:50 am" in page.text
    assert "3 of 8 places" in page.text
    assert "Ada Thistle" in page.text


async def test_one_press_cancels_all_with_the_sum_shown_before(
    mara: Colleague, three: list[int], page_of_it: str, world: World
) -> None:
    page = await mara.get(f"{page_of_it}/cancel")
    assert "The clinic cancels for all 3 who come" in page.text
    assert "3 bookings, 1 of them paid: A$30.00" in page.text
    assert "Tell 3 patients by e-mail" in page.text
    await mara.post(f"{page_of_it}/cancel", {"message": "Nell is ill."})
    assert mara.led_to == f"{page_of_it}?told=class_cancelled_back"
    assert await states(world, three) == {"cancelled"}
    [refund] = await world.toolbox.database.fetch("SELECT amount FROM refund")
    assert refund["amount"] == 3000
    told = await world.toolbox.database.fetch(
        "SELECT words FROM delivery WHERE message = 'booking_cancelled' AND recipient = 'patient'"
    )
    assert [each["words"] for each in told] == ["Nell is ill."] * 3
    page = await mara.follow()
    assert "3 bookings were cancelled by the clinic" in page.text
    assert "Cleo Fern" in page.text, "somebody may have to call them"
    assert "It is not in the timetable on this day" in page.text


@pytest.mark.req("C4")
async def test_it_is_taken_back_with_one_press(
    mara: Colleague, three: list[int], page_of_it: str, world: World
) -> None:
    await mara.get(f"{page_of_it}/cancel")
    await mara.post(f"{page_of_it}/cancel")
    await mara.follow()
    await mara.post(f"{page_of_it}/restore")
    assert mara.led_to == f"{page_of_it}?told=class_restored"
    assert await states(world, three) == {"confirmed"}
    page = await mara.follow()
    assert "3 of 8 places" in page.text
    assert "not in the timetable" not in page.text
    assert await world.toolbox.database.fetch("SELECT id FROM refund") == [], "within a minute"
    await mara.post(f"{page_of_it}/restore", {f"b.{each}": "1" for each in three})
    assert mara.status == 409


async def test_who_joins_meanwhile_is_shown_first(
    mara: Colleague, three: list[int], page_of_it: str, world: World
) -> None:
    await mara.get(f"{page_of_it}/cancel")
    await attend(world, 4, "Dov Heath")
    await mara.post(f"{page_of_it}/cancel")
    assert mara.status == 409
    assert "Nothing has been done" in mara.page.text
    assert "Dov Heath" in mara.page.text
    assert await states(world, three) == {"confirmed"}
    await mara.post(f"{page_of_it}/cancel")
    assert await states(world, three) == {"cancelled"}


async def test_all_move_with_one_press_once_what_stands_against_it_was_read(
    mara: Colleague, three: list[int], page_of_it: str, world: World
) -> None:
    page = await mara.get(page_of_it)
    assert f"{page_of_it}/move" in page.links
    page = await mara.get(f"{page_of_it}/move")
    assert "All 3 who come move along" in page.text
    await mara.post(f"{page_of_it}/move", {**WHO, "day": "2027-02-07", "time": "10:30"})
    if mara.status == 409:
        await mara.post(f"{page_of_it}/move", WHO)
    assert mara.led_to.endswith("told=class_moved")
    page = await mara.follow()
    assert "Sunday 7 February 2027, 10:30 am" in page.text
    assert "3 of 8 places" in page.text
    told = await world.toolbox.database.fetch(
        "SELECT id FROM delivery WHERE message = 'booking_moved' AND recipient = 'patient'"
    )
    assert len(told) == 3


async def test_a_time_that_somebody_has_moves_nobody(
    mara: Colleague, three: list[int], page_of_it: str, world: World
) -> None:
    noon, one = world.clock() + TEN + 7200, world.clock() + TEN + 10800
    times = {"starts_at": noon, "ends_at": one, "busy_from": noon, "busy_until": one}
    await attend(world, 0, "Ines Marrow", **times)
    await mara.get(f"{page_of_it}/move")
    await mara.post(f"{page_of_it}/move", {**WHO, "time": "12:00"})
    assert mara.status == 409
    assert "Somebody has this time" in mara.page.text
    page = await mara.get(page_of_it)
    assert "3 of 8 places" in page.text


async def test_an_empty_class_is_left_out_of_the_timetable(
    mara: Colleague, page_of_it: str
) -> None:
    page = await mara.get(f"{page_of_it}/cancel")
    assert "Nobody has booked yet." in page.text
    await mara.post(f"{page_of_it}/cancel")
    assert mara.led_to
    page = await mara.get(f"{HOME}/calendar?day=2027-02-06")
    assert "Pilates" not in page.text


async def test_what_is_typed_wrong_is_said_at_the_field(
    mara: Colleague, three: list[int], page_of_it: str, world: World
) -> None:
    await mara.get(f"{page_of_it}/cancel")
    await mara.post(f"{page_of_it}/cancel", {"message": "x" * 1001})
    assert "at most 1000" in mara.page.problem("message")
    assert await states(world, three) == {"confirmed"}


async def test_another_practitioner_sees_no_such_page(
    kit: Colleague, three: list[int], page_of_it: str, world: World
) -> None:
    for act in ("", "/cancel"):
        await kit.get(f"{page_of_it}{act}")
        assert kit.status == 404
    await kit.post(f"{page_of_it}/cancel")
    assert kit.status in {403, 404}
    assert await states(world, three) == {"confirmed"}


async def test_the_practitioner_cancels_the_own_class_and_gives_no_money_back(
    three: list[int], page_of_it: str, world: World
) -> None:
    await employ(world, "nell@harbour.example", "practitioner", practitioner="nell-tidewater")
    nell = await enter(world, "nell@harbour.example")
    page = await nell.get(f"{page_of_it}/cancel")
    assert "An owner or the reception can." in page.text
    await nell.post(f"{page_of_it}/cancel", {"give": "on"})
    assert await states(world, three) == {"cancelled"}
    assert await world.toolbox.database.fetch("SELECT id FROM refund") == []


@pytest.mark.parametrize("named", ["1", "1-2", "9-9-9", "1-2-99999999999999", "a-b-c"])
async def test_what_is_no_class_is_not_there(mara: Colleague, named: str) -> None:
    await mara.get(f"{HOME}/classes/{named}")
    assert mara.status == 404
