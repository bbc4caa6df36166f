"""Addresses and names that lead nowhere: 404 with a way back, on both surfaces."""

import pytest

from tests.web.patient import Patient
from tests.web.world import World

NOT_OFFERED = [
    {"type": "surgery"},
    {"type": "initial", "practitioner": "nobody-here"},
    {"type": "long", "practitioner": "otis-brinewell"},
    {"type": "initial", "location": "atlantis"},
    {"type": "Initial"},
    {"type": "initial\u0000"},
    {"type": "../etc"},
    {"type": "x" * 5_000},
]


@pytest.mark.req("R4")
@pytest.mark.parametrize("surface", ["f", "c"])
async def test_an_unknown_clinic_is_404(world: World, surface: str) -> None:
    slugs = ["nowhere", "Harbour-Physio", "x" * 3_000, "%00", "%ff", "%F0%9F%92%89", "a%0ab"]
    for slug in slugs:
        patient = await world.patient(f"/{surface}/{slug}")
        for path in ("/start", "/h/abc", "/b/abc", "/b/abc/appointment.ics"):
            page = await patient.get(path)
            assert patient.answer.status_code == 404, slug
            assert page.name == "notice"


@pytest.mark.req("R4")
async def test_an_unknown_clinic_says_what_to_do(world: World) -> None:
    patient = await world.patient("/c/nowhere")
    page = await patient.get("")
    assert page.notice == "clinic_unknown"
    assert "Go back to the page that you came from" in page.text


@pytest.mark.req("R4")
async def test_what_is_not_offered_is_404_and_leads_to_the_first_step(ada: Patient) -> None:
    for chosen in NOT_OFFERED:
        page = await ada.start(**chosen)
        assert ada.answer.status_code == 404, chosen
        assert page.notice == "not_found"
        assert_leads_back(ada)


@pytest.mark.req("R4")
async def test_a_time_of_what_is_not_offered_is_refused_too(ada: Patient) -> None:
    times = await ada.go_to_times(type="initial")
    form = {**times.form("/holds").fields, "slot": str(times.slots[0])}
    for chosen in NOT_OFFERED:
        page = await ada.post("/holds", {**form, **chosen})
        assert ada.answer.status_code in {404, 409, 422}, chosen
        assert page.name == "notice"
        assert_leads_back(ada)


@pytest.mark.req("R4")
async def test_an_unknown_route_of_a_clinic_leads_to_its_first_step(ada: Patient) -> None:
    for path in ("/nonsense/deep/down", "/holds/nonsense", "/b", "/h/"):
        await ada.get(path)
        assert ada.answer.status_code == 404, path
        assert_leads_back(ada)


async def test_an_unknown_address_of_nobody_is_404(world: World) -> None:
    browser = await world.browser()
    for path in ("/", "/f", "/c/", "/f/", "/nonsense", "/static/none.js", "/embed/1"):
        answer = await browser.get(path)
        assert answer.status_code == 404, path
        assert "That is not offered here" in answer.text or "clinic" in answer.text


async def test_a_type_in_the_address_is_chosen(world: World) -> None:
    patient = await world.patient("/c/harbour-physio")
    page = await patient.get("/standard")
    assert page.name == "location"
    assert page.form("/c/harbour-physio").fields == {"type": "standard"}


async def test_other_methods_are_refused_and_named(world: World, prefix: str) -> None:
    browser = await world.browser()
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        for path in ("/holds", "/bookings"):
            answer = await browser.request(method, prefix + path)
            assert answer.status_code == 405
            assert "POST" in answer.headers["allow"]


def assert_leads_back(patient: Patient) -> None:
    """The first step is one click away."""
    if patient.is_fragment:
        ways = [each.get("hx-get", "") for each in patient.page.buttons]
        assert f"{patient.prefix}/start" in ways or "type=" in str(ways)
    else:
        ways = patient.page.links
        assert patient.prefix in ways or any("type=" in each for each in patient.page.links)
