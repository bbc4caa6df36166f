"""Steps kept as bytes until something changes; nothing personal or signed is inside (DESIGN.md,
Slots).
"""

import gzip
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import blake2b

import brotli

from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.slot_version import get_slot_version
from slotkeeper.web.etags import weak_etag

_MOST_ENTRIES = 2_000
_UNCHANGING_SECONDS = 3600
_REFUSED = re.compile(r"q=0(\.0*)?")


@dataclass(frozen=True, slots=True)
class Step:
    """A step as HTML, the same for every visitor until `valid_until` (epoch seconds) while nothing
    is written.
    """

    html: str
    valid_until: int


def unchanging_until(now: int) -> int:
    """How long a step is kept that only a change of the set-up can change."""
    return now + _UNCHANGING_SECONDS


@dataclass(slots=True)
class Entry:
    """A step that is kept, as of a version of the clinic and a generation of the database."""

    version: int
    generation: int | None
    valid_until: int
    body: bytes
    etag: str
    packed: dict[str, bytes] = field(default_factory=dict)

    def is_unchanged(self, toolbox: Toolbox) -> bool:
        """Whether surely nothing was written since; False also where only a look would tell."""
        same = self.generation is not None and self.generation == toolbox.database.generation()
        return same and toolbox.clock() < self.valid_until


Key = tuple[str, bytes, str]


class StepCache:
    """By clinic, query and language, as long as the versions of the clinic and its practitioners
    stay.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._entries: OrderedDict[Key, Entry] = OrderedDict()

    async def get(self, toolbox: Toolbox, key: Key, make: Callable[[], Awaitable[Step]]) -> Entry:
        """The step of that key, made anew where it may have changed.

        Raises what `make` raises; nothing is kept then.
        """
        entry = self._entries.get(key)
        if entry is None or not await self._is_fresh(toolbox, key, entry):
            entry = await self._renew(toolbox, key, make)
        return entry

    async def _is_fresh(self, toolbox: Toolbox, key: Key, entry: Entry) -> bool:
        if entry.is_unchanged(toolbox):
            return True
        if toolbox.clock() >= entry.valid_until:
            return False
        generation = toolbox.database.generation()
        if await get_slot_version(toolbox.database, key[0]) != entry.version:
            return False
        entry.generation = generation
        return True

    async def _renew(
        self, toolbox: Toolbox, key: Key, make: Callable[[], Awaitable[Step]]
    ) -> Entry:
        # Both are read before the step is made: a write in between makes the entry old at once,
        # never wrong.
        generation = toolbox.database.generation()
        version = await get_slot_version(toolbox.database, key[0])
        step = await make()
        body = step.html.encode()
        etag = weak_etag(blake2b(body, digest_size=8).hexdigest())
        entry = Entry(version or 0, generation, step.valid_until, body, etag)
        self._entries[key] = entry
        self._entries.move_to_end(key)
        while len(self._entries) > _MOST_ENTRIES:
            self._entries.popitem(last=False)
        return entry


def encoding_for(accepted: str) -> str:
    """The best encoding that an Accept-Encoding header takes."""
    parts = (each.partition(";") for each in accepted.lower().replace(" ", "").split(","))
    taken = {coding for coding, _, weight in parts if not _REFUSED.fullmatch(weight)}
    return next((each for each in ("br", "gzip") if each in taken), "")


def packed(entry: Entry, encoding: str) -> bytes:
    """The step in that encoding ("br", "gzip" or ""), packed once."""
    if not encoding:
        return entry.body
    if encoding not in entry.packed:
        entry.packed[encoding] = (
            brotli.compress(entry.body, quality=5)
            if encoding == "br"
            else gzip.compress(entry.body, compresslevel=6, mtime=0)
        )
    return entry.packed[encoding]
