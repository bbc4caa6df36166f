"""GET …/slots: the times that can be held now."""

import httpx
import pytest

from slotkeeper.web.rate_limits import RATES
from tests.web.patient import ADA
from tests.web.world import World

RUNNING = {"type": "running", "practitioner": "kit-saltmarsh"}


async def get(world: World, clinic: str = "harbour-physio", **query: str) -> httpx.Response:
    """`from_` for `from`."""
    params = {name.rstrip("_"): value for name, value in query.items()}
    browser = await world.browser()
    return await browser.get(f"/api/v1/clinics/{clinic}/slots", params=params)


@pytest.mark.req("O5", "S13")
async def test_slots_as_they_are_promised(world: World) -> None:
    answer = await get(world, "corner-practice", type="visit", from_="2027-02-01", to="2027-02-02")
    assert answer.status_code == 200
    found = answer.json()
    assert found["time_zone"] == "Europe/Berlin"
    assert len(found["slots"]) == 12
    assert found["slots"][0] == {
        "starts_at": "2027-02-01T08:00:00Z",
        "ends_at": "2027-02-01T08:30:00Z",
        "practitioners": ["robin-ash"],
        "places": 1,
    }


@pytest.mark.req("O5")
async def test_days_are_the_clinics_and_both_are_included(world: World) -> None:
    answer = await get(world, **RUNNING, from_="2027-02-02", to="2027-02-04")
    starts = [each["starts_at"] for each in answer.json()["slots"]]
    assert min(starts) == "2027-02-02T00:00:00Z"
    assert max(starts) == "2027-02-04T07:45:00Z"
    assert starts == sorted(starts)


@pytest.mark.req("O5")
async def test_a_start_with_several_practitioners_is_one_slot(world: World) -> None:
    answer = await get(world, type="initial", from_="2027-02-02", to="2027-02-02", location="manly")
    slots = answer.json()["slots"]
    assert len({each["starts_at"] for each in slots}) == len(slots)
    assert ["nell-tidewater", "kit-saltmarsh"] in [each["practitioners"] for each in slots]


@pytest.mark.req("O5", "S13")
async def test_what_the_json_says_is_what_the_page_shows(world: World) -> None:
    ada = await world.patient("/f/harbour-physio")
    page = await ada.go_to_times(**RUNNING, day="2027-02-04")
    answer = await get(world, **RUNNING, from_="2027-02-04", to="2027-02-04")
    shown = [slot["starts_at"] for slot in answer.json()["slots"]]
    assert len(shown) == len(page.slots)
    await ada.hold(page.slots[0])
    answer = await get(world, **RUNNING, from_="2027-02-04", to="2027-02-04")
    assert shown[0] not in [slot["starts_at"] for slot in answer.json()["slots"]]
    world.clock.advance(20)
    await ada.book(ADA)
    world.clock.advance(1000)
    answer = await get(world, **RUNNING, from_="2027-02-04", to="2027-02-04")
    assert shown[0] not in [slot["starts_at"] for slot in answer.json()["slots"]]


@pytest.mark.req("O5", "R4")
async def test_what_is_missing_or_unreadable_is_422_and_named(world: World) -> None:
    good: dict[str, str | None] = {"type": "running", "from_": "2027-02-01", "to": "2027-02-07"}
    changes: list[tuple[dict[str, str | None], str]] = [
        ({"type": None}, "type"),
        ({"from_": None}, "from"),
        ({"to": None}, "to"),
        ({"from_": "monday"}, "from"),
        ({"from_": "5"}, "from"),
        ({"from_": "1801432800"}, "from"),
        ({"from_": "20270201"}, "from"),
        ({"from_": "2027-02-29"}, "from"),
        ({"from_": "2027-W05-1"}, "from"),
        ({"from_": "２０２７-02-01"}, "from"),
        ({"from_": "2027-02-01T00:00:00Z"}, "from"),
        ({"from_": ""}, "from"),
        ({"to": "-1"}, "to"),
        ({"to": "10000-01-01"}, "to"),
    ]
    for change, field in changes:
        query = {name: value for name, value in {**good, **change}.items() if value is not None}
        answer = await get(world, **query)
        assert answer.status_code == 422, change
        told = answer.json()
        assert (told["error"], told["field"]) == ("fields", field), change
        assert told["detail"][0].isupper()
        assert "problem." not in told["detail"]


@pytest.mark.req("R4")
async def test_days_that_do_not_go_together_are_409(world: World) -> None:
    """Each is valid by itself, so that 422 would contradict the description."""
    for first, last, sentence in [
        ("2027-02-01", "2027-01-31", "Choose an end that is not before the beginning"),
        ("2027-02-01", "2028-02-02", "Ask for 366 days or fewer"),
        ("0001-01-01", "9999-12-31", "Ask for 366 days or fewer"),
    ]:
        answer = await get(world, type="running", from_=first, to=last)
        assert answer.status_code == 409
        assert answer.json() == {"error": "fields", "detail": sentence, "field": "to"}


@pytest.mark.req("R4")
async def test_days_far_from_now_are_empty_not_wrong(world: World) -> None:
    for first, last in [
        ("0001-01-01", "0001-01-02"),
        ("0001-01-01", "0002-01-01"),
        ("1969-12-31", "1970-01-01"),
        ("2100-01-01", "2100-12-31"),
        ("9998-12-31", "9999-12-31"),
    ]:
        for clinic, kind in (("harbour-physio", "running"), ("corner-practice", "visit")):
            answer = await get(world, clinic, type=kind, from_=first, to=last)
            assert (answer.status_code, answer.json()["slots"]) == (200, []), first


@pytest.mark.req("R4")
async def test_a_year_may_be_asked_for(world: World) -> None:
    answer = await get(world, **RUNNING, from_="2027-02-01", to="2028-02-01")
    assert answer.status_code == 200
    assert answer.json()["slots"]


@pytest.mark.req("O5")
async def test_unknown_names_are_404(world: World) -> None:
    days = {"from_": "2027-02-01", "to": "2027-02-07"}
    for query in (
        {"type": "surgery"},
        {"type": ""},
        {"type": "running", "practitioner": "nobody"},
        {"type": "running", "practitioner": "nell-tidewater"},
        {"type": "running", "location": "atlantis"},
    ):
        answer = await get(world, **query, **days)
        assert (answer.status_code, answer.json()["error"]) == (404, "not_found"), query


@pytest.mark.req("S1")
async def test_a_clinic_without_online_booking_offers_nothing(world: World) -> None:
    days = {"from_": "2027-02-01", "to": "2027-02-07"}
    answer = await get(world, "shut-practice", type="visit", **days)
    assert answer.status_code == 200
    assert answer.json()["slots"] == []


@pytest.mark.req("T6")
async def test_one_address_may_not_search_without_end(world: World) -> None:
    world.let_no_rate_recover()
    browser = await world.browser()
    address = "/api/v1/clinics/corner-practice/slots?type=visit&from=2027-02-01&to=2027-02-01"
    for _ in range(RATES["read"].burst):
        assert (await browser.get(address)).status_code == 200
    answer = await browser.get(address)
    assert answer.status_code == 429
    assert answer.json()["error"] == "too_many"
    assert int(answer.headers["retry-after"]) >= 1
