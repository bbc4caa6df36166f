"""Check 11 of the embedding contract, and the headers: that the watch over every answer sees."""

import httpx
import pytest

from tests.web.patient import ADA
from tests.web.promises import FORBIDDEN_IN_FRAGMENTS, check_answers
from tests.web.world import World

GOOD = {
    "access-control-allow-origin": "*",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}


def answer(html: str, path: str = "/f/harbour-physio/holds", **headers: str) -> httpx.Response:
    request = httpx.Request("POST", f"https://book.example{path}")
    return httpx.Response(200, text=html, headers={**GOOD, **headers}, request=request)


def test_a_good_fragment_passes() -> None:
    check_answers([answer("<section></section>")])


@pytest.mark.parametrize("planted", FORBIDDEN_IN_FRAGMENTS)
def test_forbidden_markup_is_seen(planted: str) -> None:
    with pytest.raises(AssertionError):
        check_answers([answer(f"<section{planted}></section>")])


@pytest.mark.parametrize(
    "headers",
    [
        {"set-cookie": "a=1"},
        {"access-control-allow-origin": "https://harbour.example"},
        {"access-control-allow-credentials": "true"},
        {"referrer-policy": "origin"},
        {"cache-control": "public"},
    ],
)
def test_wrong_headers_are_seen(headers: dict[str, str]) -> None:
    with pytest.raises(AssertionError):
        check_answers([answer("<section></section>", **headers)])


@pytest.mark.req("E1", "E2", "R6")
async def test_a_whole_walk_and_every_refusal_keeps_them(world: World) -> None:
    """All answers are looked at here once more; the fixture does so after every other test too."""
    ada = await world.patient("/f/harbour-physio")
    for chosen in ({}, {"type": "initial"}, {"type": "initial", "location": "manly"}):
        await ada.start(**chosen)
    times = await ada.go_to_times(type="running", practitioner="kit-saltmarsh")
    form = times.form("/holds").fields
    await ada.hold(times.slots[0])
    details = ada.page.form("/bookings").fields
    await ada.post("/holds", {**form, "slot": "1"})  # 409
    await ada.post("/holds", {**form, "slot": "x"})  # 422
    await ada.post("/bookings", {**details, **ADA, "email": ""})  # 422
    await ada.post("/holds/extend", details)
    await ada.post("/holds/resume", details)
    world.clock.advance(460)
    await ada.post("/bookings", {**details, **ADA})  # 410, held again
    world.clock.advance(20)
    await ada.book(ADA)
    await ada.post("/holds/renew", details)  # 410
    await ada.post("/holds/extend", {"hold": "forged"})  # 404
    await ada.get("/nonsense")
    await ada.http.post("/f/harbour-physio/holds", content=b"a" * 400_000)  # 413
    await ada.http.post("/f/harbour-physio/holds", json={})  # 415
    await ada.http.put("/f/harbour-physio/holds")  # 405
    await (await world.patient("/f/shut-practice")).start()  # 403
    await (await world.patient("/f/nowhere")).start()  # 404
    world.take_database_away()
    await ada.post("/holds/extend", details)  # 503
    world.bring_database_back()
    for _ in range(31):
        await ada.post("/holds", {})  # 429
    seen = {each.status_code for each in world.answers}
    assert seen == {200, 403, 404, 405, 409, 410, 413, 415, 422, 429, 503}
    check_answers(world.answers)
