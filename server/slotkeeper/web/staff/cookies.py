"""The one cookie of the portal: a token of chance, before and after signing in never the same."""

import re
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

from slotkeeper.services.staff.sessions import LONGEST_SECONDS

_NAME = "slotkeeper"
_TOKEN = re.compile(r"[\w-]{20,100}", re.ASCII)


def cookie_name(base_url: str) -> str:
    """`__Host-` keeps neighbours under the same domain from setting it; browsers take that over
    https only.
    """
    return f"__Host-{_NAME}" if base_url.startswith("https://") else _NAME


def read_cookie(request: Request[Any, Any, Any], base_url: str) -> str:
    """The token that a browser brought along, "" for none."""
    value = request.cookies.get(cookie_name(base_url), "")
    return value if _TOKEN.fullmatch(value) else ""


def set_cookie(response: Response[Any], base_url: str, token: str) -> None:
    """Have the browser bring that token from now on, until the session is over at the latest; ""
    takes it away.
    """
    response.set_cookie(
        Cookie(
            key=cookie_name(base_url),
            value=token,
            path="/",
            max_age=LONGEST_SECONDS if token else 0,
            secure=base_url.startswith("https://"),
            httponly=True,
            samesite="lax",
        )
    )
