"""A stand-in for the booking server: the contract of its fragments and nothing behind it.

With it the widget is tested for what it does inside somebody's page, and for faults that the real
server does not have. A patient's way through the real server is tested beside this folder.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import jinja2

from slotkeeper.bundle import Bundle
from tests.e2e.hosts.site import listening

Answer = tuple[int, str]
Fields = dict[str, list[str]]

_ANSWERS = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "answers"), autoescape=True
)
_ANOTHER_CLOCK = 400 * 86_400
"""By so many seconds the stand-in's clock is ahead of this computer's."""
_SAID = {"extend": "Kept longer.", "renew": "Kept again."}


class Seen(NamedTuple):
    """One request that came."""

    method: str
    path: str
    headers: dict[str, str]
    fields: Fields


class StandIn:
    """What came (`requests`), and how the next answers should go wrong (`faults`).

    A fault is an answer, or None for a connection that breaks.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.origin = ""
        self.requests: list[Seen] = []
        self.faults: list[Answer | None] = []
        self.delays: dict[str, float] = {}
        self.hold_seconds = 450
        self.holds = 0
        self.renewable = True
        self.planted = ""

    def seen(self, method: str, path_part: str = "/f/") -> list[Fields]:
        """Give the fields of the requests so far of that method whose path holds that part."""
        return [it.fields for it in self.requests if it.method == method and path_part in it.path]

    def answer(self, path: str, fields: Fields) -> Answer:
        """Answer as the booking server would."""
        step = path.split("/", 3)[-1]
        if step in {"start", "slots", "holds/release"}:
            return 200, self._slots(fields)
        if step == "links":
            return 200, _render("confirmed", link=fields["link"][0])
        if step.startswith("holds"):
            return self._hold(step.partition("/")[2], fields)
        if step != "bookings":
            return 404, _render("notice", text="There is no such page.")
        if "@" not in fields.get("email", [""])[0]:
            return 422, self._details("There is a problem.", fields)
        return 200, _render("confirmed")

    def _hold(self, change: str, fields: Fields) -> Answer:
        if change == "renew" and not self.renewable:
            return 410, self._slots({}, "Your time is over. These are the nearest.")
        if change == "resume" and fields["hold"] != [f"token-{self.holds}"]:
            return 410, _render("notice", text="That time is over.")
        if change in {"", "renew"}:
            self.holds += 1
        return 200, self._details(_SAID.get(change, "We keep this time for you."))

    def _slots(self, fields: Fields, announce: str = "") -> str:
        day = int(fields.get("day", ["5"])[0])
        return _render(
            "slots", day=day, announce=announce or f"Times of day {day}", planted=self.planted
        )

    def _details(self, announce: str, refused: Fields | None = None) -> str:
        typed = {name: values[0] for name, values in (refused or {}).items()}
        return _render(
            "details",
            announce=announce,
            error=refused is not None,
            token=f"token-{self.holds}",
            now=int(time.time()) + _ANOTHER_CLOCK,
            seconds=self.hold_seconds,
            name=typed.get("first_name", ""),
            email=typed.get("email", ""),
        )


class _Handler(BaseHTTPRequestHandler):
    stand_in: StandIn

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path.endswith("/embed.js"):
            self._send(200, self.stand_in.bundle.body, "text/javascript")
        else:
            self._fragment(url.path, parse_qs(url.query))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._fragment(urlsplit(self.path).path, parse_qs(body, keep_blank_values=True))

    def do_OPTIONS(self) -> None:
        self.stand_in.requests.append(Seen("OPTIONS", self.path, dict(self.headers), {}))
        self._send(204, b"", "text/plain", {"Access-Control-Allow-Headers": "*"})

    def _fragment(self, path: str, fields: Fields) -> None:
        stand_in = self.stand_in
        stand_in.requests.append(Seen(self.command, path, dict(self.headers), fields))
        time.sleep(stand_in.delays.get(json.dumps(fields.get("day")), 0))
        answer = stand_in.faults.pop(0) if stand_in.faults else stand_in.answer(path, fields)
        if answer is None:
            self.close_connection = True
        else:
            self._send(answer[0], answer[1].encode(), "text/html")

    def _send(
        self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Access-Control-Allow-Origin", "*")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing: `requests` holds what came."""


@contextmanager
def standing_in(stand_in: StandIn) -> Iterator[StandIn]:
    """Serve on a free port of this machine."""
    handler = type("Handler", (_Handler,), {"stand_in": stand_in})
    with listening(handler) as origin:
        stand_in.origin = origin
        yield stand_in


def _render(template: str, /, **values: object) -> str:
    return _ANSWERS.get_template(f"{template}.html").render(values)
