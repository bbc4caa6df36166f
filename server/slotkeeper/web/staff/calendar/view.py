"""What the calendar's templates show, in words and rows."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from slotkeeper.domain.calendar_axis import place
from slotkeeper.domain.interval import Interval
from slotkeeper.services.staff.calendar import Diary, visible_practitioners, working_day
from slotkeeper.web.formats import day_text, long_day_text
from slotkeeper.web.staff.calendar.card import card_of
from slotkeeper.web.staff.calendar.columns import (
    ROW_MINUTES,
    Column,
    Grid,
    drawn,
    make_grid,
    missing_parts,
    shut_parts,
)
from slotkeeper.web.staff.calendar.items import items_of
from slotkeeper.web.staff.calendar.layers import Layers
from slotkeeper.web.staff.calendar.roster import roster_rows
from slotkeeper.web.staff.calendar.session_items import with_sessions
from slotkeeper.web.staff.calendar.wish import CalendarWish, View
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.nothing_offered import nothing_views

_HOUR_ROWS = 60 // ROW_MINUTES
_QUARTER = 15 * 60


def frame(staff: StaffVisit, wish: CalendarWish, now: int) -> dict[str, Any]:
    """What stands around the days: where one is, and what leads elsewhere."""
    address = f"{staff.home}/calendar"
    today = Moments(staff.clinic.time_zone, staff.language, now).today
    first, last = wish.days[0], wish.days[-1]
    return {
        "wish": wish,
        "address": address,
        "query": wish.query(),
        "heading": _heading(first, last, today, staff.language),
        "zone": staff.clinic.time_zone.rpartition("/")[2].replace("_", " "),
        "today": today.isoformat(),
        "shows_today": first <= today <= last,
        "previous": wish.onward(-1).query(),
        "next": wish.onward(1).query(),
        "practitioners": visible_practitioners(staff.clinic, staff.member),
        "fresh": _fresh(staff, wish, now),
        "nothing": nothing_views(staff),
        "painting": replace(wish, painting=not wish.painting).query(),
    }


def inside(staff: StaffVisit, wish: CalendarWish, diary: Diary) -> dict[str, Any]:
    """The days themselves: what is fetched anew whenever something changed."""
    moments = Moments(staff.clinic.time_zone, staff.language, diary.now)
    items = with_sessions(items_of(diary, moments), diary, moments)
    shown = {
        "wish": wish,
        "address": f"{staff.home}/calendar",
        "now": diary.now,
        "news": diary.news,
        "card": partial(card_of, staff.portal, staff.language, staff.home),
        "folding": replace(wish, whole=not wish.whole).query(),
        "roster": None,
        "grid": None,
    }
    if wish.is_roster:
        return {**shown, "roster": roster_rows(staff, diary, items, moments)}
    grid = make_grid(staff.clinic, diary, items, whole=wish.whole)
    marked = staff.clinic.online_booking.offer == "marked-times"
    layers = Layers(staff, moments, diary.in_diaries, shows_offered=marked or wish.painting)
    return {**shown, "grid": _grid(wish, grid, moments, layers)}


def _fresh(staff: StaffVisit, wish: CalendarWish, now: int) -> str:
    """What a new booking begins with: now, or when somebody begins to work that day."""
    open_to = visible_practitioners(staff.clinic, staff.member)
    some = [each for each in open_to if wish.practitioner in ("", each.slug)]
    works = [
        (hours[0][0], each)
        for each in some
        if (hours := working_day(staff.clinic, each, wish.day).hours)
    ]
    begins, who = min(works, key=lambda each: each[0]) if works else (now, next(iter(some), None))
    start = max(begins, -(-now // _QUARTER) * _QUARTER)
    return f"?{urlencode({'practitioner': who.slug if who else '', 'start': start})}"


def _grid(wish: CalendarWish, grid: Grid, moments: Moments, layers: Layers) -> dict[str, Any]:
    columns = [
        {**_column(grid, each, wish, moments), "layers": layers.of(grid, each)}
        for each in grid.columns
    ]
    return {
        "rows": (grid.ends - grid.begins) // ROW_MINUTES,
        "folded": grid.folded,
        "hours": [_hour(grid, at, moments) for at in grid.axis.hours() if _is_drawn(grid, at)],
        "columns": columns,
        "legend": sorted({each["what"] for column in columns for each in column["layers"]}),
    }


def _is_drawn(grid: Grid, at: int) -> bool:
    return grid.begins <= at < grid.ends


def _hour(grid: Grid, at: int, moments: Moments) -> dict[str, Any]:
    minute, again = grid.axis.label(at)
    return {
        "s": (at - grid.begins) // ROW_MINUTES,
        "l": _HOUR_ROWS,
        "text": moments.clock(minute),
        "again": again,
    }


def _column(grid: Grid, column: Column, wish: CalendarWish, moments: Moments) -> dict[str, Any]:
    items = drawn(grid, column)
    by_day, day = wish.view == "week", column.on.isoformat()
    other: View = "day" if by_day else "week"
    link = replace(wish, day=column.on, view=other, practitioner=column.practitioner.slug)
    now = place(column.pieces, (moments.now, moments.now + 1))
    return {
        "key": f"{column.practitioner.id}-{day}",
        "link": link.query(),
        "practitioner": column.practitioner,
        "title": moments.day_of(column.on) if by_day else column.practitioner.name,
        "label": f"{column.practitioner.name}, {moments.long_day_of(column.on)}",
        "day": day,
        "now": rows[0] if now and (rows := grid.rows(now)) else None,
        "is_today": column.on == moments.today,
        "because": column.work.because,
        "works": bool(column.work.hours),
        "count": sum((item := each["item"]).what == "booking" or item.taken for each in items),
        "shut": _rows(grid, shut_parts(column)),
        "missing": _rows(grid, missing_parts(grid, column)),
        "items": items,
        "pieces": _pieces(grid, column),
    }


def _rows(grid: Grid, parts: list[Interval]) -> list[Interval]:
    return [rows for part in parts if (rows := grid.rows(part))]


def _pieces(grid: Grid, column: Column) -> str:
    """For scripts: `minute:instant:instant`, minutes from the top of what is drawn."""
    return " ".join(
        f"{piece.at - grid.begins}:{piece.begins}:{piece.ends}" for piece in column.pieces
    )


def _heading(first: date, last: date, today: date, language: str) -> str:
    year = "" if first.year == last.year == today.year else f" {last.year}"
    if first == last:
        return long_day_text(first, language) + year
    return f"{day_text(first, language)} – {day_text(last, language)}{year}"
