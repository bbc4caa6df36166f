"""The fake Stripe on an address of its own, for as long as a `with` lasts."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from .wire import AsgiApp


@contextmanager
def serving(app: AsgiApp, port: int = 0) -> Iterator[str]:
    """Runs it in a thread on 127.0.0.1; gives its address. Port 0 is any that is free."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
