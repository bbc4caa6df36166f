"""One at a time works with a diary: in this process by a lock, among processes by a lease."""

import asyncio
import secrets
from weakref import WeakValueDictionary


class Turns:
    """One per server process, which is known to the others as `who`."""

    def __init__(self) -> None:
        self.who = secrets.token_hex(8)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def lock(self, practitioner_id: int) -> asyncio.Lock:
        """That of a practitioner's diary, while anybody has or waits for it."""
        lock = self._locks.get(practitioner_id)
        if lock is None:
            lock = self._locks[practitioner_id] = asyncio.Lock()
        return lock
