"""The calendar's pages: what is in them before any script runs."""

import re

import pytest

from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.database import Value
from tests.storage.booked import Books
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("A3")

CALENDAR = "/staff/harbour-physio/calendar"
CORNER = "/staff/corner-practice/calendar"
MINUTE = 60
XSS = '<img src=x onerror="alert(1)">'


async def book(
    world: World,
    minutes: int,
    name: str = "Ada Example",
    who: str = "nell-tidewater",
    slug: str = "harbour-physio",
    **columns: Value,
) -> int:
    """Half an hour, so many minutes after Monday 1 February, 9:00."""
    clinic = await get_clinic(world.toolbox.database, slug)
    books, starts = Books(world.toolbox.database, clinic), world.clock() + minutes * MINUTE
    first, _, last = name.partition(" ")
    values: dict[str, Value] = {
        "practitioner_id": clinic.practitioner(who).id,
        "starts_at": starts,
        "ends_at": starts + 30 * MINUTE,
        "busy_from": starts,
        "busy_until": starts + 30 * MINUTE,
        "reference": f"R{minutes}{who}"[:12],
        **columns,
    }
    return await books.booking(await books.patient(first, last), **values)


def rows(colleague: Colleague, *classes: str) -> list[tuple[int, int]]:
    """Where things of those classes begin and how long they are, in rows of five minutes."""
    found = []
    for _, attributes in colleague.page.tags:
        names = attributes.get("class", "").split()
        if set(classes) <= set(names):
            [s] = [int(each[1:]) for each in names if re.fullmatch(r"s\d+", each)]
            [length] = [int(each[1:]) for each in names if re.fullmatch(r"l\d+", each)] or [0]
            found.append((s, length))
    return found


def columns(colleague: Colleague) -> list[str]:
    return [each["aria-label"] for _, each in colleague.page.tags if "data-column" in each]


async def test_a_day_has_a_column_for_each_practitioner_in_the_clinics_order(
    robin: Colleague, world: World
) -> None:
    await book(world, 30, "Ada Early")
    page = await robin.get(CALENDAR)
    assert columns(robin) == [
        f"{name}, Monday 1 February 2027"
        for name in ("Nell Tidewater", "Otis Brinewell", "Kit Saltmarsh", "Fern Halloway")
    ]
    assert "Monday 1 February" in page.text
    assert "Times are in Sydney" in page.text
    assert "9:30 am – 10:00 am Ada Early Initial consultation" in page.text


async def test_things_stand_at_their_time_to_five_minutes(robin: Colleague, world: World) -> None:
    await book(world, 35, busy_from=world.clock() + 30 * MINUTE)
    await robin.get(CALENDAR)
    # Otis begins at seven, so that is where the day begins: 9:35 is 31 rows further down.
    assert rows(robin, "cal-item") == [(31, 6)]
    assert rows(robin, "cal-padding") == [(30, 1)]


async def test_hours_in_which_nobody_works_are_folded_and_can_be_shown(
    robin: Colleague, world: World
) -> None:
    page = await robin.get(CALENDAR)
    assert len(rows(robin, "cal-hour")) == 11  # from 7:00 to 17:30
    [whole] = [link for link in page.links if "hours=all" in link]
    await robin.get(whole)
    assert len(rows(robin, "cal-hour")) == 24
    assert "Show working hours only" in robin.page.text
    await book(world, 11 * 60, "Ada Late")
    await robin.get(CALENDAR)
    assert "Ada Late" in robin.page.text
    assert len(rows(robin, "cal-hour")) == 14


@pytest.mark.parametrize(
    ("day", "hours"), [("2027-03-27", 24), ("2027-03-28", 23), ("2027-10-31", 25)]
)
async def test_a_day_is_as_long_as_the_clock_makes_it(ash: Colleague, day: str, hours: int) -> None:
    await ash.get(f"{CORNER}?day={day}&hours=all")
    assert len(rows(ash, "cal-hour")) == hours
    [grid] = [each for _, each in ash.page.tags if "data-rows" in each]
    assert grid["data-rows"] == str(hours * 12)
    assert ("2:00 am again" in ash.page.text) == (hours == 25)
    assert ("2:00 am" in ash.page.texts) == (hours != 23)


async def test_a_week_of_one_has_a_column_for_each_day_and_of_all_a_row_for_each(
    robin: Colleague, world: World
) -> None:
    await book(world, 30, "Ada Monday")
    await robin.get(f"{CALENDAR}?view=week&practitioner=nell-tidewater")
    assert len(columns(robin)) == 7
    assert "Ada Monday" in robin.page.text
    await robin.get(f"{CALENDAR}?view=week&day=2027-02-07")
    assert columns(robin) == []
    assert "Ada Monday" in robin.page.text
    assert "Mon 1 Feb – Sun 7 Feb" in robin.page.text
    await robin.get(f"{CALENDAR}?view=week&day=2027-02-08")
    assert "Ada Monday" not in robin.page.text


