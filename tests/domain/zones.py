"""Time zones and days that go wrong easily, as hypothesis strategies."""

from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import available_timezones

from hypothesis import strategies as st
from whenever import Instant

CHANGES = [
    ("Australia/Sydney", date(2026, 10, 4)),  # gap
    ("Australia/Sydney", date(2027, 4, 4)),  # repeated hour
    ("America/New_York", date(2027, 3, 14)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),  # 30 minutes
    ("Australia/Lord_Howe", date(2027, 4, 4)),
    ("Africa/Cairo", date(2027, 4, 30)),  # gap at midnight
    ("Africa/Cairo", date(2026, 10, 29)),  # goes back from midnight to 23:00
    ("Asia/Beirut", date(2027, 3, 28)),
    ("Asia/Beirut", date(2026, 10, 24)),
    ("America/Havana", date(2027, 3, 14)),
    ("America/Havana", date(2026, 11, 1)),  # midnight comes twice
    ("America/Nuuk", date(2027, 3, 27)),  # 23:00 → midnight
    ("America/Nuuk", date(2026, 10, 24)),
    ("America/Santiago", date(2026, 9, 6)),
    ("Atlantic/Azores", date(2027, 3, 28)),
    ("Africa/Casablanca", date(2027, 2, 7)),  # Ramadan
    ("Africa/Casablanca", date(2027, 3, 14)),
    ("Europe/Dublin", date(2027, 3, 28)),
    ("Antarctica/Troll", date(2027, 3, 28)),  # two hours
    ("Antarctica/Casey", date(2023, 3, 9)),  # three hours back over no midnight
    ("America/St_Johns", date(2010, 11, 7)),  # 00:01 → 23:01 the day before
    ("America/St_Johns", date(2011, 3, 13)),  # 00:01 → 01:01
    ("Asia/Pyongyang", date(2015, 8, 15)),  # 00:00 → 23:30
    ("Asia/Pyongyang", date(2018, 5, 5)),  # 23:30 → 00:00
    ("Pacific/Apia", date(2011, 12, 30)),  # never was
    ("Pacific/Kwajalein", date(1993, 8, 21)),  # never was
    ("Asia/Kolkata", date(2027, 1, 5)),
    ("Asia/Kathmandu", date(2027, 1, 5)),
    ("Pacific/Chatham", date(2026, 9, 27)),  # 02:45 → 03:45
]

ZONES = sorted(available_timezones() - {"localtime", "posixrules", "Factory"})


@st.composite
def days_of_change(draw: st.DrawFn) -> tuple[str, date]:
    """A zone and a day at or near one of its clock changes, where it has any after 1980."""
    if draw(st.booleans()):
        zone, on = draw(st.sampled_from(CHANGES))
    else:
        zone = draw(st.sampled_from(ZONES))
        on = draw(st.sampled_from(changes_of(zone)))
    return zone, on + timedelta(days=draw(st.sampled_from([0, 0, -1, 1])))


@lru_cache
def changes_of(zone: str) -> tuple[date, ...]:
    """Local dates of the clock changes of a zone in 1980 to 2036, or one date where it has none."""
    at = Instant.from_utc(1980, 1, 1).to_tz(zone)
    found = []
    while (change := at.next_transition()) is not None and change.year < 2037:
        found.append(change.date().to_stdlib())
        at = change
    return tuple(found) or (date(2027, 1, 5),)
