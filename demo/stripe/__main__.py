"""`python -m demo.stripe`"""

import argparse
import socket
from contextlib import suppress

import uvicorn

from . import DEMO_ACCOUNT, DEMO_KEY, create_fake_stripe


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m demo.stripe", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0, the default: any that is free")
    with socket.create_server(("127.0.0.1", parser.parse_args().port)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        print(f"A pretend Stripe at {url} with the key {DEMO_KEY.key}", flush=True)
        app = create_fake_stripe([DEMO_ACCOUNT], [DEMO_KEY])
        with suppress(KeyboardInterrupt):
            uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


if __name__ == "__main__":
    main()
