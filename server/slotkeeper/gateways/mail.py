"""What Slotkeeper asks of a mail service, and what it is told; `gateways/smtp/` answers."""

from typing import Protocol

from msgspec import Struct


class Attachment(Struct, frozen=True, kw_only=True):
    """A file that goes along; `media_type` with its parameters, "text/calendar; method=PUBLISH". A
    picture with a `content_id` stands in the HTML, which names it as `cid:` with that.
    """

    name: str
    media_type: str
    data: bytes
    content_id: str = ""


class Mail(Struct, frozen=True, kw_only=True):
    """One letter to one address, as text and as HTML.

    `sender_name` stands before the server's own address, `reply_to` ("" for none) gets the answers.
    `message_id` is without its angle brackets and the same at each try; `sent_at` in epoch seconds.
    """

    to: str
    to_name: str
    sender_name: str
    reply_to: str
    subject: str
    text: str
    html: str
    language: str
    message_id: str
    sent_at: int
    attachments: tuple[Attachment, ...] = ()

    def __repr__(self) -> str:
        return f"Mail(message_id={self.message_id!r})"


class MailDown(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """The service cannot be used at present, whoever the letter is for: not reached, too slow, or
    it does not let us in. `problem` is a word for it; nothing that was said or typed is in it.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class MailPutOff(Exception):  # noqa: N818
    """A letter is not taken now, and may be later (RFC 5321, 4yz); `problem` is the code."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class MailRefused(Exception):  # noqa: N818
    """A letter will never be taken (RFC 5321, 5yz); `problem` is the code or a word."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class MailGateway(Protocol):
    """The mail service."""

    @property
    def domain(self) -> str:
        """The domain of the address that mail comes from."""
        ...

    async def send(self, mail: Mail) -> None:
        """Hand a letter over. Raises MailDown, MailPutOff, MailRefused.

        After MailDown it may have been taken all the same: sent again it has the same Message-ID.
        """
        ...

    async def check(self) -> None:
        """Prove that it lets us in, without sending anything. Raises MailDown."""
        ...

    async def rest(self) -> None:
        """Let go of connections; a later letter makes new ones."""
        ...
