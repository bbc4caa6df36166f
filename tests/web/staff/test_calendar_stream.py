"""A calendar's events from a real server: at once, bounded, and gone when the server is."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.accounts import create_member
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.watch import MOST_STREAMS
from slotkeeper.storage.database import open_database
from slotkeeper.storage.news import tell_calendars
from tests.server_process import ServerProcess, in_thread, new_client, start_server
from tests.web.page import Page

pytestmark = pytest.mark.req("A3")

SLUG = "harbour-physio"
EVENTS = f"/staff/{SLUG}/calendar/events"
EMAIL, PASSWORD = "robin@harbour.example", "a calm long password"
TRIES = 10
"""Other work on the machine only adds: what something takes is the least of some."""
STREAM = {"Accept": "text/event-stream"}


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with start_server(abuse_checks=False) as started:
        in_thread(_employ(started.database))
        yield started


@pytest.fixture
def robin(server: ServerProcess) -> Iterator[httpx.Client]:
    """Signed in."""
    with new_client(server.url) as browser:
        form = Page(browser.get("/staff/sign-in").text).form("/sign-in")
        fields = {**form.fields, "email": EMAIL, "password": PASSWORD}
        assert browser.post("/staff/sign-in", data=fields).status_code == 303
        yield browser


async def _employ(url: str) -> None:
    database = await open_database(url)
    clinic = await get_clinic(database, SLUG)
    actor = Actor(clinic_id=clinic.id, staff_id=None, at=int(time.time()))
    await create_member(database, actor, EMAIL, "Robin Wharf", PASSWORD, "owner", None)
    await database.close()


async def _tell(url: str) -> None:
    database = await open_database(url, migrate=False)
    clinic = await get_clinic(database, SLUG)
    await database.write(lambda tx: tell_calendars(tx, clinic.id))
    await database.close()


@contextmanager
def _stream(browser: httpx.Client) -> Iterator[tuple[httpx.Response, Iterator[str]]]:
    with browser.stream("GET", EVENTS, headers=STREAM) as answer:
        yield answer, answer.iter_lines()


def _next(lines: Iterator[str]) -> dict[str, int]:
    """The data of the next event, which is a change."""
    event = next(line for line in lines if line.startswith("event:"))
    assert event == "event: changed"
    told: dict[str, int] = json.loads(next(lines).removeprefix("data: "))
    return told


def test_a_change_is_told_within_a_second_as_a_number_and_nothing_else(
    server: ServerProcess, robin: httpx.Client
) -> None:
    with _stream(robin) as (answer, lines):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-accel-buffering"] == "no"
        news = _next(lines)["news"]
        for _ in range(TRIES):
            in_thread(_tell(server.database))
            began, news = time.monotonic(), news + 1
            assert _next(lines) == {"news": news}
            if time.monotonic() - began < 1:
                return
    pytest.fail("a change is told later than within a second")


def test_one_person_has_so_many_streams_and_closed_ones_count_no_more(
    robin: httpx.Client,
) -> None:
    with ExitStack() as stack:
        streams = [stack.enter_context(_stream(robin))[1] for _ in range(MOST_STREAMS)]
        for lines in streams:
            _next(lines)
        refused = robin.get(EVENTS, headers=STREAM)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
    deadline = time.monotonic() + 60
    while robin.get(EVENTS).status_code == 429:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_server_with_open_streams_stops_at_once(
    server: ServerProcess, robin: httpx.Client
) -> None:
    for _ in range(TRIES):
        with ExitStack() as stack:
            streams = [stack.enter_context(_stream(robin))[1] for _ in range(5)]
            for lines in streams:
                _next(lines)
            began = time.monotonic()
            server.stop()
            seconds = time.monotonic() - began
            assert [line for lines in streams for line in lines if "event" in line] == []
        log = server.log.read_text()
        server.start()
        assert "Traceback" not in log
        if seconds < 3:
            return
    pytest.fail("open streams are waited for")
