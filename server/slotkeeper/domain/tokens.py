"""Signed tokens: readable by us alone to trust, worth nothing for another purpose or after their
time.
"""

import base64
import binascii
import hashlib
import hmac
from typing import Any

import msgspec

_MAC_BYTES = 16
_LONGEST_TOKEN = 512


class TokenInvalid(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """Forged, damaged, of another purpose, or too old."""


class Signer:
    """Signs and reads tokens with one secret; HMAC-SHA256 over purpose and body, of 128 bits."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def sign(self, purpose: str, expires_at: int, *values: int | str) -> str:
        """A token of URL-safe letters that `read` gives back as `values` until `expires_at` (epoch
        seconds).
        """
        body = msgspec.msgpack.encode([expires_at, *values])
        return base64.urlsafe_b64encode(self._mac(purpose, body) + body).decode().rstrip("=")

    def read(self, purpose: str, token: str, now: int) -> list[Any]:
        """The values that were signed.

        Raises TokenInvalid, in a time that does not depend on how nearly a forged one fits.
        """
        raw = _decode(token)
        mac, body = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(purpose, body)):
            raise TokenInvalid
        expires_at, *values = msgspec.msgpack.decode(body)
        if expires_at <= now:
            raise TokenInvalid
        return list(values)

    def digest(self, purpose: str, text: str) -> str:
        """A keyed hash that recognises a text again without showing it; 32 hex digits."""
        return self._mac(purpose, text.encode("utf-8", "replace")).hex()

    def _mac(self, purpose: str, body: bytes) -> bytes:
        mac = hmac.digest(self._secret, purpose.encode() + b"\0" + body, hashlib.sha256)
        return mac[:_MAC_BYTES]


def _decode(token: str) -> bytes:
    if len(token) > _LONGEST_TOKEN:
        raise TokenInvalid
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise TokenInvalid from problem
