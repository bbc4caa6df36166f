"""The hold's life over HTTP: found again, kept longer, over, given back; keys that do not fit."""

import pytest

from tests.web.patient import ADA, Patient
from tests.web.world import World

CHOSEN = {"type": "running", "practitioner": "kit-saltmarsh"}
TYPED = {name: text for name, text in ADA.items() if name != "terms"}
HOLD_SECONDS = 450


@pytest.fixture
async def holding(ada: Patient) -> Patient:
    """Ada, with a time held and the form before her."""
    times = await ada.go_to_times(**CHOSEN)
    await ada.hold(times.slots[0])
    assert ada.page.name == "details"
    return ada


def hold_token(patient: Patient) -> str:
    return patient.page.step["data-hold-token"]


def expires_at(patient: Patient) -> int:
    return int(patient.page.step["data-expires-at"])


@pytest.mark.req("H1", "H5")
async def test_the_form_says_until_when_the_time_is_kept(world: World, holding: Patient) -> None:
    step = holding.page.step
    assert expires_at(holding) == world.clock() + HOLD_SECONDS
    assert step["data-now"] == str(world.clock())
    assert "We're keeping Tue 2 Feb, 11:00 am for you" in holding.page.text
    if not holding.is_fragment:
        assert "until 9:07 am" in holding.page.text


@pytest.mark.req("H5", "B6")
async def test_a_hold_that_ran_out_is_placed_again_and_nothing_typed_is_lost(
    world: World, holding: Patient
) -> None:
    world.clock.advance(HOLD_SECONDS + 1)
    page = await holding.book(ADA)
    assert holding.answer.status_code == 410
    assert page.name == "details"
    assert "It was still free" in page.text
    fields = page.form("/bookings").fields
    assert {name: fields[name] for name in TYPED} == TYPED
    assert expires_at(holding) == world.clock() + HOLD_SECONDS
    world.clock.advance(10)
    assert (await holding.book({"terms": "accepted"})).name == "confirmed"


@pytest.mark.req("H5", "B6", "H3")
async def test_a_hold_whose_time_went_to_another_ends_with_the_nearest_times(
    world: World, holding: Patient, ben: Patient
) -> None:
    form = holding.page.form("/bookings").fields
    left = (await holding.go_to_times(**CHOSEN)).slots
    world.clock.advance(HOLD_SECONDS)
    times = await ben.go_to_times(**CHOSEN)
    assert times.slots[0] < left[0]
    await ben.hold(times.slots[0])
    page = await holding.post("/bookings", {**form, **ADA})
    assert (holding.answer.status_code, page.notice) == (410, "hold_over")
    assert times.slots[0] not in page.slots
    assert page.slots


@pytest.mark.req("H5")
async def test_keep_it_longer_works_ten_times(world: World, holding: Patient) -> None:
    for _ in range(10):
        world.clock.advance(HOLD_SECONDS - 30)
        await holding.post("/holds/extend", holding.page.form("/holds/extend").fields)
        assert holding.answer.status_code == 200
        assert expires_at(holding) == world.clock() + HOLD_SECONDS
    forms = [each.path for each in holding.page.forms]
    assert f"{holding.prefix}/holds/extend" not in forms
    token = hold_token(holding)
    page = await holding.post("/holds/extend", {"hold": token})
    assert (holding.answer.status_code, page.notice) == (429, "not_extendable")
    assert int(holding.answer.headers["retry-after"]) > 0


@pytest.mark.req("H4")
async def test_the_hold_is_found_again(world: World, holding: Patient) -> None:
    token = hold_token(holding)
    world.clock.advance(100)
    if holding.is_fragment:
        page = await holding.post("/holds/resume", {"hold": token})
        assert "Welcome back" in page.text
    else:
        page = await holding.get(f"/h/{token}")
    assert page.name == "details"
    assert page.step["data-now"] == str(world.clock())


@pytest.mark.req("H4")
async def test_a_page_after_choosing_can_be_reloaded(world: World) -> None:
    patient = await world.patient("/c/harbour-physio")
    times = await patient.go_to_times(**CHOSEN)
    await patient.hold(times.slots[0])
    redirect, page = patient.answers[-2:]
    assert (redirect.status_code, page.status_code) == (303, 200)
    assert redirect.headers["cache-control"] == "no-store"
    again = await patient.get(page.url.path.removeprefix(patient.prefix))
    assert again.name == "details"
    assert again.step["data-expires-at"] == str(world.clock() + HOLD_SECONDS)


