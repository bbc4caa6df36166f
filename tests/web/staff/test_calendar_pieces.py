"""What a calendar's script asks for, and the style sheet that its rows stand by."""

import re

import pytest

from slotkeeper.web.staff.calendar.rows_css import calendar_rows
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("A3")

CALENDAR = "/staff/harbour-physio/calendar"


async def test_the_days_alone_come_packed_to_who_can_unpack_them(robin: Colleague) -> None:
    plain = await robin.http.get(f"{CALENDAR}/grid", headers={"Accept-Encoding": "identity"})
    packed = await robin.http.get(f"{CALENDAR}/grid", headers={"Accept-Encoding": "br, gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) < len(plain.content) / 4


async def test_who_asks_for_no_stream_gets_the_number_once(robin: Colleague, world: World) -> None:
    answer = await robin.http.get(f"{CALENDAR}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    before = re.fullmatch(r'event: changed\ndata: {"news": (\d+)}\n\n', answer.text)
    await world.toolbox.database.write(
        lambda tx: tx.execute("UPDATE clinic SET news = news + 1 WHERE slug = 'harbour-physio'")
    )
    answer = await robin.http.get(f"{CALENDAR}/events")
    assert before
    assert f'{{"news": {int(before[1]) + 1}}}' in answer.text


def test_rows_have_their_places_on_every_day_there_is() -> None:
    text = calendar_rows().body.decode()
    assert ".s0{--s:0}" in text
    assert ".l300{--l:300}" in text  # a day of 25 hours
    assert ".n8{--n:8}.i0{--i:0}" in text
