"""Limits: 429 with Retry-After and a sentence for people (T6, H7, B5)."""

import pytest

from slotkeeper.services.hold_caps import MOST_HOLDS_AN_ADDRESS
from slotkeeper.web.rate_limits import RATES
from tests.web.patient import ADA, Patient
from tests.web.world import World

HOUR = 3600


def retry_after(patient: Patient) -> int:
    return int(patient.answer.headers["retry-after"])


@pytest.mark.req("T6")
@pytest.mark.parametrize(
    ("path", "kind"),
    [("/holds", "hold"), ("/bookings", "booking"), ("/moves", "change"), ("/waitlist", "change")],
)
async def test_one_address_may_not_ask_without_end(
    world: World, ada: Patient, path: str, kind: str
) -> None:
    world.let_no_rate_recover()
    for _ in range(RATES[kind].burst):
        await ada.post(path, {"hold": "x", "slot": "1", "type": "initial"})
        assert ada.answer.status_code != 429
    page = await ada.post(path, {"hold": "x", "slot": "1"})
    assert (ada.answer.status_code, page.notice) == (429, "too_many")
    assert 1 <= retry_after(ada) <= 60
    assert "Please wait a minute and try again" in page.text


@pytest.mark.req("T6")
async def test_another_address_is_not_limited(world: World, ada: Patient, ben: Patient) -> None:
    world.let_no_rate_recover()
    for _ in range(RATES["hold"].burst + 1):
        await ada.post("/holds", {})
    assert ada.answer.status_code == 429
    await ben.post("/holds", {})
    assert ben.answer.status_code != 429


@pytest.mark.req("H7")
async def test_one_address_holds_few_times_at_once(world: World, prefix: str) -> None:
    for _ in range(MOST_HOLDS_AN_ADDRESS):
        patient = await world.patient(prefix)
        await patient.hold((await patient.go_to_times(type="video")).slots[0])
        assert patient.page.name == "details"
    one_more = await world.patient(prefix)
    page = await one_more.hold((await one_more.go_to_times(type="video")).slots[0])
    assert (one_more.answer.status_code, page.notice) == (429, "too_many_holds")
    assert 1 <= retry_after(one_more) <= 450
    assert "Several times are already kept" in page.text


@pytest.mark.req("T6", "B6")
async def test_a_form_that_came_too_fast_can_be_sent_again_without_javascript(world: World) -> None:
    ada = await world.patient("/c/harbour-physio")
    await ada.hold((await ada.go_to_times(type="running")).slots[0])
    fields = {**ada.page.form("/bookings").fields, **ADA}
    world.let_no_rate_recover()
    for _ in range(RATES["booking"].burst):
        await ada.post("/bookings", {"hold": "forged"})
    page = await ada.post("/bookings", fields)
    assert page.notice == "too_many"
    again = page.form("/bookings").fields
    assert {name: text for name, text in fields.items() if text} == again
    world.clock.advance(20)
    ada.http = await world.browser("192.0.2.1")  # as after a minute's rest
    assert (await ada.post("/bookings", again)).name == "confirmed"


@pytest.mark.req("B5")
async def test_past_the_daily_limit_the_patient_learns_when_the_next_is_possible(
    world: World,
) -> None:
    """One booking a day at the corner practice; it opens at 9:00, it is Sunday 23:00 in Berlin."""
    for prefix in ("/f/corner-practice", "/c/corner-practice"):
        patient = await world.patient(prefix)
        typed = {**ADA, "phone": "030 5550 4321", "email": f"{prefix[1]}@patient.example"}
        typed["phone"] += "1" if prefix[1] == "f" else "2"
        typed["birth_date"] = ""
        await patient.hold((await patient.start()).slots[0])
        world.clock.advance(60)
        assert (await patient.book(typed)).name == "confirmed"
        await patient.hold((await patient.start()).slots[0])
        world.clock.advance(60)
        page = await patient.book(typed)
        assert (patient.answer.status_code, page.notice) == (429, "limit")
        assert retry_after(patient) == 24 * HOUR - 60
        assert "You can make your next booking from Mon 1 Feb, 11:0" in page.text
        assert "+49 30 5550 1234" in page.text


@pytest.mark.req("B5", "R4")
async def test_a_limit_leaves_nothing_half_written(world: World) -> None:
    patient = await world.patient("/f/corner-practice")
    for _ in range(2):
        await patient.hold((await patient.start()).slots[0])
        world.clock.advance(60)
        await patient.book({**ADA, "phone": "030 5550 4321"})
    rows = await world.toolbox.database.fetch(
        "SELECT state, COUNT(*) AS n FROM booking GROUP BY state"
    )
    assert {row["state"]: row["n"] for row in rows} == {"confirmed": 1, "held": 1}
