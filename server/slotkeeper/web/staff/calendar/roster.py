"""A week of everybody: a row for each practitioner, a cell for each of their days."""

from collections import defaultdict
from typing import Any

from slotkeeper.domain.local_time import local_date
from slotkeeper.services.staff.calendar import Diary, WorkingDay, working_day
from slotkeeper.web.staff.calendar.items import Item
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments


def roster_rows(
    staff: StaffVisit, diary: Diary, items: list[Item], moments: Moments
) -> dict[str, Any]:
    """`days` head the columns; `rows` have a cell for each, with its items and hours."""
    clinic, zone = staff.clinic, staff.clinic.time_zone
    by_cell = defaultdict[tuple[int, str], list[Item]](list)
    for item in items:
        on = max(local_date(item.starts_at, zone), diary.days[0])
        by_cell[item.practitioner_id, on.isoformat()].append(item)
    days = [
        {"day": on.isoformat(), "title": moments.day_of(on), "is_today": on == moments.today}
        for on in diary.days
    ]
    rows = [
        {
            "practitioner": each,
            "cells": [
                {
                    **day,
                    "work": (work := working_day(clinic, each, on)),
                    "hours": _from_to(work, moments),
                    "items": by_cell[each.id, on.isoformat()],
                }
                for day, on in zip(days, diary.days, strict=True)
            ],
        }
        for each in diary.practitioners
    ]
    return {"days": days, "rows": rows}


def _from_to(work: WorkingDay, moments: Moments) -> str:
    """From the first hour to the last, "8:00 – 5:30 pm", "" for none; pauses are seen in the
    practitioner's own week.
    """
    if not work.hours:
        return ""
    first = moments.time(work.hours[0][0]).partition(" ")[0]
    return f"{first} – {moments.time(work.hours[-1][1])}"