async def test_overlapping_things_stand_side_by_side(robin: Colleague, world: World) -> None:
    await book(world, 30, "Ada Left")
    await world.toolbox.database.write(
        lambda tx: tx.execute(
            """INSERT INTO block (clinic_id, practitioner_id, begins_at, ends_at, reason, made_at)
               SELECT clinic_id, practitioner_id, starts_at + 600, ends_at + 600, 'Call', 1
               FROM booking"""
        )
    )
    page = await robin.get(CALENDAR)
    items = [each["class"] for tag, each in page.tags if "cal-item" in each.get("class", "")]
    assert [re.findall(r"\b[ni]\d\b", each) for each in items] == [["n2", "i0"], ["n2", "i1"]]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("arrived", "Arrived"),
        ("fulfilled", "Seen"),
        ("noshow", "Did not come"),
        ("paying", "Paying"),
        ("held", "Hold"),
        ("pending", "Waits for your approval"),
    ],
)
async def test_a_state_is_said_in_words(
    robin: Colleague, world: World, state: str, said: str
) -> None:
    ends = world.clock() + 432 if state in {"held", "paying", "pending"} else None
    awaits = "clinic" if state == "pending" else ""
    await book(world, 30, state=state, expires_at=ends, awaits=awaits)
    page = await robin.get(CALENDAR)
    assert said in page.text
    assert ("7:12" in page.text) == (state in {"held", "paying"})
    assert ("Ada Example" in page.text) == (state != "held")


async def test_a_new_calendar_and_the_piece_of_it_know_the_same(
    robin: Colleague, world: World
) -> None:
    await book(world, 30)
    whole = await robin.get(CALENDAR)
    piece = await robin.get(f"{CALENDAR}/grid")
    assert "<html" not in piece.html
    assert piece.html.strip() in whole.html


@pytest.mark.req("R5")
async def test_a_practitioner_has_the_own_column_only(kit: Colleague, world: World) -> None:
    await book(world, 30, "Kits Own", "kit-saltmarsh")
    await book(world, 30, "Nells Own")
    for query in ("", "?view=week", "?practitioner=kit-saltmarsh"):
        await kit.get(f"{CALENDAR}{query}")
        assert "Kits Own" in kit.page.text
        assert "Nell" not in kit.answer.text
    for path in ("", "/grid"):
        await kit.get(f"{CALENDAR}{path}?practitioner=nell-tidewater")
        assert kit.status == 404


@pytest.mark.req("R4")
async def test_names_notes_and_reasons_with_markup_are_only_text(
    robin: Colleague, world: World
) -> None:
    await book(world, 30, f"Ada {XSS}")
    await world.toolbox.database.write(
        lambda tx: tx.execute("UPDATE patient SET alert_note = $1", XSS)
    )
    await world.toolbox.database.write(
        lambda tx: tx.execute(
            """INSERT INTO block (clinic_id, practitioner_id, begins_at, ends_at, reason, made_at)
               SELECT clinic_id, practitioner_id, ends_at, ends_at + 600, $1, 1 FROM booking""",
            XSS,
        )
    )
    for query in ("", "?view=week", "?view=week&practitioner=nell-tidewater"):
        page = await robin.get(f"{CALENDAR}{query}")
        assert page.text.count(XSS) == 3
        assert "img" not in [tag for tag, _ in page.tags]


@pytest.mark.parametrize(
    "query",
    [
        "day=2027-13-40",
        "day=0001-01-01&view=week",
        "day=9999-12-31&view=week&hours=all",
        "day=&view=year&hours=none",
        "day=%00&view=%ff",
        "day=2027-02-01&day=2027-02-02",
    ],
)
async def test_what_cannot_be_read_falls_back_on_what_can(robin: Colleague, query: str) -> None:
    await robin.get(f"{CALENDAR}?{query}")
    assert robin.status == 200


@pytest.mark.parametrize("slug", ["nobody", "robin-ash", "%00", "x" * 300])
async def test_a_practitioner_who_is_not_there_is_not_found(robin: Colleague, slug: str) -> None:
    await robin.get(f"{CALENDAR}?practitioner={slug}")
    assert robin.status == 404


async def test_a_new_booking_begins_when_somebody_works_and_not_in_the_past(
    robin: Colleague, world: World
) -> None:
    page = await robin.get(CALENDAR)
    now = world.clock()
    assert f"{CALENDAR}/new?practitioner=otis-brinewell&start={now}" in page.links
    page = await robin.get(f"{CALENDAR}?day=2027-02-02&practitioner=nell-tidewater")
    assert f"{CALENDAR}/new?practitioner=nell-tidewater&start={now + 23 * 3600}" in page.links
