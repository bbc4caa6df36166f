"""Which step comes next (B2): one answer is no question, what is chosen beforehand counts."""

import pytest

from tests.web.clinics import CORNER, DEMO
from tests.web.page import Page
from tests.web.patient import ADA, Patient
from tests.web.world import World


def progress(page: Page) -> str:
    """As "2 of 5", "" where none is shown."""
    start = page.html.find('<p class="progress">')
    return "" if start < 0 else page.html[start + 20 : page.html.index("</p>", start)]


@pytest.mark.req("B2")
async def test_a_clinic_with_one_of_everything_begins_with_the_times(world: World) -> None:
    for prefix in ("/f/corner-practice", "/c/corner-practice"):
        patient = await world.patient(prefix)
        times = await patient.start()
        assert times.name == "slot"
        assert progress(times) == "1 of 2"
        details = await patient.hold(times.slots[0])
        assert progress(details) == "2 of 2"
        assert "Change" not in details.text


@pytest.mark.req("B2")
async def test_progress_counts_the_questions_that_are_asked(ada: Patient) -> None:
    assert progress(await ada.start()) == "1 of 5"
    assert progress(await ada.start(type="initial")) == "2 of 5"
    assert progress(await ada.start(type="initial", location="manly")) == "3 of 5"
    chosen = {"type": "initial", "location": "manly", "practitioner": "any"}
    times = await ada.start(**chosen)
    assert progress(times) == "4 of 5"
    assert progress(await ada.hold(times.slots[0])) == "5 of 5"


@pytest.mark.req("B2", "E4")
async def test_what_is_chosen_beforehand_is_not_asked(ada: Patient) -> None:
    page = await ada.start(practitioner="kit-saltmarsh")
    assert page.name == "type"
    page = await ada.start(location="balmain")
    assert page.name == "type"
    page = await ada.start(type="standard", practitioner="kit-saltmarsh")
    assert page.name == "slot"
    page = await ada.start(type="standard", practitioner="nell-tidewater")
    assert page.name == "location"
    assert page.form(ada.prefix + ("/start" if ada.is_fragment else "")).fields == {
        "type": "standard",
        "practitioner": "nell-tidewater",
    }


@pytest.mark.req("B2", "E4")
async def test_a_practitioner_or_place_chosen_before_the_type_is_kept_when_the_type_is_chosen(
    ada: Patient,
) -> None:
    page = await ada.start(practitioner="kit-saltmarsh", location="manly")
    fields = page.form(ada.prefix + ("/start" if ada.is_fragment else "")).fields
    assert fields == {"practitioner": "kit-saltmarsh", "location": "manly"}
    times = await ada.start(**fields, type="standard")
    assert times.name == "slot"
    assert "with Kit Saltmarsh" in times.text


@pytest.mark.req("B2")
async def test_the_summary_leads_back_to_each_decision(world: World) -> None:
    ada = await world.patient("/c/harbour-physio")
    await ada.start(type="initial", location="manly", practitioner="kit-saltmarsh", lang="en")
    links = [link for link in ada.page.links if "lang=en" in link]
    assert "/c/harbour-physio?lang=en" in links
    assert "/c/harbour-physio?type=initial&lang=en" in links
    assert "/c/harbour-physio?type=initial&location=manly&lang=en" in links


@pytest.mark.req("B10")
async def test_a_day_can_be_chosen_and_the_horizon_is_its_end(ada: Patient) -> None:
    """60 days from 1 February: the last is 2 April."""
    chosen = {"type": "running", "practitioner": "kit-saltmarsh"}
    page = await ada.start(**chosen, day="2027-02-04")
    assert "Thursday 4 February" in page.text
    assert page.slots
    for day, shown in [
        ("2027-01-31", "Monday 1 February"),
        ("1900-01-01", "Monday 1 February"),
        ("0001-01-01", "Monday 1 February"),
        ("2027-04-03", "Friday 2 April"),
        ("9999-12-31", "Friday 2 April"),
    ]:
        page = await ada.start(**chosen, day=day)
        assert ada.answer.status_code == 200
        assert shown in page.text, day


