"""A row of time off and closed days in words."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from slotkeeper.domain.clinic_file.parse_time_off import time_off_pairs
from slotkeeper.domain.practitioner import TimeOff
from slotkeeper.domain.time_off import Days, stretches_off
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments

_YEAR = 366


def days_text(moments: Moments, days: Days) -> str:
    """One day, or from and to."""
    first, last = (moments.day_of(each) for each in days)
    return first if days[0] == days[1] else f"{first} – {last}"


def off_view(staff: StaffVisit, moments: Moments, off: TimeOff) -> dict[str, Any]:
    """What a list says of a row: its days, how often they come again, and which come next."""
    row = time_off_pairs(off)
    every = ""
    if off.every is not None:
        number, unit = str(row["every"]).split(" ")
        every = staff.text(f"settings.every_{unit}", n=number)
    coming = next(iter(_coming(off, moments.today)), None)
    return {
        "days": days_text(moments, (off.first, off.last)),
        "count": (off.last - off.first).days + 1,
        "every": every,
        "until": moments.day_of(off.until) if off.until else "",
        "next": days_text(moments, coming) if coming and coming[0] != off.first else "",
        "is_now": bool(coming and coming[0] <= moments.today),
    }


def key_of(off: TimeOff) -> str:
    """Its days, as they stand in an address."""
    return f"{off.first}.{off.last}"


def mark_of(off: TimeOff) -> str:
    """What a form remembers of a row, to find it again."""
    return "/".join(str(each) for each in time_off_pairs(off).values())


def closed_view(
    moments: Moments, closed: Iterable[date], names: Mapping[date, str]
) -> list[dict[str, str]]:
    """Closed days to come: those that follow each other are one, unless they have names."""
    groups: list[Days] = []
    for on in sorted(each for each in closed if each >= moments.today):
        is_next = groups and on - groups[-1][1] == timedelta(days=1)
        if is_next and on not in names and groups[-1][1] not in names:
            groups[-1] = groups[-1][0], on
        else:
            groups.append((on, on))
    return [{"days": days_text(moments, each), "name": names.get(each[0], "")} for each in groups]


def _coming(off: TimeOff, today: date) -> list[Days]:
    if off.every is None:
        return [(off.first, off.last)] if off.last >= today else []
    begin = max(today, off.first)
    until = min(begin.toordinal() + _YEAR * off.every.n, date.max.toordinal())
    return list(stretches_off(off, begin, date.fromordinal(until)))
