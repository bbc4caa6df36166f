"""What Slotkeeper asks of a service for text messages; `gateways/twilio/` answers."""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from slotkeeper.domain.sms_state import SmsState


class SmsSender(Struct, frozen=True, kw_only=True):
    """Who sends: the clinic's account and its token, and the number (E.164), name or service that
    texts come from.
    """

    account: str
    token: str
    sender: str

    def __repr__(self) -> str:
        return "SmsSender()"


class Text(Struct, frozen=True, kw_only=True):
    """One text message. `to` is E.164; `tell` is where the service says what becomes of it, "" for
    nowhere.
    """

    to: str
    body: str
    tell: str = ""

    def __repr__(self) -> str:
        return "Text()"


class SmsNews(Struct, frozen=True, kw_only=True):
    """What a call-back says of a text: `problem` is the service's code, "" for none."""

    id: str
    state: SmsState
    problem: str = ""


class SmsAnswer(Struct, frozen=True, kw_only=True):
    """What somebody has answered: `number` is E.164; `wish` what the service has made of it, ""
    where it leaves that to us.
    """

    number: str
    body: str
    wish: Literal["stop", "start", ""] = ""

    def __repr__(self) -> str:
        return "SmsAnswer()"


class SmsPutOff(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """Certainly not taken, try again: `problem` is a word or the service's code; not before
    `seconds` from now.
    """

    def __init__(self, problem: str, seconds: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.seconds = seconds


class SmsRefused(Exception):  # noqa: N818
    """Never taken as it is: `problem` is a word or the service's code."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class SmsStopped(Exception):  # noqa: N818
    """The number has answered STOP."""


class SmsFateUnknown(Exception):  # noqa: N818
    """Perhaps taken, perhaps not: look before it is sent again."""


class SmsGateway(Protocol):
    """A service for text messages. Each call takes half a minute at most."""

    async def send(self, sender: SmsSender, text: Text) -> str:
        """Hand it over; the service's name for it. Raises SmsPutOff, SmsRefused, SmsStopped,
        SmsFateUnknown.
        """
        ...

    async def find(self, sender: SmsSender, text: Text, since: int) -> str | None:
        """The service's name of such a text that was taken since that instant (epoch seconds), None
        where it was not. Raises SmsPutOff, SmsRefused.
        """
        ...

    async def check(self, sender: SmsSender) -> None:
        """Prove that the account lets us in, at no cost. Raises SmsPutOff, SmsRefused."""
        ...

    def is_signed(
        self, token: str, url: str, fields: Mapping[str, Sequence[str]], signature: str
    ) -> bool:
        """Whether the service has signed a call-back to that address, with that token."""
        ...

    def read_news(self, fields: Mapping[str, Sequence[str]]) -> SmsNews | None:
        """What a call-back says, None for nothing of interest."""
        ...

    def read_answer(self, fields: Mapping[str, Sequence[str]]) -> SmsAnswer | None:
        """What somebody has answered, None where nobody has."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
