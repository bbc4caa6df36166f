"""For operators: alive, and able to serve (O4)."""

import pytest

from tests.web.world import World


@pytest.mark.req("O4")
async def test_a_server_that_runs_is_alive_and_ready(world: World) -> None:
    browser = await world.browser()
    alive, ready = await browser.get("/healthz"), await browser.get("/readyz")
    assert (alive.status_code, alive.text) == (200, "ok")
    assert (ready.status_code, ready.text) == (200, "ready")
    assert alive.headers["content-type"].startswith("text/plain")


@pytest.mark.req("O4")
async def test_without_its_database_it_is_alive_but_not_ready(world: World) -> None:
    browser = await world.browser()
    world.take_database_away()
    assert (await browser.get("/healthz")).status_code == 200
    ready = await browser.get("/readyz")
    assert (ready.status_code, ready.text) == (503, "database unavailable")
    world.bring_database_back()
    assert (await browser.get("/readyz")).status_code == 200


async def test_head_is_get_without_a_body(world: World) -> None:
    browser = await world.browser()
    for path in (
        "/healthz",
        "/readyz",
        "/embed.js",
        "/c/harbour-physio",
        "/f/harbour-physio/start",
        "/api/v1/clinics/harbour-physio",
        "/c/nowhere",
    ):
        head, get = await browser.head(path), await browser.get(path)
        assert head.status_code == get.status_code
        assert head.content == b""
        assert head.headers["content-length"] == get.headers["content-length"]
