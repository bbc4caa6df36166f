"""Entries as iCalendar text and back (RFC 5545).

Written in UTC without a VTIMEZONE: such a block is misread by more than one server, for every
client of that zone.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events  # type: ignore[import-untyped]

from slotkeeper.gateways.caldav.repeats import is_too_much
from slotkeeper.gateways.diary import DiaryBusy, DiaryEntry, DiaryTime

_DAY = 86_400
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError)


def write_entry(entry: DiaryEntry, now: int) -> bytes:
    """A calendar with that one event."""
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", _utc(now))
    event.add("dtstart", _utc(entry.starts_at))
    event.add("dtend", _utc(entry.ends_at))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.summary)
    for name, text in (("description", entry.description), ("location", entry.location)):
        if text:
            event.add(name, text)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Slotkeeper//Diary//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def read_entry(data: bytes, uid: str) -> DiaryEntry | None:
    """The first event of that UID; None for what is none, or has no times of its own."""
    try:
        for event in icalendar.Calendar.from_ical(data).walk("VEVENT"):
            if str(event.get("uid", "")) == uid:
                begins, ends = _span(event, ZoneInfo("UTC"))
                return DiaryEntry(
                    uid=uid,
                    starts_at=begins,
                    ends_at=ends,
                    summary=str(event.get("summary", "")),
                    description=str(event.get("description", "")),
                    location=str(event.get("location", "")),
                    sequence=int(event.get("sequence", 0)),
                )
    except _UNREADABLE:
        return None
    return None


def find_busy(
    calendars: Collection[str], first: int, until: int, zone: str, but: Collection[str]
) -> DiaryTime:
    """What those calendars' events take of [first, until), repetitions and all; an event that
    repeats more often than anybody means is not read.
    """
    busy: set[tuple[int, int, str]] = set()
    unread = 0
    for text in calendars:
        try:
            busy |= set(_busy_of(text, first, until, ZoneInfo(zone), but))
        except _UNREADABLE:
            unread += 1
    found = (DiaryBusy(uid=uid, starts_at=begin, ends_at=end) for begin, end, uid in sorted(busy))
    return DiaryTime(busy=tuple(found), unread=unread)


def _busy_of(
    text: str, first: int, until: int, zone: ZoneInfo, but: Collection[str]
) -> Iterator[tuple[int, int, str]]:
    calendar = icalendar.Calendar.from_ical(text)
    if any(is_too_much(each, first - _DAY, until + _DAY) for each in calendar.walk("VEVENT")):
        raise ValueError("repetitions")
    query = recurring_ical_events.of(calendar, skip_bad_series=False)
    # A day wider: whole days and times without a zone are nobody's until they are read in ours.
    for event in query.between(_utc(first - _DAY), _utc(until + _DAY)):
        if not _takes_time(event) or str(event.get("uid", "")) in but:
            continue
        begins, ends = _span(event, zone)
        if begins < until and ends > first and begins < ends:
            yield begins, ends, str(event.get("uid", ""))


def _takes_time(event: Any) -> bool:  # noqa: ANN401 - icalendar is not typed through
    is_off = str(event.get("status", "")).upper() == "CANCELLED"
    return not is_off and str(event.get("transp", "")).upper() != "TRANSPARENT"


def _span(event: Any, zone: ZoneInfo) -> tuple[int, int]:  # noqa: ANN401 - as above
    """As instants; an end that a clock change moves before its begin is counted from there."""
    begin = event["dtstart"].dt
    length = event["duration"].dt if "duration" in event else None
    if "dtend" in event:
        end = event["dtend"].dt
    elif length is not None:
        end = begin + length
    else:
        end = begin if isinstance(begin, datetime) else begin + timedelta(days=1)
    begins, ends = _instant(begin, zone), _instant(end, zone)
    if ends <= begins and length is not None:
        ends = begins + int(length.total_seconds())
    return begins, ends


def _instant(moment: date, zone: ZoneInfo) -> int:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=zone)
    elif moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return int(moment.timestamp())


def _utc(instant: int) -> datetime:
    return datetime.fromtimestamp(instant, UTC)
