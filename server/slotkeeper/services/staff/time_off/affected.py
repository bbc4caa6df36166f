"""Bookings that lie in time off or on a closed day: somebody has to move or cancel them."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import merged
from slotkeeper.domain.local_time import day_spans, local_date
from slotkeeper.domain.schedule import Calendar, calendar_of
from slotkeeper.domain.staff import Member
from slotkeeper.domain.time_off import all_stretches
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking_within import (
    Lying,
    LyingBooking,
    Within,
    find_lying,
    find_within,
)
from slotkeeper.storage.database import Reader
from slotkeeper.storage.patient_record import find_alert_notes

AHEAD_DAYS = 800
"""How far ahead bookings are looked for: beyond every series and horizon."""

MOST = 200
"""So many are listed at once."""


class Affected(Struct, frozen=True, kw_only=True):
    """`count` are all, `bookings` the first MOST of them by start, `alerts` notes by patient."""

    count: int
    bookings: tuple[LyingBooking, ...] = ()
    alerts: dict[int, str] = {}


async def count_affected(toolbox: Toolbox, clinic: Clinic, member: Member) -> int:
    """How many wait for somebody to see to them; a practitioner's own only."""
    return len(await _find(toolbox.database, clinic, member.only_diary, toolbox.clock()))


async def find_affected(
    reader: Reader, clinic: Clinic, only: int | None, now: int, but: Clinic | None = None
) -> Affected:
    """Those from `now` (epoch seconds) on, of one practitioner where `only` names one; without
    those that were affected with the set-up `but` already.
    """
    found = await _find(reader, clinic, only, now)
    if but is not None:
        known = {each.booking_id for each in await _find(reader, but, only, now)}
        found = [each for each in found if each.booking_id not in known]
    ids = [each.booking_id for each in found[:MOST]]
    bookings = await find_lying(reader, clinic.id, ids)
    alerts = await find_alert_notes(reader, clinic.id, {each.patient_id for each in bookings})
    return Affected(count=len(found), bookings=tuple(bookings), alerts=alerts)


async def _find(reader: Reader, clinic: Clinic, only: int | None, now: int) -> list[Lying]:
    stretches = list(_stretches(clinic, only, local_date(now, clinic.time_zone)))
    if not stretches:
        return []
    calendars = {
        each.id: calendar_of(each, clinic.time_zone, clinic.closed_on)
        for each in clinic.practitioners
        if only in {None, each.id}
    }
    return [
        each
        for each in await find_within(reader, clinic.id, stretches, now)
        if each.practitioner_id in calendars and _is_off(calendars[each.practitioner_id], each)
    ]


def _stretches(clinic: Clinic, only: int | None, today: date) -> Iterator[Within]:
    """Where such bookings can lie, from the day before today on."""
    first, last = today - timedelta(days=1), today + timedelta(days=AHEAD_DAYS)
    for person in clinic.practitioners:
        if person.id and only in {None, person.id}:
            for begin, end in all_stretches(person.time_off, first, last):
                yield from _within(clinic, person.id, max(begin, first), min(end, last))
    for day in sorted(each for each in clinic.closed_on if first <= each <= last):
        yield from _within(clinic, only, day, day)


def _within(clinic: Clinic, who: int | None, first: date, last: date) -> Iterator[Within]:
    spans = [span for on in (first, last) for span in day_spans(on, clinic.time_zone)]
    if first != last and spans:
        spans = [(min(each[0] for each in spans), max(each[1] for each in spans))]
    for begins, ends in merged(spans):
        yield Within(practitioner_id=who, begins_at=begins, ends_at=ends)


def _is_off(calendar: Calendar, booking: Lying) -> bool:
    first, last = (local_date(at, calendar.zone) for at in (booking.starts_at, booking.ends_at - 1))
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return any(calendar.is_away(on) or calendar.is_closed(on) for on in days)