@pytest.mark.req("H6")
async def test_back_gives_the_time_back_at_once(holding: Patient, ben: Patient) -> None:
    page = await holding.post("/holds/release", holding.page.form("/holds/release").fields)
    assert page.name == "slot"
    assert (await ben.go_to_times(**CHOSEN)).slots == page.slots


@pytest.mark.req("H6")
@pytest.mark.parametrize(
    ("decision", "step"),
    [("type", "type"), ("location", "practitioner"), ("practitioner", "practitioner")],
)
async def test_changing_a_decision_gives_the_time_back(
    holding: Patient, ben: Patient, decision: str, step: str
) -> None:
    """Both who offer this type work at one location each, so that the next question is whom."""
    fields = {**holding.page.form("/holds/release").fields, "back_to": decision}
    page = await holding.post("/holds/release", fields)
    assert page.name in {step, "location"}
    assert holding.answer.status_code == 200
    assert len((await ben.go_to_times(**CHOSEN)).slots) > 0


@pytest.mark.req("H6")
async def test_releasing_twice_is_no_mistake(holding: Patient) -> None:
    fields = holding.page.form("/holds/release").fields
    await holding.post("/holds/release", fields)
    page = await holding.post("/holds/release", fields)
    assert page.name == "slot"


@pytest.mark.req("H6")
async def test_choosing_another_time_moves_the_hold(world: World, ben: Patient) -> None:
    ada = await world.patient("/f/harbour-physio")
    times = await ada.go_to_times(**CHOSEN)
    form, first, last = times.form("/holds").fields, times.slots[0], times.slots[-1]
    held = await ada.post("/holds", {**form, "slot": str(first), "visitor": "one-browser"})
    token = held.step["data-hold-token"]
    await ada.post("/holds", {**form, "slot": str(last), "visitor": "one-browser", "hold": token})
    assert ada.page.name == "details"
    free = (await ben.go_to_times(**CHOSEN)).slots
    assert first in free
    assert last not in free


@pytest.mark.req("R5")
async def test_forged_damaged_and_foreign_tokens_are_4xx(world: World, holding: Patient) -> None:
    token = hold_token(holding)
    other = await world.patient("/f/corner-practice")
    await other.hold((await other.start()).slots[0])
    foreign = hold_token(other)
    flipped = [token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :] for n in (0, 40)]
    worthless = ["", "x", "é", "..", "=" * 40, "A" * 600, *flipped, token[::-1], token * 9, foreign]
    for number, forged in enumerate(worthless):
        holding.http = await world.browser(f"192.0.2.{number}")  # no limit on the way
        for path in ("/bookings", "/holds/extend", "/holds/renew", "/holds/release"):
            page = await holding.post(path, {**ADA, "hold": forged})
            assert (holding.answer.status_code, page.notice) == (404, "hold_unknown"), forged
        if holding.is_fragment:
            await holding.post("/holds/resume", {"hold": forged})
            assert holding.answer.status_code == 404
        elif forged not in {"", ".."}:
            await holding.get(f"/h/{forged}")
            assert holding.answer.status_code == 404
    assert (await holding.post("/holds/extend", {"hold": token})).name == "details"


@pytest.mark.req("R5")
async def test_a_token_is_worth_nothing_for_another_purpose(world: World, holding: Patient) -> None:
    token = hold_token(holding)
    page = await world.patient("/c/harbour-physio")
    await page.get(f"/b/{token}")
    assert (page.answer.status_code, page.page.notice) == (404, "link_over")
    world.clock.advance(5)
    await holding.book(ADA)
    link = next(each for each in holding.page.links if "/b/" in each and "ics" not in each)
    manage = link.rpartition("/")[2]
    await holding.post("/holds/extend", {"hold": manage})
    assert holding.answer.status_code == 404


async def test_a_token_of_yesterday_is_refused(world: World, holding: Patient) -> None:
    token = hold_token(holding)
    world.clock.advance(86_401)
    await holding.post("/bookings", {**ADA, "hold": token})
    assert holding.answer.status_code == 404


@pytest.mark.req("H4")
async def test_a_token_of_a_booked_hold_says_so(world: World, holding: Patient) -> None:
    token = hold_token(holding)
    world.clock.advance(5)
    await holding.book(ADA)
    page = await holding.post("/holds/extend", {"hold": token})
    assert (holding.answer.status_code, page.notice) == (410, "already_booked")


async def test_the_address_of_a_form_that_was_refused_leads_to_the_first_step(world: World) -> None:
    patient = await world.patient("/c/harbour-physio")
    for path in ("/holds", "/bookings", "/holds/extend", "/holds/renew", "/holds/release"):
        await patient.get(path)
        assert patient.answer.status_code == 303
        assert patient.answer.headers["location"] == "/c/harbour-physio"
