"""The columns of a calendar: a practitioner's day each, all on one axis of time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from slotkeeper.domain.calendar_axis import Axis, Piece, axis_of, open_part, place
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval, merged, without
from slotkeeper.domain.lanes import lanes
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.services.staff.calendar import Diary, WorkingDay, working_day
from slotkeeper.web.staff.calendar.items import Item

ROW_MINUTES = 5
"""A row of the grid: what is shorter or between two is drawn at the nearest."""
_OTHERWISE = (9 * 60, 17 * 60)


@dataclass(frozen=True, slots=True)
class Column:
    """One practitioner's local day."""

    practitioner: Practitioner
    on: date
    work: WorkingDay
    pieces: tuple[Piece, ...]
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns side by side. `begins` and `ends` is the part of the axis that is drawn; `folded`:
    hours before or after it are left out.
    """

    axis: Axis
    columns: list[Column]
    begins: int
    ends: int

    @property
    def folded(self) -> bool:
        """Whether there is more of the day than is drawn."""
        return (self.begins, self.ends) != (0, self.axis.minutes)

    def rows(self, span: Interval) -> Interval | None:
        """First row and number of rows of some minutes of the axis; None outside of what is drawn.
        What is drawn has one row at least.
        """
        begins, ends = max(span[0], self.begins), min(span[1], self.ends)
        if begins >= ends:
            return None
        first = min(_row(begins - self.begins), _row(self.ends - self.begins) - 1)
        return first, max(1, _row(ends - self.begins) - first)


def make_grid(clinic: Clinic, diary: Diary, items: list[Item], *, whole: bool) -> Grid:
    """The columns of those days, or of those practitioners on the one day."""
    axis = axis_of(diary.days, clinic.time_zone)
    columns = [
        Column(
            each,
            on,
            working_day(clinic, each, on),
            axis.pieces(on),
            [item for item in items if item.practitioner_id == each.id],
        )
        for each in diary.practitioners
        for on in diary.days
    ]
    columns = [_with_own_items(column) for column in columns if column.pieces]
    begins, ends = (0, axis.minutes) if whole else _open_part(axis, columns)
    return Grid(axis, columns, begins, ends)


def shut_parts(column: Column) -> list[Interval]:
    """Where that practitioner does not work, in minutes of the axis; what the day does not have is
    not among it.
    """
    worked = [place(column.pieces, hours) for hours in column.work.hours]
    return without(_there(column), [each for each in worked if each])


def missing_parts(grid: Grid, column: Column) -> list[Interval]:
    """What the clock never shows on that day, or shows once only, in minutes of the axis."""
    return without([(0, grid.axis.minutes)], _there(column))


def drawn(grid: Grid, column: Column) -> list[dict[str, Any]]:
    """The column's items that meet what is drawn, each with its rows (`s` the first, `l` how many),
    those of its padding, and its lane: the `i`-th of `n`.
    """
    spans = [(item.busy_from, item.busy_until) for item in column.items]
    found = []
    for item, lane in zip(column.items, lanes(spans), strict=True):
        own = _placed(grid, column, (item.starts_at, item.ends_at))
        if own is None:
            continue
        paddings = [
            _placed(grid, column, span)
            for span in ((item.busy_from, item.starts_at), (item.ends_at, item.busy_until))
            if span[0] < span[1]
        ]
        found.append(
            {
                "item": item,
                "s": own[0],
                "l": own[1],
                "n": min(lane.width, MOST_LANES),
                "i": min(lane.number, MOST_LANES - 1),
                "paddings": [each for each in paddings if each],
            }
        )
    return found


MOST_LANES = 8
"""More than so many at once cover each other."""


def _there(column: Column) -> list[Interval]:
    """What the day has of the axis, in minutes of it."""
    return merged((each.at, each.at + (each.ends - each.begins) // 60) for each in column.pieces)


def _placed(grid: Grid, column: Column, span: Interval) -> Interval | None:
    minutes = place(column.pieces, span)
    return None if minutes is None else grid.rows(minutes)


def _with_own_items(column: Column) -> Column:
    begins, ends = column.pieces[0].begins, column.pieces[-1].ends
    own = [item for item in column.items if item.starts_at < ends and item.ends_at > begins]
    return Column(column.practitioner, column.on, column.work, column.pieces, own)


def _open_part(axis: Axis, columns: list[Column]) -> Interval:
    """All working hours and appointments; a block alone opens nothing."""
    busy = [
        place(column.pieces, span)
        for column in columns
        for span in (
            *column.work.hours,
            *((each.starts_at, each.ends_at) for each in column.items if each.what != "block"),
        )
    ]
    return open_part(axis, [each for each in busy if each], _OTHERWISE)


def _row(minutes: int) -> int:
    return (minutes + ROW_MINUTES // 2) // ROW_MINUTES
