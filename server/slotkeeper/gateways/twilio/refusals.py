"""What Twilio's answers mean for a text message (its list of error codes, 20xxx and 21xxx)."""

from typing import Any

import httpx
import msgspec
from msgspec import Struct

from slotkeeper.gateways.sms import SmsFateUnknown, SmsPutOff, SmsRefused, SmsStopped

_STOPPED = 21610
_NUMBER = frozenset({21211, 21214, 21217, 21265, 21401, 21407, 21421, 21612, 21614, 21635})
_SENDER = frozenset({21212, 21603, 21606, 21618, 21659, 21660, 21661, 21701, 21703, 21704})
_REGION, _FULL = 21408, 21611
_LONGEST_WAIT = 300


class _Problem(Struct):
    code: int = 0


def raise_for(answer: httpx.Response) -> None:
    """Nothing for a 2xx. Raises SmsPutOff, SmsRefused, SmsStopped, SmsFateUnknown; of what the
    service says only a code is kept.
    """
    if answer.is_success:
        return
    if answer.status_code in {401, 403, 404}:
        raise SmsPutOff("authentication")
    if answer.status_code == 429:  # noqa: PLR2004 - Too Many Requests
        raise SmsPutOff("busy", _seconds(answer.headers.get("retry-after", "")))
    if answer.is_server_error:
        raise SmsFateUnknown
    if not answer.is_client_error:
        raise SmsPutOff(str(answer.status_code))
    raise _of_code(_code(answer), answer.status_code)


def _of_code(code: int, status: int) -> Exception:
    if code == _STOPPED:
        return SmsStopped()
    if code in _NUMBER:
        return SmsRefused("number")
    if code == _REGION:
        return SmsRefused("region")
    if code in _SENDER:
        return SmsPutOff("sender")
    if code == _FULL:
        return SmsPutOff("busy")
    return SmsRefused(str(code or status))


def _code(answer: httpx.Response) -> int:
    try:
        return msgspec.json.decode(answer.content, type=_Problem).code
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return 0


def _seconds(header: str) -> int:
    return min(_LONGEST_WAIT, int(header)) if header.isascii() and header.isdecimal() else 0


def read_json(answer: httpx.Response, type_: Any) -> Any:  # noqa: ANN401 - whichever is asked for
    """A good answer as a value. Raises SmsFateUnknown where it is none."""
    try:
        return msgspec.json.decode(answer.content, type=type_)
    except (msgspec.MsgspecError, UnicodeDecodeError) as unread:
        raise SmsFateUnknown from unread
