"""The service on an address of its own, for as long as a `with` lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from ..stripe.serving import serving  # noqa: TID252 - installed, it is slotkeeper.demo
from .app import create_fake_sms
from .world import DEMO_ACCOUNT, Account, World


@dataclass(frozen=True)
class FakeSms:
    """`url` is for SLOTKEEPER_SMS_API and has the phones; `world` may be used from any thread."""

    url: str
    world: World
    account: Account


@contextmanager
def texting(port: int = 0) -> Iterator[FakeSms]:
    """Runs it in a thread on 127.0.0.1, with an account of its own."""
    account = replace(DEMO_ACCOUNT)
    world = World({account.sid: account})
    with serving(create_fake_sms(world), port) as url:
        yield FakeSms(url, world, account)
