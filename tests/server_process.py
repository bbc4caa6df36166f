"""A real server process for the tests: started, stopped, killed and started again.

    with start_server(database=url, clinic_file=CLINIC, clock="2027-01-04T22:00:00Z") as server:
        httpx.get(f"{server.url}/c/harbour-physio")
        server.kill()           # kill -9
        server.start()          # again, same port, same database

Everything here waits, so a test that runs an event loop calls it through a thread, or drives the
server from plain functions.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx

from slotkeeper.services.clinics import import_clinic
from slotkeeper.storage.database import open_database
from tests.free_port import free_port

T = TypeVar("T")

ROOT = Path(__file__).parent.parent
DEMO_CLINIC = ROOT / "demo" / "clinic.toml"
SECRET = "the same for every process of a test"
SECONDS_TO_START = 90
SECONDS_TO_STOP = 45
"""Ten times what a quiet machine needs for it."""


@dataclass
class ServerProcess:
    """One server of `python -m slotkeeper.cli serve`.

    `clock` (ISO 8601 with its zone, "" for the true time) is where the server's clock starts at
    each start; set it before `start` to have time pass while the server is down. `log` is what it
    wrote.
    """

    database: str
    port: int
    log: Path
    clock: str = ""
    abuse_checks: bool = True
    settings: dict[str, str] = field(default_factory=dict)
    module: str = "slotkeeper.cli"
    _process: subprocess.Popen[bytes] | None = None
    _launched: float = 0

    @property
    def seconds(self) -> float:
        """How long ago it was launched: its clock has run on by so much at most."""
        return time.monotonic() - self._launched

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server was not started"
        return self._process.pid

    def start(self) -> None:
        """Return when /readyz answers 200. Raises RuntimeError with the log where it never does."""
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Start the process without waiting, so that several can start at the same moment."""
        command = [sys.executable, "-m", self.module, "serve", "--port", str(self.port)]
        self._launched = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, env=self._environment(), cwd=ROOT, stdout=log, stderr=log
            )

    def wait_until_ready(self) -> None:
        """Return when /readyz answers 200. Raises RuntimeError with the log where it never does."""
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._is_ready():
            ended = self._process is None or self._process.poll() is not None
            if ended or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """As an operator does: SIGTERM, and what is under way is finished. Twice is no mistake."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        self._process = None

    def kill(self) -> None:
        """As a power cut does: kill -9, in the middle of whatever it is doing."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if "SLOTKEEPER" not in name}
        return own | {
            "PYTHONPATH": str(ROOT / "server"),
            "SLOTKEEPER_ABUSE_CHECKS": "on" if self.abuse_checks else "off",
            "SLOTKEEPER_CLOCK": self.clock,
            "SLOTKEEPER_DATABASE": self.database,
            "SLOTKEEPER_SECRET": SECRET,
            "SLOTKEEPER_URL": self.url,
            **self.settings,
        }

    def _is_ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port)):
                pass  # nobody there is found out sooner than by a client that is made for it
            return httpx.get(f"{self.url}/readyz", timeout=30).status_code == httpx.codes.OK
        except (OSError, httpx.TransportError):
            return False


@contextmanager
def start_server(
    database: str = "",
    *,
    clinic_file: Path | None = DEMO_CLINIC,
    clock: str = "",
    abuse_checks: bool = True,
    settings: dict[str, str] | None = None,
    wait: bool = True,
    module: str = "slotkeeper.cli",
) -> Iterator[ServerProcess]:
    """A server on a free port; stopped at the end, however the test ended.

    `database` "" is a fresh SQLite file that is thrown away. `clinic_file` is imported before the
    start (None imports nothing); the schema is brought up to date by that, else by the server.
    `settings` are further SLOTKEEPER_… variables, `module` is what is run. `wait` False launches
    without waiting: call `wait_until_ready` later.
    """
    with tempfile.TemporaryDirectory(prefix="slotkeeper-server-") as folder:
        url = database or str(Path(folder) / "slotkeeper.db")
        if clinic_file is not None:
            add_clinic(url, clinic_file.read_text(), clock)
        log = Path(folder) / "server.log"
        server = ServerProcess(url, free_port(), log, clock, abuse_checks, settings or {}, module)
        try:
            server.launch()
            if wait:
                server.wait_until_ready()
            yield server
        finally:
            server.stop()


def new_client(base_url: str = "") -> httpx.Client:
    """For one test, however slow the machine: a connection is used again only long before the
    server hangs up, which is five seconds after the last answer.
    """
    limits = httpx.Limits(keepalive_expiry=1)
    return httpx.Client(base_url=base_url, limits=limits, timeout=120)


def add_clinic(database: str, text: str, clock: str = "") -> None:
    """Import a clinic's file into a database, bringing its schema up to date before."""
    now = datetime.fromisoformat(clock).timestamp() if clock else datetime.now(UTC).timestamp()

    async def run() -> None:
        opened = await open_database(database)
        try:
            await import_clinic(opened, text, int(now))
        finally:
            await opened.close()

    in_thread(run())


def in_thread(job: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end on a loop of its own, whether or not this thread has one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, job).result()
