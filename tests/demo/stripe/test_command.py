"""`python -m demo.stripe` as a process of its own."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import stripe

from tests.demo.stripe.shop import order

ROOT = Path(__file__).parents[3]


async def test_it_says_where_it_is_and_serves_the_demo_clinic_until_stopped() -> None:
    command = [sys.executable, "-m", "demo.stripe", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: ASYNC220 -- read once
        assert process.stdout is not None
        found = re.search(
            r"at (http://127\.0\.0\.1:\d+) with the key (\S+)", process.stdout.readline()
        )
        assert found is not None
        url, key = found.groups()
        http = stripe.HTTPXClient()
        client = stripe.StripeClient(key, base_addresses={"api": url}, http_client=http)
        session = await client.v1.checkout.sessions.create_async(order())
        account = await client.v1.accounts.retrieve_current_async()
        await http.close_async()  # type: ignore[no-untyped-call]
        process.send_signal(signal.SIGTERM)
    assert str(session.url).startswith(f"{url}/c/pay/cs_test_")
    assert account.id == "acct_harbourphysio"
    assert process.returncode in {0, -signal.SIGTERM}
