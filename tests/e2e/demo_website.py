"""The demo clinic's website on an origin of its own, with the widget of a server in it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn

from demo.website import create_website


@contextmanager
def demo_website(book_url: str, clinic: str = "harbour-physio") -> Iterator[str]:
    """Serve it on a free port of this machine; yields its origin."""
    app = create_website(book_url, clinic)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, ws="none", lifespan="off", log_level="warning")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
