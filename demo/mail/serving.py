"""The catcher on addresses of its own, for as long as a `with` lasts."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ..stripe.serving import serving  # noqa: TID252 - installed, it is slotkeeper.demo
from .app import create_mail_catcher
from .box import Box


@dataclass(frozen=True)
class Catcher:
    """`mail` is for SLOTKEEPER_MAIL, `url` the inbox; `box` may be used from any thread."""

    mail: str
    url: str
    box: Box


@contextmanager
def catching() -> Iterator[Catcher]:
    """Runs it in a thread on 127.0.0.1."""
    box = Box()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with serving(create_mail_catcher(box, listening)) as url:
            yield Catcher(f"smtp://127.0.0.1:{port}", url, box)
