"""What stands in a calendar, in words: bookings, holds and blocks."""

from dataclasses import dataclass
from typing import Literal

from slotkeeper.domain.block import Block
from slotkeeper.services.staff.calendar import Diary
from slotkeeper.storage.calendar import CalendarEntry
from slotkeeper.web.formats import countdown_text
from slotkeeper.web.staff.moments import Moments

What = Literal["booking", "hold", "block", "session"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One of them. Instants are epoch seconds; `until` is when a hold, a payment or a request ends
    by itself, in words; `left` counts the time to it down, where it is a matter of minutes.
    `colour` is "" for none. A session has its `attendees`, each an item with a `seat`, and as many
    `places` as are planned, 0 where none is; `add` is the query by which one more is booked.
    """

    id: int
    what: What
    practitioner_id: int
    starts_at: int
    ends_at: int
    busy_from: int
    busy_until: int
    starts: str
    ends: str
    day: str
    iso: str
    title: str
    practitioner: str
    kind: str = ""
    colour: str = ""
    place: str = ""
    state: str = ""
    awaits: str = ""
    alert: str = ""
    flags: tuple[str, ...] = ()
    is_unpaid: bool = False
    has_note: bool = False
    repeats: bool = False
    until: int | None = None
    until_text: str = ""
    left: str = ""
    revision: int = 0
    kind_id: int = 0
    seat: int = 0
    attendees: tuple["Item", ...] = ()
    places: int = 0
    add: str = ""

    @property
    def taken(self) -> int:
        """How many places of a session are booked."""
        return sum(each.what == "booking" for each in self.attendees)

    @property
    def held(self) -> int:
        """How many more are held."""
        return len(self.attendees) - self.taken

    @property
    def notes(self) -> int:
        """How many of those who come have an alert note."""
        return sum(bool(each.alert) for each in self.attendees)

    @property
    def starts_short(self) -> str:
        """Without morning or afternoon, which the axis says: "9:15"."""
        return self.starts.partition(" ")[0]

    @property
    def minutes(self) -> int:
        """How long it is."""
        return (self.ends_at - self.starts_at) // 60

    @property
    def is_movable(self) -> bool:
        """Whether it can be dragged to another time."""
        return self.what == "booking" and self.state in {"confirmed", "arrived"}


def items_of(diary: Diary, moments: Moments) -> list[Item]:
    """All of a diary, in order of time."""
    found = [_entry(each, diary, moments) for each in diary.entries]
    found += [_block(each, diary, moments) for each in diary.blocks]
    return sorted(found, key=lambda item: (item.starts_at, item.id))


def _entry(entry: CalendarEntry, diary: Diary, moments: Moments) -> Item:
    kind = diary.names.kinds[entry.appointment_type_id]
    place = diary.names.locations.get(entry.location_id or 0)
    until = entry.expires_at if entry.state in {"held", "paying", "pending"} else None
    return Item(
        id=entry.id,
        what="hold" if entry.state == "held" else "booking",
        practitioner_id=entry.practitioner_id,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        busy_from=entry.busy_from,
        busy_until=entry.busy_until,
        starts=moments.time(entry.starts_at),
        ends=moments.time(entry.ends_at),
        day=moments.day(entry.starts_at),
        iso=moments.iso(entry.starts_at),
        title=entry.patient,
        practitioner=diary.name_of(entry.practitioner_id),
        kind=kind.name,
        colour=kind.colour,
        place=place.name if place else "",
        state=entry.state,
        awaits=entry.awaits,
        alert=entry.alert_note,
        flags=tuple(entry.flags.split()),
        is_unpaid=entry.is_unpaid,
        has_note=entry.has_note,
        repeats=entry.series_id is not None,
        until=until,
        until_text=moments.day_and_time(until) if until else "",
        left=countdown_text(until - diary.now) if until and entry.state != "pending" else "",
        revision=entry.revision,
        kind_id=entry.appointment_type_id,
        seat=entry.seat,
    )


def _block(block: Block, diary: Diary, moments: Moments) -> Item:
    return Item(
        id=block.id,
        what="block",
        practitioner_id=block.practitioner_id,
        starts_at=block.begins_at,
        ends_at=block.ends_at,
        busy_from=block.begins_at,
        busy_until=block.ends_at,
        starts=moments.time(block.begins_at),
        ends=moments.time(block.ends_at),
        day=moments.day(block.begins_at),
        iso=moments.iso(block.begins_at),
        title=block.reason,
        practitioner=diary.name_of(block.practitioner_id),
        revision=block.revision,
    )
