"""Server processes of the bench, on 127.0.0.1 and gone afterwards."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from slotkeeper.services.clinics import import_clinic
from slotkeeper.storage.database import open_database

_PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Server:
    """A running process: address, process id, and seconds from its start to its first answer."""

    url: str
    pid: int
    start_seconds: float

    def resident_megabytes(self) -> float:
        """Memory in RAM now."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000

    def cpu_seconds(self) -> float:
        """How long processors have worked for it, in all its threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def prepare(database_url: str, clinics: list[str]) -> None:
    """Migrate, and import those clinic files."""
    database = await open_database(database_url)
    for text in clinics:
        await import_clinic(database, text, int(time.time()))
    await database.close()


@contextmanager
def slotkeeper(database_url: str, **settings: str) -> Iterator[Server]:
    """The real server on that database; `settings` in small letters and without SLOTKEEPER_."""
    port = free_port()
    command = [sys.executable, "-m", "slotkeeper.cli", "serve", "--port", str(port), "--no-migrate"]
    chosen = {"database": database_url, "abuse_checks": "off", **settings}
    environment = {f"SLOTKEEPER_{name.upper()}": value for name, value in chosen.items()}
    with _process(command, environment, f"http://127.0.0.1:{port}", "/healthz") as server:
        yield server


@contextmanager
def pretend_stripe() -> Iterator[Server]:
    """The demo's Stripe, in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "demo.stripe", "--port", str(port)]
    with _process(command, {}, f"http://127.0.0.1:{port}", "/") as server:
        yield server


@contextmanager
def mail_catcher() -> Iterator[tuple[Server, str]]:
    """The demo's inbox in a process of its own, and the address of its mail server."""
    port, smtp = free_port(), free_port()
    ports = ["--port", str(port), "--smtp-port", str(smtp)]
    with _process(
        [sys.executable, "-m", "demo.mail", *ports], {}, f"http://127.0.0.1:{port}", "/"
    ) as server:
        yield server, f"smtp://127.0.0.1:{smtp}"


@contextmanager
def listener() -> Iterator[Server]:
    """A clinic's own system that takes every webhook (bench/listener.py)."""
    port = free_port()
    command = [sys.executable, "-m", "bench.listener", str(port)]
    with _process(command, {}, f"http://127.0.0.1:{port}", "/") as server:
        yield server


@contextmanager
def fixed_bytes() -> Iterator[Server]:
    """The same framework answering with the same bytes each time (bench/fixed.py)."""
    port = free_port()
    command = [sys.executable, "-m", "bench.fixed", str(port)]
    with _process(command, {}, f"http://127.0.0.1:{port}", "/0") as server:
        yield server


@contextmanager
def _process(
    command: list[str], environment: dict[str, str], url: str, path: str
) -> Iterator[Server]:
    root = Path(__file__).resolve().parent.parent
    paths = os.pathsep.join([str(root / "server"), str(root)])
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": paths, **environment},
        cwd=root,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(url + path, process)
        yield Server(url, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(10)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 - an address of ours
                return
        except OSError:
            time.sleep(0.01)
    message = f"{url} did not answer within {_PATIENCE_SECONDS} s"
    raise RuntimeError(message)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
