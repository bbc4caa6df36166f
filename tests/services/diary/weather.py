"""What becomes of a diary's server: stopped, silent, or answering 503."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from slotkeeper.gateways.caldav import wire
from tests.gateways.caldav.servers import DiaryServer

WEATHER = ("refused", "silent", "503")


@contextmanager
def outage(server: DiaryServer, kind: str) -> Iterator[None]:
    """While it lasts the server cannot be used; afterwards it has all that it had."""
    server.stop()
    port = urlsplit(server.root).port or 0
    with {"refused": _refused, "silent": _silent, "503": _in_trouble}[kind](port):
        yield
    server.start()


@contextmanager
def _refused(_: int) -> Iterator[None]:
    yield


@contextmanager
def _silent(port: int) -> Iterator[None]:
    """Connections are taken, and nothing is ever said; each costs less patience than otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "TIMEOUT", 0.3)
        with socket.create_server(("127.0.0.1", port), backlog=64):
            yield


@contextmanager
def _in_trouble(port: int) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65_537)
            if self.raw_requestline and self.parse_request():
                self.send_response(503)
                self.send_header("Content-Length", "0")
                self.end_headers()
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Quiet."""

    busy = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=busy.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        busy.shutdown()
        busy.server_close()
