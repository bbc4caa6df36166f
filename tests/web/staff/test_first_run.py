"""A new clinic is shown what to do next, until it is done or nobody wants to see it."""

import re
from functools import partial

import pytest

from tests.web.clinics import CORNER
from tests.web.staff.diary import books_of
from tests.web.staff.settings.forms import change
from tests.web.staff.staff import Colleague, employ, enter
from tests.web.world import World

pytestmark = pytest.mark.req("A5")

EMPTY = """
[clinic]
slug = "new-clinic"
name = "New Clinic"
time_zone = "Europe/Berlin"
currency = "EUR"
"""
HOME = "/staff/new-clinic"
ALL = [
    "Say who works here, and when",
    "Offer an appointment type",
    "Enter your phone number",
    "Write the terms that patients accept",
    "Offer the first time",
    "Put the booking on your website",
    "Invite the first colleague",
]
READY = CORNER.replace("corner-practice", "new-clinic").replace(
    "[online_booking]", '[online_booking]\nterms = "Please be on time."'
)


@pytest.fixture
async def owner(world: World) -> Colleague:
    """Of a clinic whose file names it and nothing else."""
    await world.import_clinic(EMPTY)
    await employ(world, "lou@new.example", "owner", "new-clinic")
    return await enter(world, "lou@new.example")


def steps(colleague: Colleague, state: str) -> list[str]:
    """The tasks in that state, "open" or "done"."""
    items = re.findall(rf'<li class="{state}">(.*?)</li>', colleague.answer.text, re.DOTALL)
    found = (re.search(r"<(?:a|b)\b[^>]*>([^<]+)<", each) for each in items)
    return [each[1] for each in found if each]


async def test_an_empty_clinic_is_shown_what_to_do_and_no_empty_table(owner: Colleague) -> None:
    page = await owner.get(f"{HOME}/today")
    assert "What to do next" in page.text
    assert "0 of 7 done" in page.text
    assert steps(owner, "open") == ALL
    assert "Nothing is booked for today" not in page.text


async def test_what_is_done_is_seen_from_the_clinic_itself(owner: Colleague, world: World) -> None:
    await world.import_clinic(READY)
    page = await owner.get(f"{HOME}/today")
    assert "5 of 7 done" in page.text
    assert steps(owner, "done") == ALL[:5]
    assert steps(owner, "open") == ALL[5:]


async def test_every_open_step_leads_to_where_it_is_done(owner: Colleague) -> None:
    page = await owner.get(f"{HOME}/today")
    for link in [each for each in page.links if each.startswith(f"{HOME}/")]:
        await owner.get(link)
        assert owner.status == 200, link


async def test_a_type_that_is_prepaid_needs_the_payment_service(
    owner: Colleague, world: World
) -> None:
    prepaid = READY.replace('price = "0.00"', 'price = "50.00"\nprepay = "full"')
    await world.import_clinic(prepaid)
    page = await owner.get(f"{HOME}/today")
    assert "Connect the payment service" in steps(owner, "open")
    assert "Offer the first time" in steps(owner, "open")
    assert "of 8 done" in page.text


async def test_switched_off_nobody_finds_a_time(owner: Colleague, world: World) -> None:
    await world.import_clinic(READY.replace("enabled = true", "enabled = false"))
    await owner.get(f"{HOME}/today")
    assert "Offer the first time" in steps(owner, "open")


async def test_a_clinic_that_was_booked_at_has_offered_times(
    owner: Colleague, world: World
) -> None:
    await world.import_clinic(READY.replace("enabled = true", "enabled = false"))
    books = await books_of(world.toolbox.database, "new-clinic")
    await books.booking(await books.patient())
    await owner.get(f"{HOME}/today")
    assert "Offer the first time" in steps(owner, "done")


async def test_from_five_lines_to_the_first_time_by_the_portal_alone(
    owner: Colleague, world: World
) -> None:
    page = await owner.get(f"{HOME}/settings/new/practitioners")
    assert "There is no appointment type yet." in page.text
    days = {f"hours__0__{day}": "on" for day in ("mon", "tue", "wed", "thu", "fri")}
    hours = {"hours__0__from": "09:00", "hours__0__to": "17:00"}
    alone = partial(change, owner, home=f"{HOME}/settings")
    await alone("/new/practitioners", name="Lou Reedling", **days, **hours)
    await alone("/new/appointment-types", name="Consultation")
    await alone("/clinic", phone="+49 30 5550123")
    await alone("/texts", terms="Please be on time.")
    await owner.get(f"{HOME}/today")
    assert steps(owner, "done") == ALL[:5]
    patient = await world.browser()
    assert 'name="slot"' in (await patient.get("/c/new-clinic?type=consultation")).text


async def test_it_is_gone_when_all_is_done(owner: Colleague, world: World) -> None:
    await world.import_clinic(READY)
    await employ(world, "kim@new.example", "reception", "new-clinic")
    await owner.get(f"{HOME}/website")
    await owner.post(f"{HOME}/website/copied")
    page = await owner.get(f"{HOME}/today")
    assert "What to do next" not in page.text
    assert "Nothing is booked for today" in page.text


async def test_it_is_gone_for_all_owners_of_the_clinic_once_one_has_seen_enough(
    owner: Colleague, world: World
) -> None:
    await owner.get(f"{HOME}/today")
    await owner.post(f"{HOME}/first-run/dismiss")
    assert owner.led_to == f"{HOME}/today"
    await employ(world, "kim@new.example", "owner", "new-clinic")
    for colleague in (owner, await enter(world, "kim@new.example")):
        page = await colleague.get(f"{HOME}/today")
        assert "What to do next" not in page.text


async def test_it_is_for_owners_only(owner: Colleague, world: World) -> None:
    await employ(world, "kim@new.example", "reception", "new-clinic")
    kim = await enter(world, "kim@new.example")
    page = await kim.get(f"{HOME}/today")
    assert "What to do next" not in page.text
    assert "Nobody can book yet" in page.text
