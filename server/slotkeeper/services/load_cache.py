"""Loads kept in memory: counted anew only for whose time has changed."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.local_time import ONE_DAY, to_instant
from slotkeeper.domain.new_patient_rule import Load
from slotkeeper.domain.new_patients import load_of
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.storage.booked import find_booked
from slotkeeper.storage.database import Reader
from slotkeeper.storage.slot_version import find_versions

_MOST = 20_000
_MOST_SEEN = 500

Days = tuple[date, date]
AsOf = tuple[int | None, int, date]


@dataclass(slots=True)
class LoadCache:
    """One per server process.

    `seen` says for each clinic as of which generation of the database, version of its set-up and
    local day its rules were looked at last, so that a read after which nothing was written asks
    nothing.
    """

    seen: dict[int, AsOf] = field(default_factory=dict)
    _kept: OrderedDict[tuple[int, Days], tuple[tuple[int, int], Load]] = field(
        default_factory=OrderedDict
    )

    def saw(self, clinic: Clinic, as_of: AsOf) -> None:
        """Remember that the clinic's rules were looked at."""
        if len(self.seen) >= _MOST_SEEN:
            self.seen.clear()
        self.seen[clinic.id] = as_of

    async def loads(
        self, reader: Reader, clinic: Clinic, who: Sequence[Practitioner], days: Days
    ) -> list[Load]:
        """The load of each of those practitioners on those local days.

        In a transaction too, of which nothing is kept: it may be undone.
        """
        versions = await find_versions(reader, clinic.id)
        known = {each.id: self._find(clinic, each, days, versions) for each in who}
        left = [each for each in who if known[each.id] is None]
        first, until = _span(clinic, days)
        booked = await find_booked(reader, [each.id for each in left], first, until)
        for each in left:
            mine = booked[each.id]
            load = load_of(clinic, each, days, mine.bookings, mine.blocks)
            known[each.id] = load
            if hasattr(reader, "generation"):
                self._keep((each.id, days), ((clinic.version, versions.get(each.id, 0)), load))
        return [known[each.id] or Load() for each in who]

    def _find(
        self, clinic: Clinic, practitioner: Practitioner, days: Days, versions: dict[int, int]
    ) -> Load | None:
        kept = self._kept.get((practitioner.id, days))
        as_of = (clinic.version, versions.get(practitioner.id, 0))
        return kept[1] if kept and kept[0] == as_of else None

    def _keep(self, key: tuple[int, Days], value: tuple[tuple[int, int], Load]) -> None:
        self._kept[key] = value
        self._kept.move_to_end(key)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)


def _span(clinic: Clinic, days: Days) -> tuple[int, int]:
    """A day more on each side than is counted, as a clock may change at midnight."""
    zone = clinic.time_zone
    return to_instant(days[0] - ONE_DAY, 0, zone), to_instant(days[1] + 2 * ONE_DAY, 0, zone)
