"""What Twilio calls back with: the fields of a form."""

from collections.abc import Mapping, Sequence
from typing import Literal

from slotkeeper.domain.sms_state import SmsState
from slotkeeper.gateways.sms import SmsAnswer, SmsNews

_STATES: dict[str, SmsState] = {
    "accepted": "queued",
    "scheduled": "queued",
    "queued": "queued",
    "sending": "queued",
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}
_WISHES: dict[str, Literal["stop", "start"]] = {"STOP": "stop", "START": "start"}
_LONGEST_CODE, _LONGEST_NAME = 8, 64


def read_news(fields: Mapping[str, Sequence[str]]) -> SmsNews | None:
    """What becomes of a text, None where it says nothing that is known."""
    state = _STATES.get(_one(fields, "MessageStatus") or _one(fields, "SmsStatus"))
    name = _one(fields, "MessageSid") or _one(fields, "SmsSid")
    if state is None or not 0 < len(name) <= _LONGEST_NAME:
        return None
    return SmsNews(id=name, state=state, problem=_code(_one(fields, "ErrorCode")))


def read_answer(fields: Mapping[str, Sequence[str]]) -> SmsAnswer | None:
    """What somebody has answered, None where it says nothing of whom."""
    number = _one(fields, "From")
    if not number:
        return None
    wish = _WISHES.get(_one(fields, "OptOutType"))
    return SmsAnswer(number=number, body=_one(fields, "Body"), wish=wish or "")


def _one(fields: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _code(text: str) -> str:
    is_code = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_CODE
    return text if is_code and text != "0" else ""
