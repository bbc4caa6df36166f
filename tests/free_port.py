"""A port for a server that a test starts later."""

import socket

_kept: list[socket.socket] = []


def free_port() -> int:
    """One that nobody else is given while this process runs, though nobody listens there yet."""
    keeper = socket.socket()
    keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a server may still bind to it
    keeper.bind(("127.0.0.1", 0))
    _kept.append(keeper)
    return int(keeper.getsockname()[1])
