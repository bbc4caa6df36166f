"""A clinic's own system: a real server that webhooks are sent to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Listener:
    """The clinic's own system: answers with `status`, remembers what it got, and what it took;
    `asked` counts what was begun, too.
    """

    def __init__(self, status: int) -> None:
        self.status, self.got = status, list[tuple[dict[str, str], bytes]]()
        self.taken = list[tuple[dict[str, str], bytes]]()
        self.asked = 0


@contextmanager
def listening(
    status: int = 204, location: str = "", wait: float = 0
) -> Iterator[tuple[Listener, str]]:
    listener = Listener(status)
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            listener.asked += 1
            over.wait(wait)
            length = int(self.headers["content-length"])
            body = self.rfile.read(length)
            if len(body) < length:
                return  # who sent it was killed
            told = {k.lower(): v for k, v in self.headers.items()}, body
            listener.got.append(told)
            if (status := listener.status) < 300:
                listener.taken.append(told)
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield listener, f"http://127.0.0.1:{server.server_port}/hooks?from=slotkeeper"
    finally:
        over.set()
        server.shutdown()
        server.server_close()
