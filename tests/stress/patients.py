"""Patients who book over HTTP as the widget does, at the demo clinic."""

import asyncio
import html
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import httpx

CLINIC = "harbour-physio"
KINDS = ("initial", "standard", "long", "running", "video")
ONLY_EXISTING = {"standard", "long"}
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Wanted:
    """A start (epoch seconds) of an appointment type, with a practitioner or "any"."""

    kind: str
    start: int
    practitioner: str = "any"


@dataclass(frozen=True)
class Form:
    """The contact details step: the hold's token and which terms it shows."""

    kind: str
    token: str
    terms_version: str


def new_client(most: int = 100) -> httpx.AsyncClient:
    """Connects anew each time: so busy a test may read an answer so late that the server hangs up
    as the next request comes.
    """
    limits = httpx.Limits(max_connections=most, max_keepalive_connections=0)
    return httpx.AsyncClient(limits=limits, timeout=PATIENCE_SECONDS)


def address(number: int) -> dict[str, str]:
    """Headers of a proxy that brings a patient from a network address of their own."""
    return {"X-Forwarded-For": f"198.51.{number // 250 % 250}.{number % 250}"}


def person(number: int) -> dict[str, str]:
    return {"email": f"{number}@patient.example", "phone": f"02 55{number % 10**6:06}"}


async def find_wanted(client: httpx.AsyncClient, server: str, kind: str) -> list[Wanted]:
    """Everything that the public list offers from the day after tomorrow on, by practitioner."""
    first = datetime.now(UTC).date() + timedelta(days=2)
    query = {"type": kind, "from": str(first), "to": str(_later(first))}
    answer = await client.get(f"{server}/api/v1/clinics/{CLINIC}/slots", params=query)
    assert answer.status_code == 200, answer.text
    return [
        Wanted(kind, int(datetime.fromisoformat(slot["starts_at"]).timestamp()), practitioner)
        for slot in answer.json()["slots"]
        for practitioner in slot["practitioners"]
    ]


def _later(first: date) -> date:
    return first + timedelta(days=50)


async def choose(
    client: httpx.AsyncClient, server: str, wanted: Wanted, visitor: str, number: int = 0
) -> httpx.Response:
    """Click on a time."""
    fields = {
        "type": wanted.kind,
        "practitioner": wanted.practitioner,
        "location": "any",
        "slot": str(wanted.start),
        "visitor": visitor,
    }
    return await press(client, f"{server}/f/{CLINIC}/holds", fields, number)


def form_of(wanted: Wanted, answer: httpx.Response) -> Form:
    """The form that an accepted click was answered with."""
    assert answer.status_code == 200, answer.text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    return Form(wanted.kind, html.unescape(hidden["hold"]), hidden["terms_version"])


async def confirm(
    client: httpx.AsyncClient, server: str, form: Form, number: int, **typed: str
) -> httpx.Response:
    """Press "Book appointment"."""
    fields = {
        "hold": form.token,
        "terms_version": form.terms_version,
        "terms": "accepted",
        "first_name": "Ada",
        "last_name": "Example",
        "patient_is": "existing" if form.kind in ONLY_EXISTING else "new",
        **person(number),
        **typed,
    }
    return await press(client, f"{server}/f/{CLINIC}/bookings", fields, number)


async def press(
    client: httpx.AsyncClient, url: str, fields: dict[str, str], number: int
) -> httpx.Response:
    """Send a form; again, as the answer says, where a busy machine has no time for it (503)."""
    return await _patiently(lambda: client.post(url, data=fields, headers=address(number)))


async def look(client: httpx.AsyncClient, url: str, number: int) -> httpx.Response:
    """Open a page; again where a busy machine has no time for it."""
    return await _patiently(lambda: client.get(url, headers=address(number)))


async def _patiently(ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    ends_at = time.monotonic() + PATIENCE_SECONDS
    while True:
        answer = await ask()
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE or time.monotonic() > ends_at:
            return answer
        await asyncio.sleep(0.5)


def reference_of(answer: httpx.Response) -> str:
    """The reference on the confirmation, as it is stored."""
    assert answer.status_code == 200, answer.text
    found = re.search(r'data-reference="([^"]+)"', answer.text)
    assert found, answer.text
    return found[1].replace("-", "")
