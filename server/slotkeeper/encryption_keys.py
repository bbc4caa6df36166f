"""The keys with which a clinic's own keys are sealed (services/vault.py), as settings name them."""

import base64
import binascii
import hmac
import os

_KEY_BYTES = 32
_INFO = b"slotkeeper encryption of stored keys"


def new_key() -> str:
    """A key of chance, as `SLOTKEEPER_ENCRYPTION_KEYS` wants it: 32 bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(os.urandom(_KEY_BYTES)).decode()


def read_keys(value: str) -> tuple[str, ...]:
    """The keys of a text with commas. Raises ValueError, which repeats no key."""
    keys = tuple(each.strip() for each in value.split(",") if each.strip())
    for number, key in enumerate(keys, start=1):
        if not _is_key(key):
            raise ValueError(
                "expected keys as `slotkeeper key` prints them, with commas, the newest first; "
                f"number {number} of {len(keys)} is none"
            )
    if len(set(keys)) != len(keys):
        raise ValueError("expected each key once")
    return keys


def key_from(secret: str) -> str:
    """The key that follows from a secret: HKDF with SHA-256 (RFC 5869), no salt, one block."""
    pseudorandom = hmac.digest(bytes(_KEY_BYTES), secret.encode(), "sha256")
    return base64.urlsafe_b64encode(hmac.digest(pseudorandom, _INFO + b"\x01", "sha256")).decode()


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, altchars=b"-_", validate=True)) == _KEY_BYTES
    except (binascii.Error, ValueError):
        return False
