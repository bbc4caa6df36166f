"""A mail catcher: a mail server of its own, for the demo and the tests. No mail leaves it."""

from .app import create_mail_catcher
from .box import Box, Fault
from .serving import Catcher, catching

__all__ = ["Box", "Catcher", "Fault", "catching", "create_mail_catcher"]
