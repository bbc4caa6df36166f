"""Wall clock to UTC and back: the one module where a local time becomes an instant.

The rule is RFC 5545's (3.3.5): a local time that a clock change skips is read with the offset
before the gap, one that it repeats means the first. Instants are epoch seconds; zones are IANA
names. Every function raises `zoneinfo.ZoneInfoNotFoundError` for a zone that does not exist, and
OverflowError or ValueError outside of the years 1 to 9999.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from slotkeeper.domain.interval import Interval, merged

DAY_MINUTES = 1440
ONE_DAY = timedelta(days=1)


def dates(first: date, last: date) -> Iterator[date]:
    """Each date from `first` to `last`, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def to_instant(on: date, minute: int, zone: str) -> int:
    """The instant at which the wall clock shows that many minutes after midnight of that date.

    1440 is the midnight that ends the day, more runs on into the days after.
    """
    return _instant(datetime.combine(on, time.min) + timedelta(minutes=minute), zone)


def local_date(instant: int, zone: str) -> date:
    """The date that the wall clock shows at that instant."""
    return _wall_clock(instant, zone).date()


def local_minute(instant: int, zone: str) -> int:
    """Whole minutes after local midnight as the wall clock shows them, 0 to 1439."""
    wall = _wall_clock(instant, zone)
    return wall.hour * 60 + wall.minute


def local_text(instant: int, zone: str) -> str:
    """The wall clock at that instant, "2026-01-05T09:15": kept beside a booking, as zone rules may
    change.
    """
    return _wall_clock(instant, zone).replace(tzinfo=None).isoformat(timespec="minutes")


def plus_days(instant: int, days: int, zone: str) -> int:
    """The same time on the wall clock that many days on, over clock changes too (S3)."""
    if not days:
        return instant
    wall = _wall_clock(instant, zone).replace(tzinfo=None)
    return _instant(wall + timedelta(days=days), zone)


@lru_cache(maxsize=8192)
def day_spans(on: date, zone: str) -> tuple[Interval, ...]:
    """The instants at which the wall clock shows that date.

    One interval of 23 to 25 hours as a rule. Two where a clock goes back over midnight (St. John's
    until 2011: 00:01 → 23:01), none for a date that a zone never had (Samoa's 30 December 2011).
    """
    first, back, last = _midnights(on, zone)
    next_first, next_back, next_last = _midnights(on + ONE_DAY, zone)
    return tuple(merged([(first, back), (last, next_first), (next_back, next_last)]))


def next_local_day(instant: int, zone: str) -> int:
    """The earliest instant after that one at which the wall clock shows another date."""
    on = local_date(instant, zone)
    return next(end for begin, end in day_spans(on, zone) if begin <= instant < end)


def _midnights(on: date, zone: str) -> tuple[int, int, int]:
    """First midnight of a date, the clock's way back over it, last midnight; mostly one."""
    midnight = datetime.combine(on, time.min)
    first, last = _instant(midnight, zone), _instant(midnight.replace(fold=1), zone)
    if last <= first:  # less: the clock change skips this midnight
        return first, first, first
    return first, _clock_change(first, last, zone), last


def _clock_change(before: int, after: int, zone: str) -> int:
    """The instant of the one clock change in (before, after]."""
    offset = _wall_clock(before, zone).utcoffset()
    instants = range(before, after)
    return before + bisect_left(
        instants, x=True, key=lambda instant: _wall_clock(instant, zone).utcoffset() != offset
    )


def _instant(wall: datetime, zone: str) -> int:
    # fold=0 is RFC 5545's rule for both gap and repetition.
    return int(wall.replace(tzinfo=ZoneInfo(zone)).timestamp())


def _wall_clock(instant: int, zone: str) -> datetime:
    return datetime.fromtimestamp(instant, UTC).astimezone(ZoneInfo(zone))
