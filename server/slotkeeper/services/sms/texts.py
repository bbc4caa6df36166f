"""Who writes what a text message says."""

from typing import Protocol

from slotkeeper.services.notices.notice import Notice


class Texts(Protocol):
    """Writes text messages in the words of patients or staff."""

    def write(self, notice: Notice) -> str:
        """The text of a notice."""
        ...