@pytest.mark.req("R4")
async def test_a_day_that_is_none_is_422(ada: Patient) -> None:
    chosen = {"type": "running", "practitioner": "kit-saltmarsh"}
    days = ["today", "2027-02-30", "2027-2-4", "04.02.2027", "20270204", "1801432800", "2027-W05-4"]
    for day in [*days, "２０２７-02-04", "2027-02-04T09:00", "x" * 3_000, "\u0000"]:
        page = await ada.start(**chosen, day=day)
        assert (ada.answer.status_code, page.notice) == (422, "fields"), day
        assert "Choose one of the days shown" in page.text


@pytest.mark.req("B10")
async def test_next_available_jumps_over_empty_weeks(world: World, ada: Patient) -> None:
    away = "time_off = [{ from = 2027-01-04, to = 2027-02-28 }]"
    await world.import_clinic(
        DEMO.replace("time_off = [{ from = 2027-01-04, to = 2027-01-15 }]", away)
    )
    chosen = {"type": "running", "practitioner": "otis-brinewell"}
    page = await ada.start(**chosen)
    assert "Monday 1 March" in page.text
    page = await ada.start(**chosen, day="2027-02-03")
    assert page.slots == []
    assert "No time is free on this day" in page.text
    assert "Next available: Mon 1 Mar" in page.text


@pytest.mark.req("B10", "R4")
async def test_a_type_without_any_time_says_so_and_shows_the_telephone(world: World) -> None:
    await world.import_clinic(CORNER.replace("[{ days", "[] # { days"))
    for prefix in ("/f/corner-practice", "/c/corner-practice"):
        patient = await world.patient(prefix)
        page = await patient.start()
        assert patient.answer.status_code == 200
        assert "No time is free at the moment" in page.text
        assert "+49 30 5550 1234" in page.text


@pytest.mark.req("E7")
async def test_the_language_is_asked_for_or_the_browsers_or_the_first(world: World) -> None:
    ada = await world.patient("/c/harbour-physio")
    for query, header in [("", ""), ("?lang=xx", "xx"), ("?lang=en", "fr"), ("", "de;q=x,,*;q=0")]:
        page = await ada.get(query, **{"accept-language": header})
        assert ada.answer.status_code == 200
        assert page.step["lang"] == "en"
    times = await ada.start(lang="en", type="running", practitioner="kit-saltmarsh")
    assert times.form("/holds").attributes["action"].endswith("?lang=en")


@pytest.mark.req("B7")
async def test_the_hosted_page_is_complete_without_javascript(world: World) -> None:
    """Plain forms and links all the way: nothing that needs a script."""
    ada = await world.patient("/c/harbour-physio")
    pages = [await ada.start(), await ada.start(type="initial")]
    pages.append(await ada.start(type="initial", location="manly"))
    pages.append(await ada.go_to_times(type="initial", location="manly"))
    pages.append(await ada.hold(pages[-1].slots[0]))
    world.clock.advance(20)
    pages.append(await ada.book(ADA))
    for page in pages:
        assert "hx-" not in page.html
        assert all(form.attributes["method"] in {"get", "post"} for form in page.forms)
        assert [tag for tag, _ in page.tags].count("h1") == 1
    assert "Keep it longer" in pages[4].text
    assert "until 9:07 am" in pages[4].text
    longer = pages[4].form("/holds/extend")
    assert "hidden" not in longer.attributes
    assert pages[5].step["data-reference"]


@pytest.mark.req("B7")
async def test_the_confirmation_is_a_page_that_can_be_reloaded(world: World) -> None:
    ada = await world.patient("/c/harbour-physio")
    await ada.hold((await ada.go_to_times(type="initial")).slots[0])
    world.clock.advance(20)
    booked = await ada.book(ADA)
    assert ada.answers[-2].status_code == 303
    again = await ada.get(ada.answer.url.path.removeprefix(ada.prefix))
    assert again.step["data-reference"] == booked.step["data-reference"]
    assert again.name == "confirmed"


async def test_both_surfaces_show_the_same_step(world: World) -> None:
    widget, page = (
        await world.patient("/f/harbour-physio"),
        await world.patient("/c/harbour-physio"),
    )
    for chosen in ({}, {"type": "initial"}, {"type": "video", "practitioner": "any"}):
        inside = Page((await page.start(**chosen)).html.split("<main")[1])
        fragment = await widget.start(**chosen)
        assert fragment.name == inside.name
        assert fragment.slots == inside.slots
        assert fragment.html.startswith("<section")
        assert fragment.html.rstrip().endswith("</section>")
