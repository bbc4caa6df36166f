"""What was sent to whom, who wants none, and what is to go wrong."""

import time
from dataclasses import dataclass, field
from typing import Literal

KEPT = 5000
"""Texts; the oldest go."""

Kind = Literal["refuse", "lose", "silent", "undelivered"]
Status = Literal["queued", "sent", "delivered", "undelivered"]


@dataclass
class Account:
    """Who may send: `answers` is where answers to texts go, "" for nowhere."""

    sid: str
    token: str
    senders: tuple[str, ...] = ()
    answers: str = ""


DEMO_ACCOUNT = Account("ACpretendharbourphysio", "pretend-token-harbour-physio", ("+61255500000",))


@dataclass
class Fault:
    """`refuse` answers with `status` and `code` (and Retry-After, if any seconds); `lose` takes a
    text and breaks the connection; `silent` answers nothing while it is switched on; `undelivered`
    takes it and says `code` later. To `to` ("" for all), `times` of them, 0 for ever.
    """

    kind: Kind
    to: str = ""
    times: int = 0
    status: int = 500
    code: int = 0
    seconds: int = 0


@dataclass
class Message:
    """A text in a phone, or an answer from it: `at` in epoch seconds, `tell` where its news go."""

    sid: str
    account: str
    sender: str
    to: str
    body: str
    tell: str
    at: float
    status: Status = "queued"
    code: int = 0
    is_answer: bool = False


@dataclass
class World:
    """All of it. While `holds_news` is set, call-backs are not sent but gathered in `news`: what
    would be told, of which text.
    """

    accounts: dict[str, Account] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    stopped: set[tuple[str, str]] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    holds_news: bool = False
    lists_nothing: bool = False
    news: list[tuple[Message, Status]] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)
    offset: float = 0.0
    asked: int = 0
    _number: int = 0

    def now(self) -> float:
        """The time of this world, in epoch seconds."""
        return time.time() + self.offset

    def take(self, account: str, sender: str, to: str, body: str, tell: str) -> Message:
        """Keep a text."""
        message = Message(self._name(), account, sender, to, body, tell, self.now())
        self.messages.append(message)
        del self.messages[:-KEPT]
        return message

    def answer(self, account: str, number: str, to: str, body: str) -> Message:
        """Somebody answers: STOP and START are obeyed here too, as the true service does."""
        message = Message(
            self._name(), account, number, to, body, "", self.now(), "delivered", is_answer=True
        )
        self.messages.append(message)
        word = body.strip().upper()
        if word == "STOP":
            self.stopped.add((account, number))
        elif word == "START":
            self.stopped.discard((account, number))
        return message

    def texts(self, to: str = "") -> list[Message]:
        """What was sent to that number, or to all, the oldest first."""
        return [each for each in self.messages if not each.is_answer and to in {"", each.to}]

    def fault(self, *kinds: Kind, to: str = "") -> Fault | None:
        """What goes wrong now, which then has happened once more."""
        for each in self.faults:
            if each.kind in kinds and each.to in {"", to}:
                if each.times == 1:
                    self.faults.remove(each)
                each.times -= each.times > 0
                return each
        return None

    def _name(self) -> str:
        self._number += 1
        return f"SM{self._number:032x}"
