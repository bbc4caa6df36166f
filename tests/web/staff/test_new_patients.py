"""How full the clinic is, where staff see it: beside the rule, on Today, and in the log (S9)."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.new_patient_rule import NewPatientsByLoad
from slotkeeper.services.clinics import get_clinic, update_clinic
from tests.web.staff.staff import Colleague
from tests.web.staff.test_today import TODAY, book
from tests.web.world import World

pytestmark = pytest.mark.req("S9")

HOME = "/staff/harbour-physio"
ONLINE = f"{HOME}/settings/online-booking"
FULL = NewPatientsByLoad(closes_above=0, opens_below=0, days=7)
"""Closed by the first booking, and never open again by itself."""


async def rule(world: World, of: NewPatientsByLoad, slug: str = "") -> None:
    """Of the clinic, or of one appointment type."""
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    if slug:
        kinds = tuple(
            replace(each, new_patients=of) if each.slug == slug else each
            for each in clinic.appointment_types
        )
        clinic = replace(clinic, appointment_types=kinds)
    else:
        settings = replace(clinic.online_booking, new_patients=of)
        clinic = replace(clinic, online_booking=settings)
    await update_clinic(world.toolbox.database, clinic, world.clock())


async def test_the_present_load_stands_beside_the_rule(robin: Colleague, world: World) -> None:
    text = (await robin.get(ONLINE)).text
    assert "0 % of the next 28 days is booked now." in text
    assert "New patients can book" not in text
    await rule(world, NewPatientsByLoad(closes_above=90, opens_below=75))
    text = (await robin.get(ONLINE)).text
    assert "New patients can book since Mon 1 Feb, 9:00 am; that ends above 90 %." in text
    assert 'class="load-bar"' in robin.answer.text


async def test_while_a_load_keeps_new_patients_out_today_says_so(
    mara: Colleague, robin: Colleague, world: World
) -> None:
    await rule(world, FULL)
    assert "New patients cannot book" not in (await mara.get(TODAY)).text
    await book(world, "02T14:30")
    await world.toolbox.database.write(
        lambda tx: tx.execute("UPDATE practitioner SET version = version + 1")
    )
    text = (await mara.get(TODAY)).text
    assert "New patients cannot book online: " in text
    assert "Look at the rule" not in text
    assert "Look at the rule" in (await robin.get(TODAY)).text
    text = (await robin.get(ONLINE)).text
    assert "New patients cannot book since Mon 1 Feb, 9:00 am; they can again below 0 %." in text


async def test_a_type_has_its_own_load(robin: Colleague, world: World) -> None:
    await rule(world, FULL, "running")
    await book(world, "02T14:30")
    text = (await robin.get(f"{HOME}/settings/appointment-types/running")).text
    assert "of the next 7 days is booked now. New patients cannot book" in text
    assert "New patients cannot book Running" in (await robin.get(TODAY)).text
    other = (await robin.get(f"{HOME}/settings/appointment-types/initial")).text
    assert "of the next 28 days is booked now." in other


async def test_the_log_says_that_the_rule_did_it(robin: Colleague, world: World) -> None:
    await rule(world, FULL)
    await book(world, "02T14:30")
    await robin.get(TODAY)
    text = (await robin.get(f"{HOME}/log?about=setting")).text
    assert "The rule" in text
    assert "Closed online booking to new patients" in text


async def test_the_preview_shows_what_new_patients_read(robin: Colleague, world: World) -> None:
    await rule(world, FULL, "running")
    await book(world, "02T14:30")
    chosen = f"{HOME}/preview?type=running&day=2027-02-02"
    await robin.get(f"{chosen}&patient_is=new")
    assert "New patients cannot book this online at the moment." in robin.answer.text
    await robin.get(f"{chosen}&patient_is=existing")
    assert "New patients cannot book" not in robin.answer.text
