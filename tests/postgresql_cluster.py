"""A PostgreSQL server for the tests, made by initdb in a temporary folder and thrown away after.

One pytest run has one, also when xdist spreads the run over several processes. PostgreSQL refuses
to be root; there it runs as an unprivileged user of the system. Nothing is flushed to the disk.
"""

import asyncio
import fcntl
import os
import pwd
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from tests.free_port import free_port
from tests.temporary import temporary

_SETTINGS = """
listen_addresses = '127.0.0.1'
fsync = off
full_page_writes = off
autovacuum = off
shared_buffers = 64MB
max_connections = 300
"""


@dataclass(frozen=True)
class Cluster:
    """A server in a folder; started and stopped at will, which is quick: it keeps its port."""

    folder: Path
    port: int

    @classmethod
    def make(cls, folder: Path) -> "Cluster":
        """A new cluster in an empty folder, not yet started."""
        cluster = cls(folder, free_port())
        data = folder / "data"
        data.mkdir(mode=0o700)
        if user := _unprivileged():
            os.chown(folder, user.pw_uid, user.pw_gid)
            os.chown(data, user.pw_uid, user.pw_gid)
        cluster._run("initdb", "-U", "slotkeeper", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(f"{_SETTINGS}port = {cluster.port}\n")
            settings.write(f"unix_socket_directories = '{folder}'\n")
        (folder / "port").write_text(str(cluster.port))
        return cluster

    @property
    def admin(self) -> str:
        return self.url("postgres")

    def url(self, database: str) -> str:
        return f"postgresql://slotkeeper@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Returns when the server answers. It outlives the calling process."""
        self._run("pg_ctl", "start", "-w", "-l", str(self.folder / "log"))

    def stop(self) -> None:
        """At once, as a machine that crashes; what was committed is there after `start`."""
        self._run("pg_ctl", "stop", "-w", "-m", "immediate")

    def create_database(self, name: str, template: str = "template1") -> str:
        """Its address."""
        # Files are copied in 10 ms; the other way, row by row through the log, takes twice as long.
        self._tell(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Whoever is still connected is thrown out."""
        self._tell(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def has_database(self, name: str) -> bool:
        known = self._tell(f"SELECT count(*) FROM pg_database WHERE datname = '{name}'")  # noqa: S608 -- ours
        return bool(known)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One process of the run at a time."""
        with _locked(self.folder):
            yield

    def _tell(self, sql: str) -> object:
        """The first value of the answer. On a thread of its own: this one may have a loop."""

        async def tell() -> object:
            connection = await asyncpg.connect(self.admin, ssl=False)
            try:
                return await connection.fetchval(sql)
            finally:
                await connection.close()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, tell()).result()

    def _run(self, program: str, *options: str) -> None:
        user = _unprivileged()
        become: dict[str, Any] = {}
        if user:
            become = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        # Into a file: a server that is started keeps a pipe open for ever.
        with (self.folder / "output").open("w+") as output:
            command = [_binary(program), "-D", str(self.folder / "data"), *options]
            done = subprocess.run(
                command, stdout=output, stderr=output, check=False, cwd="/", **become
            )
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"{program} failed: {output.read()}")


@contextmanager
def shared_cluster(run: str) -> Iterator[Cluster]:
    """A started cluster, one for all processes that name the same run; the last one ends it."""
    folder = temporary() / f"slotkeeper-postgresql-{run}"
    user = folder / f"used-by-{os.getpid()}-{uuid.uuid4().hex}"  # one process may ask twice
    with _locked(folder):
        if (folder / "port").exists():
            cluster = Cluster(folder, int((folder / "port").read_text()))
        else:
            cluster = Cluster.make(folder)
            cluster.start()
            _start_watching(folder)
        user.touch()
    try:
        yield cluster
    finally:
        with _locked(folder):
            user.unlink()
            _throw_away_if_unused(folder)


def watch(folder: Path) -> None:
    """Throws the cluster away when its users were killed before they could."""
    while folder.exists():
        time.sleep(0.5)
        with suppress(FileNotFoundError), _locked(folder, make=False):
            for user in folder.glob("used-by-*"):
                if not _alive(int(user.name.split("-")[2])):
                    user.unlink()
            _throw_away_if_unused(folder)


def _start_watching(folder: Path) -> None:
    in_background = '"$0" "$@" </dev/null >/dev/null 2>&1 &'
    watching = [sys.executable, "-m", "tests.postgresql_cluster", str(folder)]
    root = Path(__file__).parents[1]
    subprocess.run(
        ["sh", "-c", in_background, *watching], check=True, start_new_session=True, cwd=root
    )


def _throw_away_if_unused(folder: Path) -> None:
    if (folder / "port").exists() and not list(folder.glob("used-by-*")):
        Cluster(folder, int((folder / "port").read_text())).stop()
        shutil.rmtree(folder)


@contextmanager
def _locked(folder: Path, *, make: bool = True) -> Iterator[None]:
    while True:
        if make:
            folder.mkdir(mode=0o711, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            # Whoever had the lock may have thrown the folder away.
            if folder.exists() and folder.stat().st_ino == os.fstat(lock).st_ino:
                yield
                return
        finally:
            os.close(lock)


def _binary(name: str) -> str:
    """Found on PATH or where Debian puts it, the newest."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: len(str(place)))
    for place in [None, *sorted(places, key=_version, reverse=True)]:
        if found := shutil.which(name, path=place and str(place)):
            return found
    raise RuntimeError(f"PostgreSQL's {name} is missing: install PostgreSQL 15 or later")


def _version(place: Path) -> int:
    return int(place.parent.name) if place.parent.name.isdecimal() else 0


def _unprivileged() -> pwd.struct_passwd | None:
    """The user to become; None where this process is no root."""
    if os.geteuid() != 0:
        return None
    return pwd.getpwnam("nobody")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    watch(Path(sys.argv[1]))
