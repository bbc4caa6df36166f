"""Real CalDAV servers for the tests: Radicale and Xandikos, each in a process of its own."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from slotkeeper.gateways.diary import DiaryAccess
from tests.free_port import free_port
from tests.server_process import SECONDS_TO_START, SECONDS_TO_STOP

USER, PASSWORD = "nell", "a quiet harbour"
_MAKE = b"""<?xml version="1.0"?>
<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:set><D:prop><D:displayname>Practice</D:displayname></D:prop></D:set></C:mkcalendar>"""


@dataclass
class DiaryServer:
    """A server with one empty calendar, "Practice"."""

    name: str
    command: list[str]
    root: str
    calendar: str
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def access(self) -> DiaryAccess:
        return DiaryAccess(address=self.calendar, user=USER, password=PASSWORD)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        latest = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < latest:
            try:
                httpx.get(self.root, timeout=30)
            except httpx.TransportError:
                assert self.process.poll() is None, f"{self.name} ended"
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"{self.name} does not answer")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(SECONDS_TO_STOP)
            self.process = None

    def raw(self, method: str, name: str = "", body: bytes = b"", **headers: str) -> httpx.Response:
        """What another client of the same diary does."""
        sent = {key.replace("_", "-"): value for key, value in headers.items()}
        address = f"{self.calendar}{name}"
        return httpx.request(
            method, address, content=body, headers=sent, auth=(USER, PASSWORD), timeout=60
        )


@contextmanager
def running(name: str, folder: Path) -> Iterator[DiaryServer]:
    """Radicale or Xandikos while the block lasts."""
    server = {"radicale": _radicale, "xandikos": _xandikos}[name](folder, free_port())
    server.start()
    try:
        make_calendar(server)
        yield server
    finally:
        server.stop()


def make_calendar(server: DiaryServer) -> None:
    """Make the server's calendar, unless it has it."""
    made = server.raw("MKCALENDAR", body=_MAKE)
    assert made.status_code in (201, 403, 405), made.text


def _radicale(folder: Path, port: int) -> DiaryServer:
    users = folder / "users"
    users.write_text(f"{USER}:{PASSWORD}\n")
    root = f"http://127.0.0.1:{port}/"
    command = [
        *(sys.executable, "-m", "radicale", "--config", ""),
        *("--server-hosts", f"127.0.0.1:{port}"),
        *("--storage-filesystem-folder", str(folder / "store")),
        *("--auth-type", "htpasswd", "--auth-htpasswd-filename", str(users)),
        *("--auth-htpasswd-encryption", "plain", "--auth-delay", "0"),
    ]
    return DiaryServer("radicale", command, root, f"{root}{USER}/practice/")


def _xandikos(folder: Path, port: int) -> DiaryServer:
    root = f"http://127.0.0.1:{port}/"
    command = [
        *(sys.executable, "-m", "xandikos", "serve", "--autocreate", "--defaults"),
        *("-d", str(folder / "store"), "-l", "127.0.0.1", "-p", str(port)),
        *("--current-user-principal", f"/{USER}/"),
    ]
    return DiaryServer("xandikos", command, root, f"{root}{USER}/calendars/calendar/")
