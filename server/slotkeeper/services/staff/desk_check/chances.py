"""What is looked up to find time today for somebody who stands at the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.daily_limit import DAY_SECONDS
from slotkeeper.domain.known import Taken, needs_taken, reach
from slotkeeper.domain.local_time import next_local_day
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.squeeze import Chance, Day, There
from slotkeeper.domain.squeeze_search import find_chances
from slotkeeper.domain.staff import Member
from slotkeeper.domain.staff_booking import Objection, StaffTime, left_open, place_of
from slotkeeper.services.staff.bookings.book import Whom, against_booking
from slotkeeper.services.staff.bookings.counted import objections_of
from slotkeeper.services.staff.bookings.move import against_move
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.busy import find_busy
from slotkeeper.storage.calendar import CalendarEntry, find_entries
from slotkeeper.storage.taken import find_taken

MOST = 3
"""Of each sort."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SqueezeAsked:
    """For whom time is looked for today: `own` is the booking that would be moved, else somebody
    (`whom`) gets a new one; None while nobody was chosen yet. `kind` has the lengths that are
    needed.
    """

    clinic: Clinic
    kind: AppointmentType
    people: Sequence[Practitioner]
    own: Booking | None = None
    whom: Whom | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A chance with all that stands against it: what staff agree to by taking it."""

    chance: Chance
    against: list[Objection]
    against_room: list[Objection]

    @property
    def agreed(self) -> list[str]:
        """The keys of what binds."""
        every = [*self.against, *self.against_room]
        return [each.key for each in every if not each.is_said_only]


async def find_offers(toolbox: Toolbox, member: Member, asked: SqueezeAsked) -> list[Offer]:
    """What can be had today, at most MOST of each sort: free times, room that can be made, and what
    goes beyond a rule.
    """
    now = toolbox.clock()
    day = await _day(toolbox, member, asked.clinic, now)
    if asked.own:
        day = day.without(asked.own.id)
    found = find_chances(asked.clinic, asked.kind, asked.people, day)
    offers = []
    for chance in _some(found):
        offer = await _offer(toolbox, member, asked, chance, now)
        # What it takes to see that nothing stands against it is not all known to the domain.
        if chance.room is None or not left_open(offer.against_room, ()):
            offers.append(offer)
    return sorted(offers, key=_order)


def people_for(
    clinic: Clinic, member: Member, kind: AppointmentType, slug: str = ""
) -> list[Practitioner]:
    """Who can give it: that one, or all who offer the type and whose diaries are open."""
    return [
        each
        for each in clinic.who_offers(kind)
        if member.may_see_diary(each.id) and slug in {"", each.slug}
    ]


async def _day(toolbox: Toolbox, member: Member, clinic: Clinic, now: int) -> Day:
    reader, until = toolbox.database, next_local_day(now, clinic.time_zone)
    # An appointment may begin before midnight and end after it.
    entries = await find_entries(reader, clinic.id, now, until + DAY_SECONDS, now)
    taken = dict[int, list[Taken]]()
    if needs_taken(clinic):
        before, after = reach(clinic)
        span = now - before - DAY_SECONDS, until + after + DAY_SECONDS
        taken = await find_taken(reader, clinic.id, *span, now)
    kinds = {each.id: each for each in clinic.appointment_types if each.enabled}
    return Day(
        now=now,
        until=until,
        busy=await find_busy(reader, clinic.id, now, until + DAY_SECONDS, now),
        there=[_there(each, kinds) for each in entries],
        allows=partial(_is_counted_in, clinic, taken, now),
        people=[e for e in clinic.practitioners if e.enabled and member.may_see_diary(e.id)],
    )


def _is_counted_in(
    clinic: Clinic,
    taken: Mapping[int, Sequence[Taken]],
    now: int,
    time: StaffTime,
    gone: Sequence[There],
) -> bool:
    """Whether rooms, most a day and the way between places leave room for it."""
    if not needs_taken(clinic):
        return True
    away = {(each.practitioner_id, each.span, each.seat) for each in gone}
    left = {
        who: [each for each in some if (who, (each.begins, each.ends), each.seat) not in away]
        for who, some in taken.items()
    }
    return not objections_of(clinic, time, place_of(clinic, time), left, now)


def _there(entry: CalendarEntry, kinds: dict[int, AppointmentType]) -> There:
    kind = kinds.get(entry.appointment_type_id)
    lengths = {
        "minutes": (entry.ends_at - entry.starts_at) // 60,
        "padding_before": (entry.starts_at - entry.busy_from) // 60,
        "padding_after": (entry.busy_until - entry.ends_at) // 60,
    }
    return There(
        id=entry.id,
        revision=entry.revision,
        practitioner_id=entry.practitioner_id,
        kind=replace(kind, **lengths) if kind else None,
        kind_id=entry.appointment_type_id,
        starts_at=entry.starts_at,
        span=(entry.busy_from, entry.busy_until),
        seat=entry.seat,
        is_movable=entry.state == "confirmed",
        patient=entry.patient,
    )


def _some(found: Sequence[Chance]) -> list[Chance]:
    """The earliest of each sort."""
    free = (each for each in found if not each.room and not each.is_beyond)
    rooms = (each for each in found if each.room)
    beyond = (each for each in found if each.is_beyond)
    return [each for some in (free, rooms, beyond) for each in islice(some, MOST)]


async def _offer(
    toolbox: Toolbox, member: Member, asked: SqueezeAsked, chance: Chance, now: int
) -> Offer:
    against = await _against(toolbox, member, asked, chance.time, now)
    room = chance.room
    if room is None:
        return Offer(chance, against, [])
    of_room = await against_move(toolbox.database, asked.clinic, room.to, now, room.there.id)
    return Offer(chance, against, of_room)


async def _against(
    toolbox: Toolbox, member: Member, asked: SqueezeAsked, time: StaffTime, now: int
) -> list[Objection]:
    reader, clinic = toolbox.database, asked.clinic
    if asked.whom:
        return await against_booking(reader, member, clinic, time, asked.whom, now)
    return await against_move(reader, clinic, time, now, asked.own.id if asked.own else 0)


def _order(offer: Offer) -> tuple[int, int]:
    """Free, then with somebody moved, then beyond a rule; each by time."""
    chance = offer.chance
    sort = 1 if chance.room else 2 if chance.is_beyond else 0
    return sort, chance.time.starts_at
