"""`slotkeeper serve`"""

import asyncio
import gc
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
import uvicorn
from msgspec.structs import replace

from slotkeeper.commands.loop import on_stop
from slotkeeper.commands.migrate import migrate_and_tell
from slotkeeper.commands.refusals import Refused
from slotkeeper.config import read_settings

_BACKLOG = 2048
_SECONDS_TO_FINISH = 10
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - recognised, not bound


async def serve_app(host: str, port: int, *, migrate_first: bool) -> None:
    """Serve until stopped. Raises Refused where the port cannot be had."""
    settings = read_settings()
    listening = listen(host, port)
    address = address_of(host, listening)
    if migrate_first:
        await migrate_and_tell(settings.database, quiet=True)
    from slotkeeper.app import create_app  # noqa: PLC0415 - a wrong setting is told at once

    app = create_app(replace(settings, url=settings.url or address))
    await run([(app, listening)], lambda: click.echo(f"Slotkeeper serves {address}"))


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises Refused with what to do about it."""
    try:
        family, kind, protocol, _, name = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind, protocol)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(name)
            bound.listen(_BACKLOG)  # only now is the port ours
        except OSError:
            bound.close()
            raise
    except (OSError, OverflowError) as error:
        raise Refused(
            f"cannot listen at {host}, port {port}: {error}; choose another with --port"
        ) from error
    return bound


def address_of(host: str, listening: socket.socket) -> str:
    """Where a browser on this machine finds it."""
    name = _EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{listening.getsockname()[1]}"


async def run(apps: Sequence[tuple[Any, socket.socket]], announce: Callable[[], None]) -> None:
    """Serve ASGI apps at their sockets until stopped; `announce` when all of them answer.

    Raises Refused where one could not start.
    """
    servers = [_Server(_config(app), listening) for app, listening in apps]

    def stop() -> None:
        for each in servers:
            each.end_streams()
            each.force_exit = each.should_exit  # said twice: at once
            each.should_exit = True

    on_stop(stop)
    tasks = [asyncio.create_task(each.serve()) for each in servers]
    await asyncio.wait(
        [asyncio.create_task(each.decided.wait()) for each in servers],
        return_when=asyncio.ALL_COMPLETED,
    )
    if all(each.started for each in servers):
        _settle_memory()
        announce()
    else:
        stop()
    await asyncio.gather(*tasks)
    if not all(each.started for each in servers):
        raise Refused("the server could not start, see above")


def _settle_memory() -> None:
    """What stands now stands until the end: the collector need not walk over it again and again.

    Measured: about a tenth more holds a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def _config(app: Any) -> uvicorn.Config:  # noqa: ANN401 - any ASGI app
    return uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        log_level="warning",
        access_log=False,  # addresses are personal data
        server_header=False,
        proxy_headers=False,  # the app itself believes SLOTKEEPER_TRUSTED_PROXIES
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
    )


class _Server(uvicorn.Server):
    """Leaves signals to us, as several may run in one process; tells when it is up or given up."""

    def __init__(self, config: uvicorn.Config, listening: socket.socket) -> None:
        super().__init__(config)
        self._listening = listening
        self.decided = asyncio.Event()

    def end_streams(self) -> None:
        """What has no end of its own would be waited for: open calendars (services/watch.py)."""
        state = getattr(self.config.app, "state", None)
        if watch := getattr(state, "watch", None):
            watch.close()

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().serve(sockets or [self._listening])
        finally:
            self.decided.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.decided.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
