"""Whatever a clinic or a patient writes is text: nothing of it runs (R4), on any surface."""

import pytest

from tests.web.booking.booked import link_of
from tests.web.booking.test_move import choose, press
from tests.web.booking.waiting_list import keep_list, offer_now
from tests.web.clinics import DEMO
from tests.web.page import Page
from tests.web.patient import ADA, Patient
from tests.web.world import World

EVIL = "\"'><script>alert(1)</script><svg onload=alert(2)>{{7*7}}${7*7}%(x)s{0}{name}</textarea>"
EVIL_TOML = EVIL.replace("\\", "\\\\").replace('"', '\\"')
NAMES = {
    'name = "Harbour Physio"': f'name = "{EVIL_TOML} clinic"',
    'name = "Manly"': f'name = "{EVIL_TOML} place"',
    'address = "14 Halyard Lane, Manly NSW 2095"': f'address = "{EVIL_TOML} address"',
    'name = "Nell Tidewater"': f'name = "{EVIL_TOML} practitioner"',
    'name = "Initial consultation"': f'name = "{EVIL_TOML} type"',
    'description = "Your first visit. We': f'description = "{EVIL_TOML} first. We',
    'cancellation_policy = "Change': f'cancellation_policy = "{EVIL_TOML} Change',
    'call_us = "Please': f'call_us = "{EVIL_TOML} Please',
    "Telling us.": f"{EVIL_TOML} Telling us.",
}


@pytest.fixture
async def hostile(world: World) -> World:
    """A clinic whose every text is an attack."""
    text = DEMO
    for plain, evil in NAMES.items():
        assert plain in text
        text = text.replace(plain, evil)
    await world.import_clinic(text)
    return world


def assert_inert(page: Page) -> None:
    """Only our own script, no handler attributes, and the text is there to be read."""
    scripts = [attributes for tag, attributes in page.tags if tag == "script"]
    assert all(each.get("src") == "/static/hosted.js" for each in scripts)
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
    assert "49" not in page.text.replace("5550", "")


@pytest.mark.req("R4")
async def test_a_clinics_texts_are_inert_at_every_step(hostile: World, ada: Patient) -> None:
    chosen = {"type": "initial"}
    for more in ({}, chosen, {**chosen, "location": "manly"}):
        assert_inert(await ada.start(**more))
        assert "<script>alert(1)" in ada.page.text
    chosen = {**chosen, "location": "manly", "practitioner": "nell-tidewater"}
    times = await ada.start(**chosen)
    assert_inert(times)
    assert_inert(await ada.hold(times.slots[0]))
    assert f"{EVIL} Telling us." in ada.page.html.replace("&#34;", '"').replace(
        "&#39;", "'"
    ).replace("&lt;", "<").replace("&gt;", ">")
    hostile.clock.advance(20)
    assert_inert(await ada.book({**ADA, "first_name": "Ada"}))
    assert ada.page.name == "confirmed"
    link = next(each for each in ada.page.links if "/b/" in each)
    assert (await (await hostile.browser()).get(link)).status_code == 200


@pytest.mark.req("R4", "C1", "C6")
async def test_a_clinics_texts_are_inert_on_every_page_of_a_link(
    hostile: World, ada: Patient
) -> None:
    await keep_list(hostile)
    chosen = {"type": "initial", "location": "manly", "practitioner": "nell-tidewater"}
    times = await ada.start(**chosen)
    await ada.hold(times.slots[-1])
    hostile.clock.advance(20)
    await ada.book(ADA)
    link = link_of(ada)
    for page in (
        link,
        f"{link}/cancel",
        f"{link}/move",
        f"{link}/earlier",
        "/waitlist?type=initial",
    ):
        assert_inert(await ada.get(page))
        assert "<script>alert(1)" in ada.page.text
    assert_inert(await choose(ada, link, -1))
    assert_inert(await press(ada))
    earlier = (await ada.get(f"{link}/earlier")).form("/waitlist").fields
    waiting = await ada.post("/waitlist", {**earlier, "with_nell-tidewater": "on"})
    assert_inert(waiting)
    assert await offer_now(hostile) == 1
    assert_inert(await ada.get(f"/w/{waiting.form('/waitlist/leave').fields['entry']}"))
    assert ada.page.name == "offer"
    assert "<script>alert(1)" in ada.page.text
    cancel = (await ada.get(f"{link}/cancel")).form("/cancellations").fields
    assert_inert(await ada.post("/cancellations", cancel))
    assert ada.page.name == "cancelled"


@pytest.mark.req("R4")
async def test_typed_values_are_inert_when_they_come_back(world: World, ada: Patient) -> None:
    times = await ada.go_to_times(type="running", practitioner="kit-saltmarsh")
    await ada.hold(times.slots[0])
    world.clock.advance(20)
    page = await ada.book(dict.fromkeys(ADA, EVIL))
    assert ada.answer.status_code == 422
    assert_inert(page)
    fields = page.form("/bookings").fields
    for name in ("first_name", "email", "phone", "note", "birth_date"):
        assert fields[name] == EVIL
    page = await ada.book({**ADA, "first_name": "{name}<b>Ada</b>", "note": EVIL})
    assert page.name == "confirmed"
    assert_inert(page)
    assert "{name}<b>Ada</b>" in page.text


@pytest.mark.req("R4")
async def test_addresses_are_inert_when_they_come_back(world: World, ada: Patient) -> None:
    evil = 'x"><script>alert(1)</script>'
    for query in (
        {"lang": evil},
        {"day": evil, "type": "running"},
        {"location": evil, "type": "running"},
        {evil: evil},
    ):
        await ada.go_to_times(**query) if "day" in query else await ada.start(**query)
        assert_inert(ada.page)
    browser = await world.browser()
    for path in ("/c/%22%3E%3Cscript%3E", "/f/%22%3E%3Cscript%3E/start", "/%3Cscript%3E"):
        assert_inert(Page((await browser.get(path)).text))
