"""Clinics kept in memory, as they are read by every request and change once a month."""

import re
from collections import OrderedDict
from dataclasses import dataclass

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import ClinicUnknown
from slotkeeper.storage.clinic import clinic_version, find_clinic
from slotkeeper.storage.database import Database, Reader

_SLUG = re.compile(r"[a-z0-9-]{1,60}")

LARGEST = 500
"""Clinics at once; the one that was not asked for longest goes."""


@dataclass(slots=True)
class _Kept:
    clinic: Clinic
    generation: int | None


class ClinicCache:
    """One per server process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    async def get(self, reader: Reader | Database, slug: str) -> Clinic:
        """The clinic as the reader sees it now. Raises ClinicUnknown.

        Costs nothing while the database says that nobody wrote (SQLite), else one short query.
        """
        if not _SLUG.fullmatch(slug):
            raise ClinicUnknown(slug)  # PostgreSQL takes no NUL, and nobody else need look
        # A transaction has no generation: what it reads may be undone, so it is not kept.
        ask = getattr(reader, "generation", None)
        generation: int | None = ask() if ask else None
        kept = self._kept.get(slug)
        if kept and generation is not None and kept.generation == generation:
            return kept.clinic
        version = await clinic_version(reader, slug)
        if kept and version == (kept.clinic.id, kept.clinic.version):
            kept.generation = generation if ask else kept.generation
            self._kept[slug] = kept
            self._kept.move_to_end(slug)
            return kept.clinic
        return await self._load(reader, slug, generation, keep=ask is not None)

    def cached(self, slug: str) -> Clinic | None:
        """The clinic as it was read last, for pages that say what went wrong; None if never."""
        kept = self._kept.get(slug)
        return kept.clinic if kept else None

    async def _load(
        self, reader: Reader, slug: str, generation: int | None, *, keep: bool
    ) -> Clinic:
        clinic = await find_clinic(reader, slug)
        if clinic is None:
            self._kept.pop(slug, None)
            raise ClinicUnknown(slug)
        if keep:
            self._kept[slug] = _Kept(clinic, generation)
            self._kept.move_to_end(slug)
            if len(self._kept) > LARGEST:
                self._kept.popitem(last=False)
        return clinic
