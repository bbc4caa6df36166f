"""Passwords as argon2id hashes (RFC 9106), made on threads of their own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from slotkeeper.domain.staff import fold_password

if TYPE_CHECKING:
    from argon2 import PasswordHasher

T = TypeVar("T")

MEMORY_KIB, PASSES, LANES = 32_768, 3, 1
"""Above the least that OWASP's Password Storage Cheat Sheet asks for (19 MiB, 2, 1); about 70 ms.
A hash says with which it was made, so they can be raised.
"""

# So many at once, the others wait: each takes its memory and most of a processor.
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="password")


async def hash_password(password: str) -> str:
    """The hash to keep, with salt and work factors inside."""
    return await _apart(lambda: _hasher()[0].hash(fold_password(password)))


async def is_password(password: str, password_hash: str) -> bool:
    """Whether that was the password; "" as a hash fits none, and takes as long to say so."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - see _hasher

    def verify() -> bool:
        hasher, nobodys = _hasher()
        try:
            fits = hasher.verify(password_hash or nobodys, fold_password(password))
        except (VerificationError, InvalidHashError):
            return False
        return fits and bool(password_hash)

    return await _apart(verify)


def is_weak(password_hash: str) -> bool:
    """Whether it was made with less work than one would be now."""
    return _hasher()[0].check_needs_rehash(password_hash)


@cache
def _hasher() -> tuple["PasswordHasher", str]:
    """Imported when used, as most servers start without a sign-in; with the hash of nobody."""
    from argon2 import PasswordHasher  # noqa: PLC0415

    hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
    return hasher, hasher.hash("nobody's")


async def _apart(job: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_THREADS, job)
