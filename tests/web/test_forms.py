"""Bodies that no browser sends: refused in words, and never with a 500 (R4)."""

from urllib.parse import urlencode

import pytest

from slotkeeper.web.booking.typed import LARGE_FORM_BYTES
from tests.web.page import Page
from tests.web.patient import ADA, Patient
from tests.web.world import World

POSTS = ["/holds", "/bookings", "/holds/extend", "/holds/renew", "/holds/release"]
FORM = "application/x-www-form-urlencoded"
HUGE = 10 * 1024 * 1024


async def send(world: World, ada: Patient, body: bytes, media_type: str | None) -> list[int]:
    """Every POST route with that body; the statuses."""
    headers = {"content-type": media_type} if media_type is not None else {}
    found = []
    for number, path in enumerate(POSTS):
        browser = await world.browser(f"192.0.2.{number}")
        answer = await browser.post(ada.prefix + path, content=body, headers=headers)
        assert Page(answer.text).name == "notice"
        assert Page(answer.text).text
        found.append(answer.status_code)
    return found


@pytest.mark.req("R4")
async def test_ten_megabytes_are_413(world: World, ada: Patient) -> None:
    body = b"hold=x&note=" + b"a" * HUGE
    assert set(await send(world, ada, body, FORM)) == {413}
    assert "That was too much at once" in world.answers[-1].text


@pytest.mark.req("R4")
async def test_ten_megabytes_without_a_length_are_413(world: World, ada: Patient) -> None:
    async def pieces() -> object:  # a generator
        for _ in range(160):
            yield b"a" * 65_536

    browser = await world.browser()
    headers = {"content-type": FORM}
    answer = await browser.post(f"{ada.prefix}/bookings", content=pieces(), headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 413


@pytest.mark.req("R4")
async def test_other_media_types_are_415(world: World, ada: Patient) -> None:
    multipart = b'--x\r\nContent-Disposition: form-data; name="hold"\r\n\r\nx\r\n--x--\r\n'
    for body, media_type in [
        (multipart, "multipart/form-data; boundary=x"),
        (b'{"hold": "x"}', "application/json"),
        (b"<hold/>", "application/xml"),
        (b"hold=x", "text/plain"),
        (b"hold=x", "application/x-msgpack"),
        (b"hold=x", f"{FORM}; charset=utf-16"),
        (b"hold=x", f'{FORM}; charset="iso-8859-1"'),
        (b"hold=x", "; ;"),
    ]:
        assert set(await send(world, ada, body, media_type)) == {415}, media_type


async def test_the_media_type_may_have_a_charset_and_any_case(world: World, ada: Patient) -> None:
    for media_type in (f"{FORM}; charset=UTF-8", FORM.upper(), f'{FORM};charset="utf-8"', None):
        statuses = await send(world, ada, b"hold=x&slot=1", media_type)
        assert set(statuses) == {404}, media_type


@pytest.mark.req("R4")
async def test_many_thousand_fields_are_refused(world: World, ada: Patient) -> None:
    body = urlencode({f"f{number}": "1" for number in range(50_000)}).encode()
    assert len(body) > LARGE_FORM_BYTES
    assert set(await send(world, ada, body, FORM)) == {413}
    body = "&".join("a" for _ in range(10_000)).encode()
    statuses = await send(world, ada, body, FORM)
    assert set(statuses) <= {404, 422}


@pytest.mark.req("R4")
async def test_odd_bodies_are_4xx_in_words(world: World, ada: Patient) -> None:
    for body in [
        b"",
        b"&&&&",
        b"=",
        b"=&=",
        b"%",
        b"%zz=%zz",
        b"\x00",
        b"\xff" * 100,
        b"hold",
        b"hold=x&hold=y",
        b"slot=1&slot=2",
        b"hold=%00",
        b"%00=1",
        b"%ff=1",
        b"type[]=initial",
        b"slot=" + b"9" * 60_000,
        "hold=é".encode("latin-1"),
        "slot=１２".encode(),
        urlencode(ADA).encode(),
    ]:
        statuses = await send(world, ada, body, FORM)
        assert set(statuses) <= {404, 409, 422}, body[:60]


async def test_a_field_sent_twice_is_said(world: World, ada: Patient) -> None:
    await send(world, ada, b"hold=x&hold=y", FORM)
    assert {answer.status_code for answer in world.answers[:1]} == {422}
    assert "This was sent twice" in Page(world.answers[0].text).text
