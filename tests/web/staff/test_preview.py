"""What would a patient see? The widget's own list, in the portal."""

import re

import pytest

from tests.web.staff.staff import Colleague
from tests.web.staff.test_calendar import book
from tests.web.world import World

pytestmark = pytest.mark.req("S13")

PREVIEW = "/staff/harbour-physio/preview"
ASKED = "type=initial&practitioner=nell-tidewater&day=2027-02-02"


def listed(html: str) -> list[str]:
    """The values of the list's buttons."""
    return re.findall(r'<button type="submit" class="time"[^>]*value="(\d+)"', html)


async def test_the_list_is_the_patients_list(robin: Colleague) -> None:
    await robin.get(f"/c/harbour-physio?{ASKED}&location=any")
    patients = listed(robin.answer.text)
    await robin.get(f"{PREVIEW}?{ASKED}")
    assert robin.status == 200
    assert listed(robin.answer.text) == patients
    assert len(patients) > 3
    assert "Preview: pressing a time does nothing" in robin.page.text


async def test_what_is_taken_is_not_in_it(robin: Colleague, world: World) -> None:
    await robin.get(f"{PREVIEW}?{ASKED}")
    before = listed(robin.answer.text)
    await book(world, 24 * 60 + 60)
    await robin.get(f"{PREVIEW}?{ASKED}")
    assert set(listed(robin.answer.text)) < set(before)


async def test_nothing_in_it_books(robin: Colleague) -> None:
    await robin.get(f"{PREVIEW}?{ASKED}")
    preview = robin.answer.text.partition("<template")[2].partition("</template>")[0]
    assert 'method="post"' not in preview
    assert 'id="hold-form"' not in robin.answer.text
    assert "hx-" not in preview
    links = re.findall(r'(?:href|action)="([^"]+)"', preview)
    assert {link.partition("?")[0] for link in links} == {"/static/hosted.css", PREVIEW}


async def test_other_days_keep_what_is_chosen(robin: Colleague) -> None:
    await robin.get(f"{PREVIEW}?{ASKED}&patient_is=existing")
    days = [link for link in robin.page.links if link.startswith(f"{PREVIEW}?")]
    assert days
    for each in days:
        assert "type=initial" in each
        assert "patient_is=existing" in each


async def test_why_others_are_missing_is_one_link_away(robin: Colleague) -> None:
    await robin.get(f"{PREVIEW}?{ASKED}")
    [link] = {each for each in robin.page.links if "/why?" in each}
    assert "day=2027-02-02" in link
    assert (await robin.get(link)).text
    assert robin.status == 200


async def test_a_practitioner_previews_the_own_diary(kit: Colleague) -> None:
    page = await kit.get(f"{PREVIEW}?type=initial&practitioner=nell-tidewater&day=2027-02-02")
    assert kit.status == 200
    assert "Nell Tidewater" not in page.text


@pytest.mark.req("R4")
@pytest.mark.parametrize("query", ["", "day=x&type=x", "day=2199-12-31", "practitioner=any"])
async def test_any_address_gets_a_page(robin: Colleague, query: str) -> None:
    await robin.get(f"{PREVIEW}?{query}")
    assert robin.status == 200
