"""Cross-origin: anybody may read the widget's answers, and nothing is remembered between them."""

import pytest

from tests.web.patient import ADA
from tests.web.world import World

ELSEWHERE = {"origin": "https://harbour.example"}
OPEN = [
    "/f/harbour-physio/start",
    "/f/nowhere/start",
    "/f/harbour-physio/nonsense",
    "/f",
    "/embed.js",
    "/embed/integrity",
    "/embed/none/embed.js",
    "/api/v1/clinics/harbour-physio",
    "/api/v1/clinics/nowhere",
    "/api/v1/nonsense",
    "/api/v1/schema",
]


@pytest.mark.req("E1")
async def test_every_answer_to_the_widget_may_be_read_by_any_page(world: World) -> None:
    browser = await world.browser()
    for path in OPEN:
        answer = await browser.get(path, headers=ELSEWHERE)
        if path != "/f":
            assert answer.headers.get_list("access-control-allow-origin") == ["*"], path
            assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "access-control-allow-credentials" not in answer.headers
        assert "access-control-expose-headers" not in answer.headers


@pytest.mark.req("E1")
async def test_refusals_may_be_read_too(world: World) -> None:
    browser = await world.browser()
    path = "/f/harbour-physio/bookings"
    answers = [
        await browser.post(path, data=ADA),
        await browser.post(path, content=b"a" * 400_000),
        await browser.post(path, json={}),
        await browser.put(path),
        await browser.post("/f/harbour-physio/holds", data={"type": "initial", "slot": "1"}),
    ]
    assert [answer.status_code for answer in answers] == [404, 413, 415, 405, 409]
    for answer in answers:
        assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.req("E1")
async def test_not_modified_may_be_read(world: World) -> None:
    browser = await world.browser()
    etag = (await browser.get("/embed.js")).headers["etag"]
    answer = await browser.get("/embed.js", headers={**ELSEWHERE, "if-none-match": etag})
    assert answer.status_code == 304
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.content == b""


@pytest.mark.req("E1")
async def test_a_preflight_is_answered_for_pages_that_add_headers(world: World) -> None:
    asked = {
        **ELSEWHERE,
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-tracker, content-type",
    }
    browser = await world.browser()
    for path in [*OPEN[:3], "/f/harbour-physio/holds", "/f/harbour-physio/payments", *OPEN[4:]]:
        answer = await browser.options(path, headers=asked)
        assert answer.status_code == 204, path
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "POST" in answer.headers["access-control-allow-methods"]
        assert answer.headers["access-control-allow-headers"] == "*"
        assert int(answer.headers["access-control-max-age"]) > 0
        assert answer.content == b""


async def test_the_hosted_page_is_open_to_no_other_origin(world: World) -> None:
    browser = await world.browser()
    for path in ("/c/harbour-physio", "/c/nowhere", "/healthz", "/readyz"):
        answer = await browser.get(path, headers=ELSEWHERE)
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.req("E1")
async def test_no_cookie_is_set_or_needed(world: World) -> None:
    browser = await world.browser()
    for path in [*OPEN, "/c/harbour-physio", "/static/hosted.js", "/static/hosted.css", "/healthz"]:
        answer = await browser.get(path, headers={"cookie": "anything=1; session=x"})
        assert "set-cookie" not in answer.headers
        assert "cookie" not in answer.headers.get("vary", "").lower()
