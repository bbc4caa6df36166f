"""`python -m demo.sms`"""

import argparse
import time
from contextlib import suppress

from . import texting


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m demo.sms", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    with texting(parser.parse_args().port) as fake, suppress(KeyboardInterrupt):
        print(f"Phones at {fake.url}, for the account {fake.account.sid}", flush=True)
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
