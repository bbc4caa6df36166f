"""Which times there are for those who wait: what is free now, however it became so."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.horizon import last_bookable_day
from slotkeeper.domain.interval import overlap
from slotkeeper.domain.known import Known
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.slots import find_slots, search_range
from slotkeeper.domain.waitlist import FreeTime, WaitlistEntry
from slotkeeper.services.closed_to_new import find_closed
from slotkeeper.services.look import look
from slotkeeper.services.waitlist.entry import kind_of_entry
from slotkeeper.storage.database import Reader


@dataclass(slots=True)
class FreeTimes:
    """The free times of a clinic at one instant, each list computed once; where a booking, or a
    hold, is about to be `freed`, those that this makes free.
    """

    reader: Reader
    clinic: Clinic
    now: int
    freed: Booking | None = None
    valid_until: int | None = None
    _found: dict[tuple[int, str], list[FreeTime]] = field(default_factory=dict)

    async def of(self, entries: Sequence[WaitlistEntry]) -> dict[int, list[FreeTime]]:
        """What each of them could have, in order of start, by the entry's id."""
        found = {}
        for entry in entries:
            kind = kind_of_entry(self.clinic, entry)
            if kind is not None:
                found[entry.id] = await self._of_kind(kind, entry)
        return found

    async def _of_kind(self, kind: AppointmentType, entry: WaitlistEntry) -> list[FreeTime]:
        # Who moves a booking is no new patient, whatever the type: found once for them all.
        key = kind.id, "moving" if entry.booking_id else entry.patient_is
        if key not in self._found:
            self._found[key] = await self._find(kind, entry)
        return self._found[key]

    async def _find(self, kind: AppointmentType, entry: WaitlistEntry) -> list[FreeTime]:
        clinic, now, freed = self.clinic, self.now, self.freed
        first, last = self._days()
        begin, end = search_range(kind, clinic.time_zone, first, last)
        but = freed.id if freed else 0
        known = await look(self.reader, clinic, begin, end, now, entry.patient_is, but)
        self._note(known)
        closed = frozenset[int]() if entry.booking_id else known.closed_to_new
        if freed and not entry.booking_id:
            closed = await find_closed(self.reader, clinic)
        known = replace(known, is_offered=True, closed_to_new=closed)
        if freed:
            times = self._cut(kind, known, first, last)
            return [each for each in times if _takes(each, freed)]
        # In a thread: weeks of a large clinic take a moment, and patients are served meanwhile.
        return await asyncio.to_thread(self._cut, kind, known, first, last)

    def _days(self) -> tuple[date, date]:
        zone, last = self.clinic.time_zone, last_bookable_day(self.clinic, self.now)
        if self.freed is None:
            return local_date(self.now, zone), last
        busy = self.freed.busy_from, self.freed.busy_until
        begins, ends = (min(local_date(at, zone), last) for at in busy)
        return begins, ends

    def _cut(self, kind: AppointmentType, known: Known, first: date, last: date) -> list[FreeTime]:
        freed, who = self.freed, self.clinic.who_offers(kind)
        if freed:
            who = tuple(each for each in who if each.id == freed.practitioner_id)
        slots = find_slots(self.clinic, kind, who, first, last, known)
        ids = {each.slug: each.id for each in who}
        places: dict[str | None, int | None] = {e.slug: e.id for e in self.clinic.locations}
        before, after = kind.padding_before * 60, kind.padding_after * 60
        return [
            FreeTime(
                slot,
                ids[slot.practitioner],
                places.get(slot.location),
                (slot.starts_at - before, slot.ends_at + after),
            )
            for slot in slots
        ]

    def _note(self, known: Known) -> None:
        ends = [each for each in (self.valid_until, known.valid_until) if each is not None]
        self.valid_until = min(ends, default=None)


def _takes(time: FreeTime, freed: Booking) -> bool:
    return overlap(time.busy, (freed.busy_from, freed.busy_until))
