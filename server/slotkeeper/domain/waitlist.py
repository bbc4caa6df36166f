"""Who waits for a time, what they would take, and whose turn it is (C6)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from slotkeeper.domain.interval import Interval, overlap
from slotkeeper.domain.local_time import local_date, local_minute
from slotkeeper.domain.parts_of_day import Part, part_of_day
from slotkeeper.domain.slots import Slot
from slotkeeper.domain.waitlist_rules import WaitlistRules

EntryState = Literal["waiting", "booked", "left", "removed", "over", "unanswered", "replaced"]
OfferState = Literal["open", "accepted", "declined", "expired", "withdrawn"]
Untold = Literal["", "failed", "unsent"]
"""Of an offer that ended before they heard of it: every way of telling them failed for good, or
nothing had left when its time was over.
"""

PRIORITIES = (-1, 0, 1)
"""After all others, as it comes, before all others: what staff may set."""


class Wanted(Struct, frozen=True, kw_only=True):
    """Which times somebody would take. `practitioners` are ids, `weekdays` count from Monday = 0;
    an empty one means any. Local dates of the clinic, both included, None where it does not matter.
    """

    practitioners: tuple[int, ...] = ()
    location_id: int | None = None
    weekdays: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    from_on: date | None = None
    until_on: date | None = None


class WaitlistEntry(Struct, frozen=True, kw_only=True):
    """Somebody who waits. Who wants an earlier time for the booking `booking_id` is known by that
    one's patient: then the contact details are "". `priority` is the clinic's, the higher the
    sooner; `unanswered` counts the offers that they let pass. `unreached` is the `reach_key` under
    which they could not be told, "" where nothing is known against it. Instants are epoch seconds.
    """

    id: int = 0
    clinic_id: int
    appointment_type_id: int
    booking_id: int | None = None
    wanted: Wanted = Wanted()
    patient_is: Literal["new", "existing"]
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    birth_date: date | None = None
    note: str = ""
    person_key: str = ""
    language: str = ""
    priority: int = 0
    state: EntryState = "waiting"
    unanswered: int = 0
    unreached: str = ""
    entry_key: str = ""
    made_at: int
    ended_at: int | None = None

    def __repr__(self) -> str:
        return f"WaitlistEntry({self.id}, {self.state})"


class WaitlistOffer(Struct, frozen=True, kw_only=True):
    """A time that is kept for one entry until `open_until` by the hold `hold_id`; `made_by` is the
    member of staff who offered it by hand. They are told at `tell_at`: later than it was made where
    the time's cancellation can be taken back until then.
    """

    id: int = 0
    clinic_id: int
    entry_id: int
    hold_id: int
    practitioner_id: int
    starts_at: int
    ends_at: int
    made_at: int
    tell_at: int
    open_until: int
    made_by: int | None = None
    state: OfferState = "open"
    ended_at: int | None = None
    untold: Untold = ""

    @property
    def was_told(self) -> bool:
        """Whether it stood for long enough that they were told, or kept the time from others as
        long as one that was.
        """
        if self.untold == "failed":
            return False
        return self.ended_at is None or self.ended_at >= self.tell_at


class FreeTime(NamedTuple):
    """A slot with the ids of who gives it and where, and the time it takes with its padding."""

    slot: Slot
    practitioner_id: int
    location_id: int | None
    busy: Interval


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a time is offered to next."""

    entry: WaitlistEntry
    time: FreeTime


def in_order(entries: Iterable[WaitlistEntry], rules: WaitlistRules) -> list[WaitlistEntry]:
    """Whose turn it is: by the clinic's priority, its own patients before new ones where it wants
    that, then who waits longest.
    """

    def place(entry: WaitlistEntry) -> tuple[int, bool, int, int]:
        is_later = rules.existing_first and entry.patient_is == "new"
        return -entry.priority, is_later, entry.made_at, entry.id

    return sorted(entries, key=place)


def reach_key(email: str, phone: str) -> str:
    """A digest of where somebody is reached, to see whether that has changed; never ""."""
    return hashlib.sha256(f"{email}\n{phone}".encode()).hexdigest()[:32]


