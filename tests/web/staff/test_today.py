"""The day as staff see it."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.database import Transaction
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("A2")

TODAY = "/staff/harbour-physio/today"
XSS = "<img src=x onerror=alert(1)>"


def at(local: str) -> int:
    moment = datetime.fromisoformat(f"2027-02-{local}").replace(tzinfo=ZoneInfo("Australia/Sydney"))
    return int(moment.timestamp())


async def book(
    world: World,
    starts: str,
    practitioner: str = "kit-saltmarsh",
    name: str = "Ada Example",
    state: str = "confirmed",
    slug: str = "harbour-physio",
) -> None:
    """A booking of half an hour."""
    clinic = await get_clinic(world.toolbox.database, slug)
    first, _, last = name.partition(" ")

    async def job(tx: Transaction) -> None:
        patient = await tx.fetch_one(
            """INSERT INTO patient (clinic_id, first_name, last_name, email, phone, email_key,
                 phone_key, name_key, made_at) VALUES ($1, $2, $3, '', '', '', '', '', 1)
               RETURNING id""",
            clinic.id,
            first,
            last,
        )
        assert patient
        await tx.execute(
            """INSERT INTO booking (clinic_id, practitioner_id, appointment_type_id, state,
                 starts_at, ends_at, busy_from, busy_until, held_at, made_at, patient_id,
                 reference)
               VALUES ($1, $2, $3, $4, $5, $6, $5, $6, 1, 1, $7, $8)""",
            clinic.id,
            clinic.practitioner(practitioner).id,
            clinic.appointment_types[0].id,
            state,
            at(starts),
            at(starts) + 1800,
            patient["id"],
            f"R{patient['id']}",
        )

    await world.toolbox.database.write(job)


def names(colleague: Colleague) -> list[str]:
    return re.findall(r'class="whom"><a href="[^"]+">([^<]+)</a>', colleague.answer.text)


async def test_the_days_bookings_come_in_their_order(robin: Colleague, world: World) -> None:
    await book(world, "01 11:00", name="Bo Late")
    await book(world, "01 09:30", "nell-tidewater", "Ada Early")
    page = await robin.get(TODAY)
    assert names(robin) == ["Ada Early", "Bo Late"]
    assert "Monday 1 February" in page.text
    assert "2 bookings · It is 9:00 am in Sydney" in page.text
    assert "9:30 am – 10:00 am Ada Early Initial consultation Nell Tidewater" in page.text


async def test_a_row_leads_to_its_booking(robin: Colleague, world: World) -> None:
    await book(world, "01 11:00", name="Bo Late")
    page = await robin.get(TODAY)
    [link] = [each for each in page.links if "/bookings/" in each]
    assert "Bo Late" in page.texts
    page = await robin.get(link)
    assert (robin.status, "Bo Late" in page.text) == (200, True)


async def test_the_day_is_the_clinics_from_midnight_to_midnight(
    robin: Colleague, world: World
) -> None:
    for number, starts in enumerate(("01 00:00", "01 23:30", "02 00:00")):
        await book(world, starts, name=f"Number {number}")
    await robin.get(TODAY)
    assert names(robin) == ["Number 0", "Number 1"]


async def test_holds_and_what_was_cancelled_are_not_in_it(robin: Colleague, world: World) -> None:
    await book(world, "01 10:00", state="cancelled")
    await book(world, "01 11:00", name="Ada Paying", state="paying")
    await robin.get(TODAY)
    assert names(robin) == ["Ada Paying"]
    assert "Paying" in robin.page.texts


async def test_what_is_now_and_what_is_next_is_marked(robin: Colleague, world: World) -> None:
    world.clock.advance(3600 + 600)
    for starts, name in (("01 09:00", "A Over"), ("01 10:00", "B Now"), ("01 11:00", "C Next")):
        await book(world, starts, name=name)
    page = await robin.get(TODAY)
    assert "B Now" in page.text
    assert (page.texts.count("Now"), page.texts.count("Next")) == (1, 1)


@pytest.mark.req("R5")
async def test_a_practitioner_sees_the_own_diary_only(kit: Colleague, world: World) -> None:
    await book(world, "01 10:00", "kit-saltmarsh", "Kits Own")
    await book(world, "01 10:00", "nell-tidewater", "Nells Own")
    await kit.get(TODAY)
    assert names(kit) == ["Kits Own"]
    assert "Nells" not in kit.answer.text


@pytest.mark.req("R5")
async def test_another_clinics_bookings_are_not_in_it(
    robin: Colleague, ash: Colleague, world: World
) -> None:
    await book(world, "01 10:00")
    await ash.get("/staff/corner-practice/today")
    assert names(ash) == []


async def test_an_empty_day_says_when_the_next_booking_is(robin: Colleague, world: World) -> None:
    await book(world, "03 10:00")
    page = await robin.get(TODAY)
    assert "Nothing is booked for today" in page.text
    assert "The next booking is on Wed 3 Feb, 10:00 am." in page.text


async def test_a_new_clinic_is_shown_where_patients_book(robin: Colleague) -> None:
    page = await robin.get(TODAY)
    assert "Try it as a patient would" in page.text
    assert "https://book.example/c/harbour-physio" in page.links


@pytest.mark.req("R4")
async def test_a_patients_name_with_markup_in_it_is_only_a_name(
    robin: Colleague, world: World
) -> None:
    await book(world, "01 10:00", name=f"Ada {XSS}")
    page = await robin.get(TODAY)
    assert f"Ada {XSS}" in page.text
    assert "img" not in [tag for tag, _ in page.tags]


async def test_the_navigation_leads_only_to_what_the_role_may_open(
    robin: Colleague, mara: Colleague
) -> None:
    assert "/staff/harbour-physio/staff" in (await robin.get(TODAY)).links
    assert "/staff/harbour-physio/staff" not in (await mara.get(TODAY)).links
    [here] = [each for tag, each in mara.page.tags if each.get("aria-current") == "page"]
    assert here["href"] == TODAY
