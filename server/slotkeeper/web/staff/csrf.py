"""A form is believed only where it brings what the page of this very browser was given."""

import hmac
from typing import Any

from litestar import Request

from slotkeeper.domain.errors import Fact
from slotkeeper.domain.tokens import Signer
from slotkeeper.web.forms import read_form

FIELD = "csrf"
HEADER = "x-csrf-token"
_PURPOSE = "csrf"
_FORM = "application/x-www-form-urlencoded"
_ELSEWHERE = {"cross-site", "same-site"}


class FormStale(Fact):
    """Sent from a page of before signing in or out, or by another website."""


def csrf_token(signer: Signer, token: str) -> str:
    """What the forms of the browser with that cookie carry."""
    return signer.digest(_PURPOSE, token)


async def read_own_form(
    request: Request[Any, Any, Any], signer: Signer, token: str
) -> dict[str, str]:
    """The fields that a page of ours sent, without the token in them; requests with the token in a
    header may carry another body, which is left to the handler.

    Raises FormStale, and what `read_form` raises.
    """
    kind = request.headers.get("content-type", _FORM).partition(";")[0].strip().lower()
    fields = await read_form(request) if kind == _FORM else {}
    sent = request.headers.get(HEADER) or fields.pop(FIELD, "")
    fields.pop(FIELD, None)
    expected = csrf_token(signer, token)
    elsewhere = request.headers.get("sec-fetch-site", "") in _ELSEWHERE
    if elsewhere or not token or not hmac.compare_digest(sent.encode(), expected.encode()):
        raise FormStale
    return fields
