"""The code of a booking says an address of the portal with the reference, and nothing else."""

import zlib

import pytest
import segno

from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.qr import qr_png, qr_svg
from tests.services.desk import Desk

pytestmark = [pytest.mark.req("N5"), pytest.mark.req("R6")]

BASE = "https://book.example"


async def test_both_pictures_say_where_the_desk_check_of_that_booking_is(desk: Desk) -> None:
    booking = await desk.book()
    clinic = await get_clinic(desk.database, desk.slug)
    address = f"{BASE}/staff/harbour-physio/desk/{booking.reference}"
    expected = segno.make(address, error="m", micro=False)
    svg = qr_svg(BASE, clinic, booking, 'A "code"')
    path = expected.svg_inline(border=4, light="#fff", svgclass=None, lineclass=None, scale=3)
    assert svg.partition(">")[2] == path.partition(">")[2]
    assert 'role="img" aria-label="A &quot;code&quot;"' in svg
    assert not {"<script", "style=", "<title", "href"} & set(svg.split())
    png = qr_png(BASE, clinic, booking)
    width = int.from_bytes(png[16:20])
    assert png.startswith(b"\x89PNG")
    assert width == 6 * expected.symbol_size(border=4)[0]
    assert len(png) < 2000
    assert _rows(png) == [[bool(each) for each in row] for row in expected.matrix_iter(border=4)]


def _rows(png: bytes) -> list[list[bool]]:
    """One pixel of each module, dark or not (PNG: a bit a pixel; rows as they are, filter 0, or as
    their difference from the one above, filter 2).
    """
    size, at, data = int.from_bytes(png[16:20]), 8, b""
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    raw, length = zlib.decompress(data), (size + 7) // 8 + 1
    above, rows = bytes(length - 1), list[bytes]()
    for begin in range(0, len(raw), length):
        filtered, row = raw[begin], raw[begin + 1 : begin + length]
        assert filtered in {0, 2}
        above = bytes((a + b) % 256 for a, b in zip(row, above, strict=True)) if filtered else row
        rows.append(above)
    return [
        [not rows[y][x // 8] >> (7 - x % 8) & 1 for x in range(3, size, 6)]
        for y in range(3, size, 6)
    ]
