"""By what a call-back is known to be Twilio's: HMAC-SHA1 over its address and its fields.

The scheme is Twilio's ("Security" in its documentation): the whole address, then each field's name
and value in the order of the names, signed with the account's token, in base64.
"""

import hmac
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

_PORTS = {"https": 443, "http": 80}


def sign(token: str, url: str, fields: Mapping[str, Sequence[str]]) -> str:
    """The header X-Twilio-Signature of a call-back to that address."""
    said = "".join(
        f"{name}{value}" for name in sorted(fields) for value in sorted(set(fields[name]))
    )
    return b64encode(hmac.digest(token.encode(), f"{url}{said}".encode(), "sha1")).decode()


def is_signed(token: str, url: str, fields: Mapping[str, Sequence[str]], signature: str) -> bool:
    """Whether that header is right, told in the same time whether or not it nearly is."""
    if not token or not signature.isascii():
        return False
    right = [sign(token, each, fields) for each in _spellings(url)]
    return any([hmac.compare_digest(each, signature) for each in right])  # noqa: C419 - all of them


def _spellings(url: str) -> Iterator[str]:
    """Some senders name the port that goes without saying, and sign that."""
    yield url
    parts = urlsplit(url)
    if parts.port is None and parts.scheme in _PORTS:
        yield parts._replace(netloc=f"{parts.netloc}:{_PORTS[parts.scheme]}").geturl()
