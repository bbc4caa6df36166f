"""Stripe's package is heavy: it is loaded by those who take payments, once, beside the work."""

import subprocess
import sys
from pathlib import Path

import stripe

from slotkeeper.gateways.stripe.client import API_VERSION

ROOT = Path(__file__).parents[3]

NEVER = """
import sys
import slotkeeper.app
from slotkeeper.gateways.stripe import StripeGateway
StripeGateway()
print([name for name in sys.modules if name.split(".")[0] == "stripe"])
"""

ONCE = """
import asyncio, sys, threading
from slotkeeper.gateways.payments import Payee, PaymentsDown, SignatureWrong
from slotkeeper.gateways.stripe import StripeGateway

class Watch:
    found = []
    def find_spec(self, name, path, target=None):
        if name == "stripe":
            self.found.append(threading.current_thread() is threading.main_thread())

async def expect(kind, asked):
    try:
        await asked
    except kind:
        return
    raise AssertionError

async def main():
    gateway = StripeGateway("http://127.0.0.1:9")
    assert "stripe" not in sys.modules
    payee = Payee(secret_key="sk_test_1")
    checks = [expect(PaymentsDown, gateway.check(payee)) for _ in range(10)]
    hooks = [expect(SignatureWrong, gateway.read_event(b"", "t=1", ["s"], 1)) for _ in range(10)]
    await asyncio.gather(*checks, *hooks)
    await gateway.close()

sys.meta_path.insert(0, Watch())
asyncio.run(main())
print(Watch.found)
"""


def test_a_server_that_takes_no_payments_never_loads_it() -> None:
    assert said_by(NEVER) == "[]"


def test_parallel_first_uses_load_it_once_and_in_a_thread() -> None:
    assert said_by(ONCE) == "[False]"


def test_the_version_of_the_api_is_the_one_that_the_client_was_made_for() -> None:
    assert stripe.api_version == API_VERSION


def said_by(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "server")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
