"""Painting marked times: a stroke is added to the rows of a practitioner or erased from them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.interval import Interval, merged, without
from slotkeeper.domain.marked_time import MarkedTime
from slotkeeper.domain.protected_time import ProtectedTime

_Times = Sequence[MarkedTime]


class Stroke(Struct, frozen=True, kw_only=True):
    """[begins, ends) in minutes after local midnight of the date `on`: of that date alone, or of
    its day of the week every week.
    """

    on: date
    begins: int
    ends: int
    is_weekly: bool = False


def add_offered(rows: _Times, stroke: Stroke) -> tuple[MarkedTime, ...]:
    """The rows with that stroke marked too. What touches it and is marked alike becomes one row."""
    return tuple(_add(rows, stroke))


def erase_offered(rows: _Times, stroke: Stroke) -> tuple[MarkedTime, ...]:
    """The rows without that stroke; a single date is left out of what comes every week."""
    return tuple(_erase(rows, stroke))


def add_protected(
    rows: Sequence[ProtectedTime], stroke: Stroke, like: ProtectedTime
) -> tuple[ProtectedTime, ...]:
    """The rows with that stroke protected as `like` says, instead of what protected it before."""
    rows = erase_protected(rows, stroke)
    alike = [each for each in rows if replace(each, time=like.time) == like]
    others = (each for each in rows if each not in alike)
    times = _add([each.time for each in alike], stroke)
    return (*others, *(replace(like, time=time) for time in times))


def erase_protected(rows: Sequence[ProtectedTime], stroke: Stroke) -> tuple[ProtectedTime, ...]:
    """The rows without that stroke, as `erase_offered`."""
    return tuple(replace(row, time=time) for row in rows for time in _erase([row.time], stroke))


def _add(rows: _Times, stroke: Stroke) -> list[MarkedTime]:
    day = stroke.on.weekday()

    def is_alike(row: MarkedTime) -> bool:
        if stroke.is_weekly:
            return day in row.days and _is_plain(row)
        return row.on == stroke.on

    def meets(row: MarkedTime) -> bool:
        return is_alike(row) and row.begins <= stroke.ends and stroke.begins <= row.ends

    met = [row for row in rows if meets(row)]
    [(begins, ends)] = merged([*map(_span, met), (stroke.begins, stroke.ends)])
    left = [rest for row in rows for rest in (_without_day(row, day) if row in met else [row])]
    if not stroke.is_weekly:
        return [*left, MarkedTime(begins=begins, ends=ends, on=stroke.on)]
    return _with_day(left, day, (begins, ends))


def _with_day(rows: _Times, day: int, span: Interval) -> list[MarkedTime]:
    """One more day of the week for the row that has that span already, else a row of its own."""
    for n, row in enumerate(rows):
        if _is_plain(row) and _span(row) == span:
            days = tuple(sorted({*row.days, day}))
            return [*rows[:n], replace(row, days=days), *rows[n + 1 :]]
    return [*rows, MarkedTime(begins=span[0], ends=span[1], days=(day,))]


def _erase(rows: Iterable[MarkedTime], stroke: Stroke) -> Iterator[MarkedTime]:
    cut: Callable[[MarkedTime, Stroke], Iterator[MarkedTime]]
    for row in rows:
        if not (row.begins < stroke.ends and stroke.begins < row.ends):
            yield row
            continue
        cut = _cut_weekly if stroke.is_weekly and row.on is None else _cut_date
        yield from cut(row, stroke)


def _cut_weekly(row: MarkedTime, stroke: Stroke) -> Iterator[MarkedTime]:
    day = stroke.on.weekday()
    if day not in row.days:
        yield row
        return
    yield from _without_day(row, day)
    for begins, ends in _rest(row, stroke):
        yield replace(row, days=(day,), begins=begins, ends=ends)


def _cut_date(row: MarkedTime, stroke: Stroke) -> Iterator[MarkedTime]:
    if not row.falls_on(stroke.on):
        yield row
        return
    if row.on is None:
        yield replace(row, not_on=(*row.not_on, stroke.on))
    for begins, ends in _rest(row, stroke):
        yield MarkedTime(begins=begins, ends=ends, on=stroke.on)


def _without_day(row: MarkedTime, day: int) -> list[MarkedTime]:
    days = tuple(each for each in row.days if each != day)
    return [replace(row, days=days)] if days else []


def _rest(row: MarkedTime, stroke: Stroke) -> list[Interval]:
    return without([_span(row)], [(stroke.begins, stroke.ends)])


def _span(row: MarkedTime) -> Interval:
    return row.begins, row.ends


def _is_plain(row: MarkedTime) -> bool:
    """Whether it comes every week and always."""
    bare = MarkedTime(begins=row.begins, ends=row.ends, days=row.days)
    return row.on is None and row == bare
