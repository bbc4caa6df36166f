"""`python -m demo.mail`"""

import argparse
import socket
from contextlib import suppress

import uvicorn

from . import Box, create_mail_catcher


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m demo.mail", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="of the inbox; 0: any that is free")
    parser.add_argument("--smtp-port", type=int, default=0, help="of the mail server; the same")
    chosen = parser.parse_args()
    with (
        socket.create_server(("127.0.0.1", chosen.port)) as inbox,
        socket.create_server(("127.0.0.1", chosen.smtp_port)) as taking,
    ):
        url = f"http://127.0.0.1:{inbox.getsockname()[1]}"
        print(f"An inbox at {url} for smtp://127.0.0.1:{taking.getsockname()[1]}", flush=True)
        app = create_mail_catcher(Box(), taking)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[inbox])


if __name__ == "__main__":
    main()
