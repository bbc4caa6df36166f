"""Stands between the browsers and the real server: writes down what came, and lets it go wrong."""

import http.client
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from tests.e2e.hosts.site import listening

_NOT_PASSED_ON = {"host", "connection", "accept-encoding"}
_NOT_PASSED_BACK = {"connection", "content-length", "transfer-encoding", "date", "server"}


class Seen(NamedTuple):
    """One request that came; names of headers are in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    fields: dict[str, list[str]]


class Answer(NamedTuple):
    """What goes back."""

    status: int
    headers: dict[str, str]
    body: bytes


class Recorder:
    """What came (`requests`) and what was answered (`answers`, as path and answer).

    `faults` are for the next POSTs, one each: an answer in the server's place, or None for a
    connection that breaks. `delay` gives the seconds that a path waits, `change` what is made of
    the text of a fragment.
    """

    def __init__(self, server: str) -> None:
        self.server = server
        self.origin = ""
        self.requests: list[Seen] = []
        self.answers: list[tuple[str, Answer]] = []
        self.faults: list[Answer | None] = []
        self.delay: Callable[[str], float] = lambda _: 0
        self.change: Callable[[str], str] = str

    def seen(self, method: str, path: str = "") -> list[Seen]:
        """The requests so far of that method whose path holds that pattern."""
        return [it for it in self.requests if it.method == method and re.search(path, it.path)]

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer | None:
        """The fault that is due, else the server's answer; None where the connection breaks."""
        text = body.decode() if method == "POST" else urlsplit(path).query
        fields = parse_qs(text, keep_blank_values=True)
        self.requests.append(Seen(method, urlsplit(path).path, headers, fields))
        time.sleep(self.delay(path))
        if method == "POST" and self.faults:
            return self.faults.pop(0)
        try:
            found = self._ask_the_server(method, path, headers, body)
        except OSError:
            return None
        if path.startswith("/f/"):
            found = found._replace(body=self.change(found.body.decode()).encode())
        self.answers.append((path, found))
        return found

    def _ask_the_server(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> Answer:
        own = {name: text for name, text in headers.items() if name not in _NOT_PASSED_ON}
        connection = http.client.HTTPConnection(urlsplit(self.server).netloc, timeout=60)
        try:
            connection.request(method, path, body or None, own)
            given = connection.getresponse()
            named = {name.lower(): text for name, text in given.getheaders()}
            back = {name: text for name, text in named.items() if name not in _NOT_PASSED_BACK}
            return Answer(given.status, back, given.read())
        finally:
            connection.close()


class _Handler(BaseHTTPRequestHandler):
    recorder: Recorder

    def answer(self) -> None:
        headers = {name.lower(): text for name, text in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        found = self.recorder.answer(self.command, self.path, headers, body)
        if found is None:
            self.close_connection = True
            return
        self.send_response(found.status)
        for name, text in found.headers.items():
            self.send_header(name, text)
        self.send_header("content-length", str(len(found.body)))
        self.end_headers()
        self.wfile.write(found.body)

    do_GET = do_POST = do_OPTIONS = answer  # noqa: N815 - the names that http.server calls

    def log_message(self, *args: object) -> None:
        """Say nothing: `requests` holds what came."""


@contextmanager
def recording(recorder: Recorder) -> Iterator[Recorder]:
    """Serve on a free port of this machine."""
    with listening(type("Handler", (_Handler,), {"recorder": recorder})) as origin:
        recorder.origin = origin
        yield recorder
