"""A class in the calendar: one block, with all who come to it inside (B11, H8)."""

import pytest

from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.database import Value
from tests.storage.booked import Books
from tests.web.staff.staff import Colleague, employ, enter
from tests.web.world import World

pytestmark = [pytest.mark.req("B11"), pytest.mark.req("A3")]

SATURDAY = "/staff/harbour-physio/calendar?day=2027-02-06"
MINUTE = 60
TEN = 5 * 86_400 + 3600
"""After Monday 1 February, 9:00, where the clock of these tests stands."""


async def attend(world: World, seat: int, name: str, **columns: Value) -> int:
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    books, starts = Books(world.toolbox.database, clinic), world.clock() + TEN
    first, _, last = name.partition(" ")
    values: dict[str, Value] = {
        "practitioner_id": clinic.practitioner("nell-tidewater").id,
        "appointment_type_id": clinic.appointment_type("pilates").id,
        "starts_at": starts,
        "ends_at": starts + 50 * MINUTE,
        "busy_from": starts,
        "busy_until": starts + 60 * MINUTE,
        "reference": f"CLASS{seat}",
        "seat": seat,
        **columns,
    }
    return await books.booking(await books.patient(first, last), **values)


def blocks(colleague: Colleague) -> int:
    """How many groups the calendar shows."""
    return colleague.page.html.count('<details class="cal-card session"')


async def test_a_class_is_there_while_nobody_has_booked_it(robin: Colleague) -> None:
    page = await robin.get(SATURDAY)
    assert blocks(robin) == 1
    assert "Pilates in a small group" in page.text
    assert "0 of 8 places" in page.text
    assert "Nobody has booked yet." in page.text


@pytest.mark.req("H8")
async def test_those_who_come_are_listed_with_their_notes_and_holds_count_down(
    robin: Colleague, world: World
) -> None:
    booked = await attend(world, 1, "Ada Thistle")
    await attend(world, 2, "Bo Marrow", state="arrived")
    await world.toolbox.database.write(
        lambda tx: tx.execute(
            "UPDATE patient SET alert_note = 'Bad knee' WHERE last_name = 'Marrow'"
        )
    )
    until = world.clock() + 450
    held: dict[str, Value] = {"state": "held", "expires_at": until, "visitor": "v", "made_at": None}
    await attend(world, 3, "No Body", reference=None, **held)
    page = await robin.get(SATURDAY)
    assert blocks(robin) == 1
    assert "2 of 8 places · 1 held · 1 note" in page.text
    for words in ("Ada Thistle", "Bo Marrow Arrived", "Bad knee", "7:30"):
        assert words in page.text
    assert "No Body" not in page.text
    links = [each["href"] for tag, each in robin.page.tags if tag == "a" and "data-peek" in each]
    assert f"/staff/harbour-physio/calendar/peek/booking/{booked}" in links
    peeked = await robin.get(f"/staff/harbour-physio/calendar/peek/booking/{booked}")
    assert "Ada Thistle" in peeked.text


async def test_somebody_is_booked_in_from_there_until_it_is_full(
    robin: Colleague, world: World
) -> None:
    await robin.get(SATURDAY)
    [link] = [e["href"] for tag, e in robin.page.tags if "/calendar/new?type=" in e.get("href", "")]
    await robin.get(link)
    assert robin.page.html.count('value="pilates" selected') == 1
    assert 'value="2027-02-06"' in robin.page.html
    for seat in range(1, 9):
        await attend(world, seat, f"Guest Number{seat}")
    page = await robin.get(SATURDAY)
    assert "8 of 8 places" in page.text
    assert "Every place is taken." in page.text
    assert "/calendar/new?type=" not in robin.page.html


async def test_a_week_shows_each_class_of_it(robin: Colleague, world: World) -> None:
    await attend(world, 1, "Ada Thistle")
    page = await robin.get(f"{SATURDAY}&view=week")
    assert blocks(robin) == 2
    assert "0 of 8 places" in page.text
    assert "1 of 8 places" in page.text


async def test_a_move_into_a_full_class_is_refused_in_words(robin: Colleague, world: World) -> None:
    for seat in range(1, 9):
        await attend(world, seat, f"Guest Number{seat}")
    begins = world.clock() + TEN - 40 * 3600  # on the Thursday
    ends = {"ends_at": begins + 50 * MINUTE, "busy_until": begins + 60 * MINUTE}
    there: dict[str, Value] = {"starts_at": begins, "busy_from": begins, **ends}
    booking = await attend(world, 1, "Ada Thistle", reference="THURSDAY", **there)
    await robin.get(f"/staff/harbour-physio/bookings/{booking}/move")
    move = {"practitioner": "nell-tidewater", "day": "2027-02-06", "time": "10:00"}
    page = await robin.post(f"/staff/harbour-physio/bookings/{booking}/move", move)
    assert robin.status == 409
    assert "Every place in that group is taken." in page.text


async def test_a_practitioner_sees_no_class_of_somebody_else(kit: Colleague, world: World) -> None:
    await attend(world, 1, "Ada Thistle")
    page = await kit.get(SATURDAY)
    assert blocks(kit) == 0
    assert "Ada Thistle" not in page.text


async def test_a_practitioner_sees_the_own_class(world: World) -> None:
    await employ(world, "nell@harbour.example", "practitioner", practitioner="nell-tidewater")
    nell = await enter(world, "nell@harbour.example")
    await attend(world, 1, "Ada Thistle")
    page = await nell.get(SATURDAY)
    assert blocks(nell) == 1
    assert "1 of 8 places" in page.text
    assert "Ada Thistle" in page.text
