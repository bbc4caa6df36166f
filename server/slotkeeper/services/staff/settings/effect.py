"""What a change does, in numbers: the times that patients are offered, before and after (S11)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.known import Asker, Known
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.new_patients import is_closed_to_new
from slotkeeper.domain.parts_of_day import shown_starts
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.slots import find_starts, search_range
from slotkeeper.domain.trust import STEPS
from slotkeeper.services.look import look
from slotkeeper.services.staff.settings.class_consequences import of_classes
from slotkeeper.services.staff.settings.consequences import Consequence, find_consequences
from slotkeeper.services.staff.settings.draft import Draft
from slotkeeper.services.staff.settings.notice_consequences import of_notices
from slotkeeper.services.staff.settings.policy_consequences import of_policy
from slotkeeper.services.staff.settings.waitlist_consequences import of_waitlist
from slotkeeper.services.trust.rules import find_struck
from slotkeeper.storage.booking_upcoming import find_upcoming
from slotkeeper.storage.database import Reader

DAYS = 14
"""Local days that are counted, today included."""


class Offered(Struct, frozen=True, kw_only=True):
    """How many times of an appointment type are offered, now and after the change."""

    name: str
    before: int
    after: int


class Effect(Struct, frozen=True, kw_only=True):
    """`types` stand in the clinic's order, only those whose number changes; the sums count each
    type by itself.
    """

    before: int
    after: int
    types: tuple[Offered, ...]
    consequences: tuple[Consequence, ...]


async def find_effect(reader: Reader, draft: Draft, now: int) -> Effect:
    """What the change does over the next DAYS days with all that is booked; `now` in epoch
    seconds.
    """
    begin, end = _range(draft, now)
    known_before = await look(reader, draft.old, begin, end, now)
    known_after = await look(reader, draft.new, begin, end, now)
    upcoming = await find_upcoming(reader, draft.old.id, now)
    before, after = _count(draft.old, known_before), _count(draft.new, known_after)
    names = _names(draft.old) | _names(draft.new)
    counted = [
        Offered(name=names[slug], before=before.get(slug, 0), after=after.get(slug, 0))
        for slug in (*after, *(each for each in before if each not in after))
    ]
    return Effect(
        before=sum(before.values()),
        after=sum(after.values()),
        types=tuple(each for each in counted if each.before != each.after),
        consequences=(
            *find_consequences(draft, upcoming, now),
            *of_classes(draft, upcoming),
            *of_policy(draft, upcoming),
            *of_waitlist(draft),
            *await _of_trust(reader, draft, now),
            *await of_notices(reader, draft, now),
        ),
    )


async def _of_trust(reader: Reader, draft: Draft, now: int) -> list[Consequence]:
    """Whom the rules of trust put on another step when they are saved."""
    if draft.old.trust.rules == draft.new.trust.rules:
        return []
    struck = await find_struck(reader, draft.new, now)
    counted = Counter(each.step for each in struck.values())
    found = [
        Consequence(key="effect.trust_struck", n=counted[step], name=step)
        for step in STEPS
        if counted[step]
    ]
    return found or [Consequence(key="effect.trust_nobody")]


def _range(draft: Draft, now: int) -> tuple[int, int]:
    ranges = [
        _search(clinic, kind, now)
        for clinic in (draft.old, draft.new)
        for kind in clinic.appointment_types
    ]
    return min((each[0] for each in ranges), default=now), max((e[1] for e in ranges), default=now)


def _search(clinic: Clinic, kind: AppointmentType, now: int) -> tuple[int, int]:
    today = local_date(now, clinic.time_zone)
    return search_range(kind, clinic.time_zone, today, today + timedelta(days=DAYS - 1))


def _count(clinic: Clinic, known: Known) -> dict[str, int]:
    return dict(_counted(clinic, known))


def _counted(clinic: Clinic, known: Known) -> Iterator[tuple[str, int]]:
    first = local_date(known.now, clinic.time_zone)
    last = first + timedelta(days=DAYS - 1)
    most = clinic.online_booking.max_per_part_of_day
    for kind in clinic.appointment_types:
        who = clinic.who_offers(kind)
        asked = replace(known, asker=_asker(kind, who, known))
        starts = find_starts(clinic, kind, who, first, last, asked)
        yield kind.slug, len(shown_starts(starts, clinic.time_zone, most))


def _asker(kind: AppointmentType, who: Sequence[Practitioner], known: Known) -> Asker:
    """As strangers see it; what they cannot book at all, as those see it who can."""
    closed = is_closed_to_new(kind, who, known.closed_to_new)
    return (
        "existing" if kind.patients == "existing" or (closed and kind.patients == "all") else "new"
    )


def _names(clinic: Clinic) -> dict[str, str]:
    return {each.slug: each.name for each in clinic.appointment_types}