def fits(wanted: Wanted, time: FreeTime, zone: str, before: int | None = None) -> bool:
    """Whether somebody would take that time; `before` is when the booking begins that they have
    already.
    """
    return (
        _is_then(wanted, _when(time, zone))
        and (not wanted.practitioners or time.practitioner_id in wanted.practitioners)
        and _is_there(wanted, time, before)
    )


def match(
    entries: Sequence[WaitlistEntry],
    free: Mapping[int, Sequence[FreeTime]],
    asked: Mapping[int, Sequence[WaitlistOffer]],
    before: Mapping[int, int],
    zone: str,
) -> list[Match]:
    """The earliest time that fits for each entry in turn, no two of which overlap with one
    practitioner.

    By the entry's id: `free` what it may have, in order of start; `asked` what was offered to it
    before, which with that practitioner is not offered again; `before` as for `fits`.
    """
    given: defaultdict[int, list[Interval]] = defaultdict(list)
    sorted_out: dict[int, _Parts] = {}  # many entries have one list in common
    found: list[Match] = []
    for entry in entries:
        times = free.get(entry.id, ())
        if id(times) not in sorted_out:
            sorted_out[id(times)] = _by_part(times, zone)
        refused = _by_practitioner(
            (each.practitioner_id, (each.starts_at, each.ends_at))
            for each in asked.get(entry.id, ())
            if each.was_told
        )
        for time in _fitting(entry.wanted, sorted_out[id(times)], before.get(entry.id)):
            slot, who = time.slot, time.practitioner_id
            if not _meets((slot.starts_at, slot.ends_at), refused[who]) and not _meets(
                time.busy, given[who]
            ):
                given[who].append(time.busy)
                found.append(Match(entry, time))
                break
    return found


_Part = tuple[date, Part]
_Parts = dict[_Part, dict[int, list[FreeTime]]]
"""Times by the part of the day, then by practitioner: most of them are never looked at."""


def _by_part(times: Iterable[FreeTime], zone: str) -> _Parts:
    found: _Parts = {}
    parts: dict[int, _Part] = {}  # practitioners have most starts in common
    for time in times:
        starts_at = time.slot.starts_at
        if starts_at not in parts:
            parts[starts_at] = _when(time, zone)
        people = found.setdefault(parts[starts_at], {})
        people.setdefault(time.practitioner_id, []).append(time)
    return found


def _fitting(wanted: Wanted, parts: _Parts, before: int | None) -> Iterator[FreeTime]:
    for part, people in parts.items():
        if _is_then(wanted, part):
            who = wanted.practitioners or people
            times = [time for each in who for time in people.get(each, ())]
            times.sort(key=lambda time: time.slot.starts_at)
            yield from (time for time in times if _is_there(wanted, time, before))


def _when(time: FreeTime, zone: str) -> _Part:
    starts_at = time.slot.starts_at
    return local_date(starts_at, zone), part_of_day(local_minute(starts_at, zone))


def _is_then(wanted: Wanted, part: _Part) -> bool:
    on, part_of = part
    return (
        (not wanted.weekdays or on.weekday() in wanted.weekdays)
        and (not wanted.parts or part_of in wanted.parts)
        and (wanted.from_on is None or wanted.from_on <= on)
        and (wanted.until_on is None or on <= wanted.until_on)
    )


def _is_there(wanted: Wanted, time: FreeTime, before: int | None) -> bool:
    is_place = wanted.location_id is None or wanted.location_id == time.location_id
    return is_place and (before is None or time.slot.starts_at < before)


def _by_practitioner(
    spans: Iterable[tuple[int, Interval]],
) -> defaultdict[int, list[Interval]]:
    found: defaultdict[int, list[Interval]] = defaultdict(list)
    for who, span in spans:
        found[who].append(span)
    return found


def _meets(span: Interval, others: Sequence[Interval]) -> bool:
    return any(overlap(span, each) for each in others)
