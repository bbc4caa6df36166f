"""What browsers load: one version of it, packed, kept as long as is safe (E1, guides)."""

import base64
import gzip
import hashlib

import brotli
import httpx
import pytest

from tests.web.world import World

FILES = ["/embed.js", "/static/hosted.js", "/static/hosted.css"]


async def get(world: World, path: str, **headers: str) -> httpx.Response:
    browser = await world.browser()
    return await browser.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})


@pytest.mark.req("E1")
async def test_each_file_has_its_type_and_is_asked_for_again_soon(world: World) -> None:
    for path in FILES:
        answer = await get(world, path)
        kind = "css" if path.endswith("css") else "javascript"
        assert answer.status_code == 200
        assert answer.headers["content-type"] == f"text/{kind}; charset=utf-8"
        assert answer.headers["cache-control"] == "public, max-age=300"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.req("E1")
async def test_a_pinned_version_is_for_ever_and_fits_its_published_hash(world: World) -> None:
    told = (await get(world, "/embed/integrity")).json()
    pinned = await get(world, told["path"])
    assert pinned.headers["cache-control"] == "public, max-age=31536000, immutable"
    digest = base64.b64encode(hashlib.sha384(pinned.content).digest()).decode()
    assert told["integrity"] == f"sha384-{digest}"
    assert pinned.content == (await get(world, "/embed.js")).content
    assert told["version"] in told["path"]


async def test_another_version_is_404_and_kept_by_nobody(world: World) -> None:
    answer = await get(world, "/embed/0123456789ab/embed.js")
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.req("E1")
async def test_every_encoding_holds_the_same(world: World) -> None:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
    browser = await world.browser()
    browser.event_hooks = {}
    for path in FILES:
        plain = (await get(world, path, accept_encoding="identity")).content
        for accepted, used in [
            ("gzip, br", "br"),
            ("gzip", "gzip"),
            ("br;q=0, gzip;q=0.1", "gzip"),
        ]:
            headers = {"accept-encoding": accepted}
            async with browser.stream("GET", path, headers=headers) as answer:
                raw = b"".join([piece async for piece in answer.aiter_raw()])
            assert answer.headers["content-encoding"] == used
            assert unpack[used](raw) == plain


async def test_what_did_not_change_is_304(world: World) -> None:
    for path in FILES:
        etag = (await get(world, path)).headers["etag"]
        for asked in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
            answer = await get(world, path, if_none_match=asked)
            assert (answer.status_code, answer.content) == (304, b""), asked
            assert answer.headers["etag"] == etag
        assert (await get(world, path, if_none_match='"other"')).status_code == 200
