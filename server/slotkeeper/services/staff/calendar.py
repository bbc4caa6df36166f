"""A clinic's days as its calendar shows them; a practitioner sees the own diary only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from slotkeeper.domain.block import Block
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import PractitionerUnknown
from slotkeeper.domain.interval import Interval, merged, without
from slotkeeper.domain.local_time import day_spans
from slotkeeper.domain.occurrence import Occurrence, occurrences
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.schedule import calendar_of
from slotkeeper.domain.staff import Member
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.block import find_blocks
from slotkeeper.storage.calendar import (
    CalendarEntry,
    CalendarNames,
    find_entries,
    find_names,
)
from slotkeeper.storage.diary_busy import BusyInDiary, find_busy_in_diaries
from slotkeeper.storage.news import get_news


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """One local day of one practitioner: `hours` as instants; why there are none, where that is
    known: "closed" (a holiday of the clinic) or "away", else "".
    """

    hours: list[Interval]
    because: str


@dataclass(frozen=True, slots=True)
class Diary:
    """What a calendar shows of some days: entries and blocks in order of time, with `now` the
    instant at which they were so, and `news` the number of the latest change. `practitioners` stand
    in the clinic's order; those who work there no more come last, and only while they still have
    bookings in these days. `sessions` are those that the timetable plans, by practitioner id;
    `in_diaries` is what else stands in their diaries outside.
    """

    news: int
    now: int
    days: Sequence[date]
    practitioners: list[Practitioner]
    entries: list[CalendarEntry]
    blocks: list[Block]
    names: CalendarNames
    sessions: dict[int, Sequence[Occurrence]] = field(default_factory=dict)
    in_diaries: Sequence[BusyInDiary] = ()

    def name_of(self, practitioner_id: int) -> str:
        """Whose diary that is, "" for nobody among them."""
        return next((each.name for each in self.practitioners if each.id == practitioner_id), "")


async def open_diary(
    toolbox: Toolbox, clinic: Clinic, member: Member, days: Sequence[date], slug: str = ""
) -> Diary:
    """Those local days (in order, without gaps) of the practitioner of that slug, "" for everybody
    whose diary the member may see.

    Raises PractitionerUnknown, also for one whose diary is not open to them.
    """
    whose = choose_practitioner(clinic, member, slug)
    first, until = _span(days, clinic.time_zone)
    reader, now = toolbox.database, toolbox.clock()
    news = await get_news(reader, clinic.id)  # first: what follows is at least as new
    only = whose.id if whose else member.only_diary
    entries = await find_entries(reader, clinic.id, first, until, now, only)
    blocks = await find_blocks(reader, clinic.id, first, until, only)
    names = await find_names(reader, clinic.id)
    practitioners = [whose] if whose else visible_practitioners(clinic, member)
    if not whose:
        practitioners += _former(practitioners, entries, names)
    sessions = {
        each.id: occurrences(clinic, each, days[0], days[-1])
        for each in (practitioners if clinic.sessions else ())
    }
    busy = await find_busy_in_diaries(reader, clinic.id, first, until, only)
    return Diary(news or 0, now, days, practitioners, entries, blocks, names, sessions, busy)


def visible_practitioners(clinic: Clinic, member: Member) -> list[Practitioner]:
    """Whose diaries the member may see, in the clinic's order."""
    return [each for each in clinic.practitioners if member.may_see_diary(each.id)]


def choose_practitioner(clinic: Clinic, member: Member, slug: str) -> Practitioner | None:
    """The practitioner of that slug, switched off or not; None for "".

    Raises PractitionerUnknown, also for one whose diary is not open to the member.
    """
    if not slug:
        return None
    for each in visible_practitioners(clinic, member):
        if each.slug == slug:
            return each
    raise PractitionerUnknown(slug)


def working_day(clinic: Clinic, practitioner: Practitioner, on: date) -> WorkingDay:
    """When that practitioner works on that local day, before bookings."""
    calendar = calendar_of(practitioner, clinic.time_zone, clinic.closed_on)
    day = calendar.day(on)
    windows = merged((each.starts_from, each.starts_until) for each in day.windows)
    hours = without(windows, day.away)
    if hours:
        return WorkingDay(hours, "")
    if calendar.is_away(on):
        return WorkingDay([], "away")
    return WorkingDay([], "closed" if calendar.is_closed(on) else "")


def _span(days: Sequence[date], zone: str) -> Interval:
    """From the first day's first instant to the last one's end. A date that a zone never had has
    none of its own.
    """
    spans = [span for on in days for span in day_spans(on, zone)]
    return min(begins for begins, _ in spans), max(ends for _, ends in spans)


def _former(
    present: list[Practitioner], entries: list[CalendarEntry], names: CalendarNames
) -> list[Practitioner]:
    known = {each.id for each in present}
    gone = sorted({each.practitioner_id for each in entries} - known)
    return [
        Practitioner(id=each, slug="", name=names.practitioners[each].name, enabled=False)
        for each in gone
        if each in names.practitioners
    ]
