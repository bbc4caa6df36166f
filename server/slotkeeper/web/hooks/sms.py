"""POST /hooks/sms/{clinic}/…: what the service for text messages tells, signed by it."""

import logging
from collections.abc import Awaitable
from typing import Any
from urllib.parse import parse_qs

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.errors import ClinicUnknown
from slotkeeper.services.sms.answer import take_answer
from slotkeeper.services.sms.news import take_news
from slotkeeper.services.sms.signed import SmsSignatureWrong
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.vault import VaultLocked
from slotkeeper.storage.database import DatabaseUnavailable

MOST_BYTES = 16_384
"""Of a form with all that it names; longer bodies are refused with 413 before they are read."""

_MOST_FIELDS = 100
_LARGEST_NUMBER = 2**63 - 1
_LOG = logging.getLogger("slotkeeper.notices")
_HEARD, _TAKEN, _REFUSED, _UNKNOWN, _AGAIN = 200, 204, 403, 404, 503
_NO_ANSWER = b'<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


@post(
    "/hooks/sms/{clinic:str}/news/{delivery:int}",
    status_code=200,
    request_max_body_size=MOST_BYTES,
)
async def take_sms_news(
    clinic: FromPath[str],
    delivery: FromPath[int],
    request: Request[Any, Any, Any],
    toolbox: NamedDependency[Toolbox],
) -> Response[None]:
    """What becomes of a text: 2xx when it is written down, 403 for a wrong signature."""
    number = min(delivery, _LARGEST_NUMBER)
    fields, signed = await _read(request)
    url = _url(request, toolbox)
    taking = take_news(toolbox, clinic, number, url, fields, signed)
    return Response(None, status_code=await _status(taking))


@post("/hooks/sms/{clinic:str}/answers", status_code=200, request_max_body_size=MOST_BYTES)
async def take_sms_answer(
    clinic: FromPath[str],
    request: Request[Any, Any, Any],
    toolbox: NamedDependency[Toolbox],
) -> Response[Any]:
    """Somebody's answer to a text: STOP and START are obeyed, and nothing is said to it."""
    fields, signed = await _read(request)
    taking = take_answer(toolbox, clinic, _url(request, toolbox), fields, signed)
    status = await _status(taking)
    if status != _TAKEN:
        return Response(b"", status_code=status, media_type="text/plain")
    return Response(_NO_ANSWER, status_code=_HEARD, media_type="text/xml")


async def _status(taking: Awaitable[None]) -> int:
    try:
        await taking
    except SmsSignatureWrong:
        return _REFUSED
    except ClinicUnknown:
        return _UNKNOWN
    except (VaultLocked, DatabaseUnavailable) as problem:
        _LOG.warning("a call-back of a text is lost: %s", type(problem).__name__)
        return _AGAIN
    return _TAKEN


async def _read(request: Request[Any, Any, Any]) -> tuple[dict[str, list[str]], str]:
    """The form and its signature, which is "" for what is no form: that nobody has signed."""
    body = await request.body()
    signed = request.headers.get("x-twilio-signature", "")
    try:
        text = body.decode()
        return parse_qs(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS), signed
    except ValueError:
        return {}, ""


def _url(request: Request[Any, Any, Any], toolbox: Toolbox) -> str:
    """The address as the world knows it, whatever a proxy in between has made of it."""
    query = request.scope["query_string"].decode("latin-1")
    return f"{toolbox.base_url}{request.scope['path']}" + (f"?{query}" if query else "")
