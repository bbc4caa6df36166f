"""Which mail server is used, and how it is reached."""

import re
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from email_validator import EmailNotValidError, validate_email
from msgspec import Struct

_EXPECTED = (
    'expected such as "smtp://user:password@mail.example:587" or "smtps://…", '
    "with %-escapes where a password has other signs than letters and digits"
)
_PORTS = {"smtps": 465, "smtp": 587}
_PLAIN_PORT = 25
_HERE = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1")


class MailServer(Struct, frozen=True, kw_only=True):
    """A mail server. `tls`: "at_once"; "must_start" and "may_start" by STARTTLS, which a password
    that leaves this machine always asks for; "none" on this machine.
    """

    host: str
    port: int
    tls: Literal["at_once", "must_start", "may_start", "none"]
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"MailServer(host={self.host!r}, port={self.port}, tls={self.tls!r})"


def read_mail_server(value: str) -> MailServer:
    """The server of an address. Raises ValueError, in which nothing of the address is said."""
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ValueError(_EXPECTED) from error
    if parts.scheme not in _PORTS or not host or parts.path.strip("/") or parts.query:
        raise ValueError(_EXPECTED)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password) or parts.fragment:
        raise ValueError(_EXPECTED)
    default = _PORTS[parts.scheme] if user or parts.scheme == "smtps" else _PLAIN_PORT
    return MailServer(
        host=host,
        port=port or default,
        tls=_tls(parts, host),
        user=user,
        password=password,
    )


def read_mail_from(value: str) -> str:
    """The address that mail comes from. Raises ValueError."""
    try:
        found = validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(f'expected an e-mail address, found "{value}"') from error
    return found.ascii_email or found.normalized


def _tls(parts: SplitResult, host: str) -> Literal["at_once", "must_start", "may_start", "none"]:
    if parts.scheme == "smtps":
        return "at_once"
    if _HERE.fullmatch(host):
        return "none"
    return "must_start" if parts.username else "may_start"
