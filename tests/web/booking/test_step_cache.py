"""Steps that are kept ready: never older than what is true, and nobody's own."""

import gzip
from collections.abc import AsyncIterator

import brotli
import pytest

from tests.web.clinics import CORNER, DEMO
from tests.web.page import Page
from tests.web.patient import Patient
from tests.web.world import World, open_world

CHOSEN = {"type": "running", "practitioner": "kit-saltmarsh"}
START = "/f/harbour-physio/start?type=running&practitioner=kit-saltmarsh"


@pytest.fixture(params=["sqlite", "postgresql"])
async def either(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """A server on each engine."""
    async with open_world(request.getfixturevalue(f"{request.param}_url"), DEMO, CORNER) as world:
        yield world


async def slots(patient: Patient) -> list[int]:
    for _ in range(2):  # the second comes from what was kept
        page = await patient.go_to_times(**CHOSEN)
    return page.slots


@pytest.mark.req("H3", "S13")
async def test_a_hold_takes_its_time_away_at_once_and_gives_it_back_at_once(either: World) -> None:
    ada, ben = [await either.patient("/f/harbour-physio") for _ in range(2)]
    free = await slots(ben)
    await ada.go_to_times(**CHOSEN)
    await ada.hold(free[0])
    held = await slots(ben)
    assert free[0] not in held
    await ada.post("/holds/release", ada.page.form("/holds/release").fields)
    assert await slots(ben) == free


@pytest.mark.req("H9")
async def test_the_end_of_a_hold_gives_its_time_back(either: World) -> None:
    ada, ben = [await either.patient("/f/harbour-physio") for _ in range(2)]
    free = await slots(ben)
    await ada.go_to_times(**CHOSEN)
    await ada.hold(free[0])
    either.clock.advance(449)
    assert free[0] not in await slots(ben)
    either.clock.advance(1)
    assert free[0] in await slots(ben)


@pytest.mark.req("S3")
async def test_the_cut_off_takes_times_away_as_it_moves(either: World) -> None:
    ben = await either.patient("/f/harbour-physio")
    first, second, *_ = await slots(ben)
    either.clock.advance(first - 7200 - either.clock())
    assert (await slots(ben))[0] == first
    either.clock.advance(1)
    assert (await slots(ben))[0] == second


@pytest.mark.req("O3")
async def test_a_new_set_up_from_another_process_is_seen(either: World) -> None:
    ben = await either.patient("/f/harbour-physio")
    before = await slots(ben)
    await either.import_clinic(
        DEMO.replace('from = "11:00", to = "20:00"', 'from = "16:00", to = "20:00"')
    )
    assert (await slots(ben))[0] > before[0]
    await either.import_clinic(DEMO.replace("Running assessment", "Gait and running"))
    assert "Gait and running" in (await ben.go_to_times(**CHOSEN)).text


async def test_a_booking_made_by_another_server_is_seen(either: World) -> None:
    ben = await either.patient("/f/harbour-physio")
    free = await slots(ben)
    async with open_world(either.database_url) as other:
        ada = await other.patient("/f/harbour-physio")
        await ada.go_to_times(**CHOSEN)
        await ada.hold(free[0])
        if either.toolbox.database.engine == "postgresql":
            assert free[0] not in await slots(ben)


@pytest.mark.req("E1")
async def test_each_encoding_says_the_same(world: World) -> None:
    browser = await world.browser()
    plain = await browser.get(START, headers={"accept-encoding": "identity"})
    browser.event_hooks = {}
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
    for accepted, used in [
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("*", ""),
    ]:
        for _ in range(2):
            async with browser.stream(
                "GET", START, headers={"accept-encoding": accepted}
            ) as answer:
                raw = b"".join([piece async for piece in answer.aiter_raw()])
            assert answer.headers.get("content-encoding", "") == used
            assert unpack.get(used, bytes)(raw) == plain.content
            assert answer.headers["content-length"] == str(len(raw))
            assert "Accept-Encoding" in answer.headers["vary"]


async def test_an_encoding_that_is_refused_is_not_used(world: World) -> None:
    browser = await world.browser()
    for accepted in ("br;q=0, gzip;q=0", "br;q=0.0,identity"):
        answer = await browser.get(START, headers={"accept-encoding": accepted})
        assert "content-encoding" not in answer.headers


@pytest.mark.req("R6")
async def test_what_is_kept_is_the_same_for_everybody(world: World) -> None:
    ada, ben = (
        await world.patient("/f/harbour-physio"),
        await world.patient("/f/harbour-physio", "192.0.2.9"),
    )
    first, second = await ada.go_to_times(**CHOSEN), await ben.go_to_times(**CHOSEN)
    assert first.html == second.html
    assert first.form("/holds").fields == {"type": "running", "practitioner": "kit-saltmarsh"}


async def test_hosted_pages_give_each_visitor_a_name_of_its_own(world: World) -> None:
    ada, ben = [await world.patient("/c/harbour-physio") for _ in range(2)]
    names = {
        (await each.go_to_times(**CHOSEN)).form("/holds").fields["visitor"] for each in (ada, ben)
    }
    assert len(names) == 2


async def test_refusals_are_not_kept(world: World) -> None:
    ben = await world.patient("/f/harbour-physio")
    for _ in range(2):
        page = await ben.start(type="surgery")
        assert ben.answer.status_code == 404
        assert ben.answer.headers["cache-control"] == "no-store"
        assert page.notice == "not_found"


@pytest.mark.req("E1")
async def test_who_has_the_present_answer_is_not_sent_it_again(either: World) -> None:
    browser = await either.browser()
    for _ in range(3):
        first = await browser.get(START)
        again = await browser.get(START, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["access-control-allow-origin"] == "*"
        assert again.headers["etag"] == first.headers["etag"]
    ada = await either.patient("/f/harbour-physio")
    await ada.hold((await ada.go_to_times(**CHOSEN)).slots[0])
    again = await browser.get(START, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 200


async def test_kept_answers_look_like_new_ones(world: World) -> None:
    browser = await world.browser()
    first, second = [await browser.get(START) for _ in range(2)]
    assert Page(first.text).name == "slot"
    differing = {"date"}
    for name in set(first.headers) | set(second.headers) - differing:
        assert first.headers.get(name) == second.headers.get(name), name
    assert first.content == second.content
