"""Pages by their names, and the calendar by a day."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from babel.dates import get_month_names

from slotkeeper.domain.local_time import local_date
from slotkeeper.web.formats import long_day_text
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.find.hit import Hit, begin_words
from slotkeeper.web.staff.navigation import navigation_for

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DAY_FIRST = re.compile(
    r"(?:[^\W\d_]+,? )?(?P<day>[0-9]{1,2})\.? ?(?P<month>[^\W\d_]{3,})\.?,?(?: (?P<year>[0-9]{4}))?"
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d_]{3,})\.? (?P<day>[0-9]{1,2})(?:,? (?P<year>[0-9]{4}))?"
)
_LOOKED_BACK = timedelta(days=60)
"""A day without a year is the next one, or one that was not long ago."""
_YEARS = range(-1, 8)
"""29 February may be far."""


def find_pages(staff: StaffVisit, text: str) -> list[Hit]:
    """The calendar on the day that a text names, and pages whose names begin like it."""
    entries = navigation_for(staff.member.role, staff.badges)
    pages = [
        Hit(f"{staff.home}/{each.path}", staff.text(f"nav.{each.key}")) for each in entries.all
    ]
    found = [each for each in pages if begin_words(text, each.name)]
    day = read_day(text, local_date(staff.toolbox.clock(), staff.clinic.time_zone), staff.language)
    if day:
        name = f"{long_day_text(day, staff.language)} {day.year}"
        address = f"{staff.home}/calendar?day={day.isoformat()}"
        found.insert(0, Hit(address, name, staff.text("nav.calendar")))
    return found


def read_day(text: str, today: date, language: str) -> date | None:
    """2027-01-05, "5 jan", "Tue 5 January 2027" or "Jan 5"; None for what is no day. Months are
    named in that language or in English.
    """
    plain = " ".join(text.split())
    if found := _ISO.fullmatch(plain):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    written = _DAY_FIRST.fullmatch(plain) or _MONTH_FIRST.fullmatch(plain)
    month = _month(written["month"], language) if written else None
    if not written or not month:
        return None
    if written["year"]:
        return _date(int(written["year"]), month, int(written["day"]))
    days = (_date(today.year + n, month, int(written["day"])) for n in _YEARS)
    return next((each for each in days if each and each >= today - _LOOKED_BACK), None)


def _month(text: str, language: str) -> int | None:
    for locale in (language.replace("-", "_"), "en"):
        names: Mapping[int, str] = get_month_names("wide", locale=locale)
        for number, name in names.items():
            if name.casefold().startswith(text.casefold()):
                return number
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
