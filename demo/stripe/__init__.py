"""A pretend Stripe: a server of its own, for the demo and the tests. No money moves."""

from .app import create_fake_stripe
from .demo import DEMO_ACCOUNT, DEMO_KEY
from .serving import serving
from .world import Account, Key

__all__ = ["DEMO_ACCOUNT", "DEMO_KEY", "Account", "Key", "create_fake_stripe", "serving"]
