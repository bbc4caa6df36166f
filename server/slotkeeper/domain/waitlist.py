"""Who waits for a time, what they would take, and whose turn it is (C6)."""

from collections.abc import Iterable, Mapping, Sequence
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
    sooner; `unanswered` counts the offers that they let pass. Instants are epoch seconds.
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
    entry_key: str = ""
    made_at: int
    ended_at: int | None = None

    def __repr__(self) -> str:
        return f"WaitlistEntry({self.id}, {self.state})"


class WaitlistOffer(Struct, frozen=True, kw_only=True):
    """A time that is kept for one entry until `open_until` by the hold `hold_id`; `made_by` is the
    member of staff who offered it by hand.
    """

    id: int = 0
    clinic_id: int
    entry_id: int
    hold_id: int
    practitioner_id: int
    starts_at: int
    ends_at: int
    made_at: int
    open_until: int
    made_by: int | None = None
    state: OfferState = "open"
    ended_at: int | None = None


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


def fits(wanted: Wanted, time: FreeTime, zone: str, before: int | None = None) -> bool:
    """Whether somebody would take that time; `before` is when the booking begins that they have
    already.
    """
    starts_at = time.slot.starts_at
    on = local_date(starts_at, zone)
    return (
        (before is None or starts_at < before)
        and (not wanted.practitioners or time.practitioner_id in wanted.practitioners)
        and wanted.location_id in {None, time.location_id}
        and (not wanted.weekdays or on.weekday() in wanted.weekdays)
        and (not wanted.parts or part_of_day(local_minute(starts_at, zone)) in wanted.parts)
        and (wanted.from_on is None or wanted.from_on <= on)
        and (wanted.until_on is None or on <= wanted.until_on)
    )


def match(
    entries: Sequence[WaitlistEntry],
    free: Mapping[int, Sequence[FreeTime]],
    asked: Mapping[int, Sequence[WaitlistOffer]],
    before: Mapping[int, int],
    zone: str,
    kept: Sequence[tuple[int, Interval]] = (),
) -> list[Match]:
    """The earliest time that fits for each entry in turn, no two of which overlap with one
    practitioner.

    By the entry's id: `free` what it may have, in order of start; `asked` what was offered to it
    before, which with that practitioner is not offered again; `before` as for `fits`. `kept` is
    offered to nobody yet: practitioner ids and intervals.
    """
    given = list(kept)
    found: list[Match] = []
    for entry in entries:
        refused = [(e.practitioner_id, (e.starts_at, e.ends_at)) for e in asked.get(entry.id, ())]
        for time in free.get(entry.id, ()):
            if not fits(entry.wanted, time, zone, before.get(entry.id)):
                continue
            if _is_among(time, (time.slot.starts_at, time.slot.ends_at), refused):
                continue
            if _is_among(time, time.busy, given):
                continue
            given.append((time.practitioner_id, time.busy))
            found.append(Match(entry, time))
            break
    return found


def _is_among(time: FreeTime, span: Interval, among: Iterable[tuple[int, Interval]]) -> bool:
    return any(who == time.practitioner_id and overlap(span, there) for who, there in among)
