"""The event loop and how it is stopped."""

import asyncio
import signal
import sys
from collections.abc import Callable


def new_event_loop() -> asyncio.AbstractEventLoop:
    """The fast one where there is one."""
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop  # noqa: PLC0415 - does not exist on Windows

    return uvloop.new_event_loop()


def on_stop(stop: Callable[[], None]) -> None:
    """Call `stop` at Ctrl+C or when the service manager says so."""
    if sys.platform == "win32":
        return
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop)
