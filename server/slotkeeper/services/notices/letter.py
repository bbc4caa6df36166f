"""What a message says, and who writes it."""

from dataclasses import dataclass
from typing import Protocol

from slotkeeper.gateways.mail import Attachment
from slotkeeper.services.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class Letter:
    """The same thing as text and as HTML."""

    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


class Letters(Protocol):
    """Writes messages in the words and the look of patients or staff."""

    def write(self, notice: Notice, now: int) -> Letter:
        """The letter of a notice; `now` in epoch seconds."""
        ...
