"""The public JSON: a clinic and what can be booked there, as DESIGN.md and docs/api.md show it."""

import httpx
import pytest

from slotkeeper.services.payment_accounts import keep_payments
from slotkeeper.services.payment_keys import read_payment_keys
from tests.web.clinics import CORNER
from tests.web.world import World

CLINICS = "/api/v1/clinics"


async def get(world: World, path: str) -> httpx.Response:
    return await (await world.browser()).get(f"{CLINICS}{path}")


@pytest.mark.req("O5")
async def test_a_clinic(world: World) -> None:
    answer = await get(world, "/harbour-physio")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {
        "slug": "harbour-physio",
        "name": "Harbour Physio",
        "time_zone": "Australia/Sydney",
        "currency": "AUD",
        "phone": "+61 2 5550 1234",
        "languages": ["en"],
        "online_booking": True,
        "locations": [
            {"slug": "manly", "name": "Manly", "address": "14 Halyard Lane, Manly NSW 2095"},
            {"slug": "balmain", "name": "Balmain", "address": "3 Capstan Steps, Balmain NSW 2041"},
        ],
        "practitioners": [
            {"slug": "nell-tidewater", "name": "Nell Tidewater"},
            {"slug": "otis-brinewell", "name": "Otis Brinewell"},
            {"slug": "kit-saltmarsh", "name": "Kit Saltmarsh"},
            {"slug": "fern-halloway", "name": "Fern Halloway"},
        ],
    }


@pytest.mark.req("O5")
async def test_appointment_types(world: World) -> None:
    [first, *_] = (await get(world, "/harbour-physio/appointment-types")).json()[
        "appointment_types"
    ]
    assert first == {
        "slug": "initial",
        "name": "Initial consultation",
        "description": "Your first visit. We listen, look at how you move, "
        "and make a plan with you.",
        "minutes": 45,
        "price": "128.00",
        "currency": "AUD",
        "pay_now": "0.00",
        "pay_now_by": "nobody",
        "patients": "new",
        "practitioners": ["nell-tidewater", "otis-brinewell", "kit-saltmarsh", "fern-halloway"],
    }


@pytest.mark.req("O5", "P1")
async def test_a_type_that_is_paid_first_is_told_only_where_that_can_be_paid(world: World) -> None:
    async def told() -> dict[str, tuple[str, str]]:
        answer = (await get(world, "/harbour-physio/appointment-types")).json()
        kinds = answer["appointment_types"]
        return {kind["slug"]: (kind["pay_now"], kind["pay_now_by"]) for kind in kinds}

    assert not {"massage", "insoles", "shockwave"} & set(await told())
    toolbox = world.toolbox
    keys = read_payment_keys("sk_test_pretend_key_of_a_test", "whsec_pretend_of_a_test_only")
    await keep_payments(toolbox.database, toolbox.vault, "harbour-physio", keys, world.clock())
    assert {slug: said for slug, said in (await told()).items() if said[1] != "nobody"} == {
        "massage": ("95.00", "all"),
        "insoles": ("30.00", "all"),
        "shockwave": ("30.00", "new"),
    }


@pytest.mark.req("O5", "S1")
async def test_who_and_what_is_switched_off_is_not_told(world: World) -> None:
    text = CORNER.replace('slug = "robin-ash"', 'slug = "robin-ash"\nenabled = false')
    await world.import_clinic(text)
    assert (await get(world, "/corner-practice")).json()["practitioners"] == []
    types = (await get(world, "/corner-practice/appointment-types")).json()["appointment_types"]
    assert [each["practitioners"] for each in types] in ([], [[]])
    assert (await get(world, "/shut-practice")).json()["online_booking"] is False


@pytest.mark.req("O5", "R4")
async def test_an_unknown_clinic_is_404_in_json(world: World) -> None:
    for path in ("/nowhere", "/nowhere/appointment-types", "/nowhere/slots", "/%00", "/%ff"):
        query = "?type=a&from=2027-02-01&to=2027-02-02" if "slots" in path else ""
        answer = await get(world, path + query)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.json() == {
            "error": "clinic_unknown",
            "detail": "We do not know this clinic",
            "field": "",
        }


@pytest.mark.req("R4")
async def test_an_unknown_address_or_method_is_refused_in_json(world: World) -> None:
    browser = await world.browser()
    for method, path, status in [
        ("GET", "/api/v1/nonsense", 404),
        ("GET", "/api/v1", 404),
        ("GET", "/api/v2/clinics", 404),
        ("GET", f"{CLINICS}/harbour-physio/nonsense", 404),
        ("POST", f"{CLINICS}/harbour-physio", 405),
        ("DELETE", f"{CLINICS}/harbour-physio/slots", 405),
    ]:
        answer = await browser.request(method, path)
        assert answer.status_code == status, path
        assert answer.headers["content-type"] == "application/json"
        assert set(answer.json()) == {"error", "detail", "field"}
        if status == 405:
            assert "GET" in answer.headers["allow"]


async def test_what_nobody_foresaw_is_500_in_json_without_its_words(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise LookupError("a secret")

    monkeypatch.setattr("slotkeeper.web.api.clinic_show._appointment_types", break_down)
    answer = await get(world, "/harbour-physio/appointment-types")
    assert answer.status_code == 500
    assert answer.json() == {
        "error": "broken",
        "detail": "Something went wrong on our side",
        "field": "",
    }
