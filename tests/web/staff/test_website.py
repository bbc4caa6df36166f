"""The lines for the clinic's website, and the try that can book nothing."""

import html
import json
import re

import pytest

from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.audit import find_audit
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("A6")

WEBSITE = "/staff/harbour-physio/website"
PREVIEW = f"{WEBSITE}/preview"
TWO_TAGS = (
    '<slotkeeper-booking clinic="harbour-physio">'
    '<a href="https://book.example/c/harbour-physio">Book an appointment</a></slotkeeper-booking>\n'
    '<script async src="https://book.example/embed.js"></script>'
)


def lines(colleague: Colleague, name: str) -> str:
    """What stands in that box to be copied."""
    found = re.search(
        rf'<textarea[^>]*id="{name}"[^>]*>(.*?)</textarea>', text(colleague), re.DOTALL
    )
    assert found
    return html.unescape(found[1])


def text(colleague: Colleague) -> str:
    return colleague.answer.text


def policy(colleague: Colleague) -> dict[str, list[str]]:
    """The content security policy of the last answer."""
    header = colleague.answer.headers["content-security-policy"]
    parts = (each.split() for each in header.split(";"))
    return {name: values for name, *values in parts}


async def test_the_two_lines_are_there_to_be_copied(robin: Colleague) -> None:
    await robin.get(WEBSITE)
    assert lines(robin, "two-tags") == TWO_TAGS
    one = '<script async src="https://book.example/embed.js" data-clinic="harbour-physio"></script>'
    assert lines(robin, "one-tag") == one
    assert lines(robin, "policy").split(";\n") == [
        "script-src https://book.example",
        "connect-src https://book.example",
    ]


async def test_the_pinned_line_names_the_present_script_and_its_hash(robin: Colleague) -> None:
    await robin.get(WEBSITE)
    pinned = lines(robin, "pinned")
    present = (await robin.http.get("/embed/integrity")).json()
    assert f'src="https://book.example{present["path"]}"' in pinned
    assert f'integrity="{present["integrity"]}"' in pinned
    assert "async crossorigin" in pinned


async def test_choices_become_attributes_and_properties(robin: Colleague) -> None:
    chosen = "type=initial&practitioner=kit-saltmarsh&lang=en&font=inherit&density=compact"
    await robin.get(f"{WEBSITE}?{chosen}&accent=%231A4a9c&radius=4&page=%23101010")
    attributes = 'type="initial" practitioner="kit-saltmarsh" lang="en" font="inherit"'
    assert f'clinic="harbour-physio" {attributes} density="compact">' in lines(robin, "two-tags")
    assert 'data-type="initial" data-practitioner="kit-saltmarsh"' in lines(robin, "one-tag")
    styles = lines(robin, "styles")
    assert "  --slotkeeper-accent: #1a4a9c;\n  --slotkeeper-radius: 4px;\n" in styles
    assert "  color-scheme: dark;\n" in styles
    assert "min-height: 54rem" in styles


async def test_what_is_left_alone_is_not_in_the_style_sheet(robin: Colleague) -> None:
    await robin.get(WEBSITE)
    assert "--slotkeeper" not in lines(robin, "styles")
    assert "color-scheme" not in lines(robin, "styles")


@pytest.mark.req("R4")
@pytest.mark.parametrize(
    "query",
    [
        'type="><script>&practitioner=nobody&location=x&lang=xx&font=x&density=x',
        "accent=red&text=%23fff&page=javascript:&radius=9999",
        "accent=%230b6a62;}*{display:none}",
    ],
)
async def test_what_is_none_of_the_choices_changes_nothing(robin: Colleague, query: str) -> None:
    await robin.get(f"{WEBSITE}?{query}")
    assert lines(robin, "two-tags") == TWO_TAGS
    assert "--slotkeeper" not in lines(robin, "styles")


async def test_contrast_is_counted(robin: Colleague) -> None:
    page = await robin.get(f"{WEBSITE}?accent=%23ffdd00&text=%23777777")
    assert "Text on your page 4.4 to 1 too little, AA asks for 4.5" in page.text
    assert "Buttons on your page 1.3 to 1 too little, AA asks for 3.0" in page.text
    assert "Text on buttons 15.5 to 1 enough (AA asks for 4.5)" in page.text
    page = await robin.get(f"{WEBSITE}?page=%23000000")
    assert "Text on your page 17." in page.text


async def test_a_script_gets_the_lines_alone(robin: Colleague) -> None:
    answer = await robin.http.get(f"{WEBSITE}?type=initial", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "type=&#34;initial&#34;" in answer.text


async def test_the_frame_has_no_rights_and_leads_nowhere_else(robin: Colleague) -> None:
    page = await robin.get(f"{WEBSITE}?type=initial")
    [frame] = [each for tag, each in page.tags if tag == "iframe"]
    assert frame["sandbox"] == "allow-scripts allow-forms"
    assert frame["src"].startswith(f"https://book.example{PREVIEW}?type=initial&")
    assert policy(robin)["frame-src"] == [f"https://book.example{PREVIEW}"]


@pytest.mark.req("R4")
async def test_the_try_may_ask_for_times_and_never_for_a_booking(robin: Colleague) -> None:
    page = await robin.get(f"{PREVIEW}?type=initial&accent=%231a4a9c")
    [widget] = [each for tag, each in page.tags if tag == "slotkeeper-booking"]
    assert (widget["clinic"], widget["type"]) == ("harbour-physio", "initial")
    [look] = [json.loads(each["data-look"]) for tag, each in page.tags if tag == "body"]
    assert look == {"page": "#ffffff", "theme": {"--slotkeeper-accent": "#1a4a9c"}}
    given = policy(robin)
    base = "https://book.example/f/harbour-physio"
    assert f"{base}/start" in given["connect-src"]
    assert f"{base}/holds" in given["connect-src"]
    asked = [each.removeprefix(base) for each in given["connect-src"]]
    assert not any(each.startswith(("/bookings", "/payments")) or each == "/" for each in asked)
    assert all(re.fullmatch(r"/[a-z0-9-]+(/[a-z]+)?", each) for each in asked)
    assert (given["form-action"], given["frame-ancestors"]) == (["'none'"], ["'self'"])
    assert given["sandbox"] == ["allow-scripts", "allow-forms"]


async def test_what_the_try_loads_is_there(robin: Colleague) -> None:
    page = await robin.get(PREVIEW)
    files = [each.get("src") or each.get("href") for tag, each in page.tags if tag != "a"]
    loaded = [each.removeprefix("https://book.example") for each in files if each]
    assert len(loaded) == 3
    for file in loaded:
        assert (await robin.http.get(file)).status_code == 200


async def test_that_the_lines_were_copied_is_noted_once(robin: Colleague, world: World) -> None:
    await robin.get(WEBSITE)
    for _ in range(2):
        await robin.post(f"{WEBSITE}/copied")
        assert robin.led_to == f"{WEBSITE}?told=snippet_copied"
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    noted = await find_audit(world.toolbox.database, clinic.id, "first_run", clinic.id)
    assert [each.action for each in noted] == ["snippet_copied"]


async def test_where_patients_come_back_to_is_told_where_it_matters(
    robin: Colleague, ash: Colleague
) -> None:
    assert "After paying, patients come back" in (await robin.get(WEBSITE)).text
    page = await ash.get("/staff/corner-practice/website")
    assert "After paying" not in page.text
