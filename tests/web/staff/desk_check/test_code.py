"""The code of a confirmation leads to the answer at the desk."""

import re

import pytest
import segno

from tests.web.patient import ADA, Patient
from tests.web.staff.acts.appointment import TWO
from tests.web.staff.desk_check.conftest import DESK
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("N5")

DESK_ADDRESS = "/staff/harbour-physio/desk"


def drawn(reference: str) -> str:
    """The line that the code of that reference is drawn with."""
    code = segno.make(f"https://book.example{DESK_ADDRESS}/{reference}", error="m", micro=False)
    line: str = code.svg_inline(border=4, lineclass=None).partition(' d="')[2].partition('"')[0]
    return line


async def booked(world: World, kind: str, who: str) -> Patient:
    patient = await world.patient("/f/harbour-physio")
    await patient.go_to_times(type=kind, practitioner=who)
    await patient.hold(TWO)
    world.clock.advance(30)  # who types takes a while
    await patient.book({**ADA, "patient_is": "existing"})
    assert patient.page.name == "confirmed", patient.page.text
    return patient


def reference_of(patient: Patient) -> str:
    [found] = re.findall(r'data-reference="([^"]+)"', patient.page.html)
    return str(found).replace("-", "")


async def test_what_the_patient_shows_is_read_at_the_desk(mara: Colleague, world: World) -> None:
    patient = await booked(world, "standard", "nell-tidewater")
    reference = reference_of(patient)
    assert drawn(reference) in patient.page.html
    await mara.get(f"{DESK_ADDRESS}/{reference}")
    assert mara.led_to.startswith(DESK)
    assert "Good for today, 2:00 pm" in (await mara.follow()).text


async def test_who_is_seen_by_video_stands_at_no_desk(world: World) -> None:
    patient = await booked(world, "video", "nell-tidewater")
    assert drawn(reference_of(patient)) not in patient.page.html
