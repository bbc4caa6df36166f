"""What was caught, and what is to go wrong."""

from base64 import b64encode
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Literal

KEPT = 5000
"""Letters; the oldest go."""

Kind = Literal["later", "never", "silent", "down"]


@dataclass
class Fault:
    """`later` answers 451 and `never` 550 to letters for `to` ("" for all); `silent` answers
    nothing at all, `down` hangs up. `times` of them, 0 for ever.
    """

    kind: Kind
    to: str = ""
    times: int = 0


@dataclass(frozen=True)
class Letter:
    """One letter as it came: `sender` and `to` of the envelope, `data` its bytes."""

    number: int
    sender: str
    to: str
    at: float
    data: bytes

    @property
    def message(self) -> EmailMessage:
        """The letter read."""
        message = message_from_bytes(self.data, policy=default)
        assert isinstance(message, EmailMessage)
        return message

    @property
    def subject(self) -> str:
        """Its subject, "" for none."""
        return str(self.message.get("Subject", ""))

    def body(self, kind: Literal["plain", "html"]) -> str:
        """Its text or HTML, "" where it has none."""
        part = self.message.get_body((kind,))
        return str(part.get_content()).replace("\r\n", "\n") if part else ""

    def shown(self) -> str:
        """Its HTML with the pictures in it that came beside it."""
        html = self.body("html")
        for part in self.message.walk():
            name = str(part.get("Content-ID", "")).strip("<> ")
            if name and part.get_content_maintype() == "image":
                data = b64encode(part.get_payload(decode=True) or b"").decode()  # type: ignore[arg-type]
                html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{data}")
        return html

    def attachments(self) -> list[tuple[str, str, bytes]]:
        """Name, media type and content of each."""
        return [
            (
                part.get_filename() or "attachment",
                part.get_content_type(),
                part.get_payload(decode=True) or b"",  # type: ignore[misc]
            )
            for part in self.message.iter_attachments()
        ]


@dataclass
class Box:
    """The letters, the oldest first, and the faults that are switched on."""

    letters: list[Letter] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    asked: int = 0
    _number: int = 0

    def take(self, sender: str, to: str, data: bytes, at: float) -> None:
        """Keep a letter."""
        self._number += 1
        self.letters.append(Letter(self._number, sender, to, at, data))
        del self.letters[:-KEPT]

    def find(self, number: int) -> Letter | None:
        """The letter of that number."""
        return next((each for each in self.letters if each.number == number), None)

    def fault(self, *kinds: Kind, to: str = "") -> Fault | None:
        """What goes wrong now, which then has happened once more."""
        for each in self.faults:
            if each.kind in kinds and each.to in {"", to}:
                if each.times == 1:
                    self.faults.remove(each)
                each.times -= each.times > 0
                return each
        return None
