"""A pretend service for text messages, with the phones that they go to: no text leaves it."""

from .app import create_fake_sms
from .serving import FakeSms, texting
from .world import DEMO_ACCOUNT, Account, Fault, Message, World

__all__ = [
    "DEMO_ACCOUNT",
    "Account",
    "FakeSms",
    "Fault",
    "Message",
    "World",
    "create_fake_sms",
    "texting",
]
