"""The clinic file by the portal: taken away, brought in, told what it would change."""

import pytest

from slotkeeper.domain.clinic_file import parse_clinic
from slotkeeper.services.clinics import get_clinic
from tests.web.clinics import CORNER
from tests.web.staff.settings.forms import HOME, send
from tests.web.staff.staff import Colleague
from tests.web.world import World

FILE = f"{HOME}/file"


async def download(owner: Colleague) -> str:
    answer = await owner.http.get(f"{FILE}/download")
    assert answer.headers["content-disposition"] == 'attachment; filename="harbour-physio.toml"'
    return answer.text


async def test_the_file_that_is_taken_away_is_the_clinic(robin: Colleague, world: World) -> None:
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    parsed = parse_clinic(await download(robin))
    assert [each.slug for each in parsed.practitioners] == [p.slug for p in clinic.practitioners]


async def test_brought_in_unchanged_it_changes_nothing(robin: Colleague) -> None:
    text = await download(robin)
    await robin.get(FILE)
    await send(robin, "/file", file=text)
    assert (robin.status, "Nothing is different" in robin.page.text) == (200, True)


async def test_what_it_would_change_is_told_before(robin: Colleague, world: World) -> None:
    text = (await download(robin)).replace('cut_off = "2h"', 'cut_off = "1d"')
    await robin.get(FILE)
    await send(robin, "/file", "save", file=text)
    assert "2 hours becomes → 1 day " in robin.page.text
    before = await get_clinic(world.toolbox.database, "harbour-physio")
    assert before.online_booking.cut_off.unit == "h"
    await send(robin, "/file", "save")
    assert robin.led_to == f"{FILE}?saved=1"
    assert "Saved" in (await robin.follow()).text
    after = await get_clinic(world.toolbox.database, "harbour-physio")
    assert after.online_booking.cut_off.unit == "d"


async def test_a_practitioner_missing_from_it_is_told(robin: Colleague) -> None:
    text = await download(robin)
    begin, end = text.index("[[practitioner]]"), text.index('[[practitioner]]\nslug = "otis')
    without = text[:begin] + text[end:].replace('"nell-tidewater", ', "")
    without = without.replace('["nell-tidewater"]', '["otis-brinewell"]')
    without = without.replace('practitioner = "nell-tidewater"', 'practitioner = "otis-brinewell"')
    await robin.get(FILE)
    await send(robin, "/file", file=without.replace('"nell-tidewater"', ""))
    assert "Practitioner: Nell Tidewater" in robin.page.text


async def test_every_mistake_is_told_with_its_line(robin: Colleague) -> None:
    text = (await download(robin)).replace("minutes = 45", 'minutes = "45"')
    await robin.get(FILE)
    await send(robin, "/file", "save", file=text)
    assert robin.status == 422
    assert "appointment_type[1].minutes: found" in robin.page.text
    assert 'minutes = "45"' in robin.page.text


async def test_the_file_of_another_clinic_is_refused(robin: Colleague) -> None:
    await robin.get(FILE)
    await send(robin, "/file", "save", file=CORNER)
    assert robin.status == 422
    assert "This is the file of corner-practice." in robin.page.text


@pytest.mark.parametrize("text", ["", "[", "x = " + "[" * 5000, "\ufeff", "a" * 1_000_001])
async def test_what_is_no_clinic_file_is_refused_in_words(robin: Colleague, text: str) -> None:
    await robin.get(FILE)
    await send(robin, "/file", "save", file=text)
    assert (robin.status, "Nothing was changed" in robin.page.text) == (422, True)


async def test_a_file_beyond_all_measure_is_refused_before_it_is_read(robin: Colleague) -> None:
    await robin.get(FILE)
    await send(robin, "/file", file="a" * 5_000_000)
    assert robin.status == 413
