"""The axis of time beside a calendar's columns: which minute down the page an instant stands at.

A day is drawn by elapsed minutes and labelled by the wall clock, so that one of 23 or 25 hours has
as many. Where days share one axis, it holds what the clock shows on any of them: an hour that a
clock change repeats on one day comes twice, and the others leave its second time empty; an hour
that it skips stays empty on that day alone.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from slotkeeper.domain.interval import Interval, merged, without
from slotkeeper.domain.local_time import DAY_MINUTES, day_spans, local_minute

_HOUR, _MINUTE = 60, 60


class Piece(NamedTuple):
    """A part of a day on its axis: the instants [begins, ends) stand from minute `at` on."""

    at: int
    begins: int
    ends: int


class Band(NamedTuple):
    """A part of an axis: from minute `at` on, the wall clock shows [begins, ends) in minutes after
    midnight; `again` where it does so for the second time that day.
    """

    at: int
    begins: int
    ends: int
    again: bool


class _Shown(NamedTuple):
    """What the wall clock shows, minutes after midnight, from the instant `since` on."""

    begins: int
    ends: int
    since: int
    again: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Minutes 0 to `minutes`, in bands that follow each other."""

    zone: str
    bands: tuple[Band, ...]

    @property
    def minutes(self) -> int:
        """How long it is."""
        last = self.bands[-1]
        return last.at + last.ends - last.begins

    def pieces(self, on: date) -> tuple[Piece, ...]:
        """Where that day stands on it, in order of time; one piece on nearly every day."""
        found = [
            Piece(band.at + begins - band.begins, *_instants(shown, begins, ends))
            for shown in _shown(on, self.zone)
            for band in self.bands
            if band.again == shown.again
            and (begins := max(band.begins, shown.begins)) < (ends := min(band.ends, shown.ends))
        ]
        return _joined(sorted(found, key=lambda piece: piece.begins))

    def label(self, minute: int) -> tuple[int, bool]:
        """What the wall clock shows at a minute of the axis, and whether for the second time."""
        band = next(each for each in reversed(self.bands) if each.at <= minute)
        return band.begins + minute - band.at, band.again

    def hours(self) -> list[int]:
        """The minutes of the axis at which the clock shows a full hour."""
        return [
            band.at + shown - band.begins
            for band in self.bands
            for shown in range(-(-band.begins // _HOUR) * _HOUR, band.ends, _HOUR)
        ]


def axis_of(days: Sequence[date], zone: str) -> Axis:
    """One axis for all of those days; at least one of them must exist in that zone."""
    shown = [each for on in days for each in _shown(on, zone)]
    first = merged((each.begins, each.ends) for each in shown if not each.again)
    second = merged((each.begins, each.ends) for each in shown if each.again)
    bands = [(*span, False) for span in _cut(first, [ends for _, ends in second])]
    bands += [(*span, True) for span in second]
    # What comes again follows at once on its first time.
    bands.sort(key=lambda band: (band[1], band[2]))
    placed, at = list[Band](), 0
    for begins, ends, again in bands:
        placed.append(Band(at, begins, ends, again))
        at += ends - begins
    return Axis(zone, tuple(placed))


def place(pieces: Iterable[Piece], span: Interval) -> Interval | None:
    """The minutes of the axis from the span's first instant in that day to its last, None where it
    does not meet the day.
    """
    parts = [
        (piece.at + (begins - piece.begins) // _MINUTE, piece.at + (ends - piece.begins) // _MINUTE)
        for piece in pieces
        if (begins := max(span[0], piece.begins)) < (ends := min(span[1], piece.ends))
    ]
    return (parts[0][0], max(parts[-1][1], parts[0][0] + 1)) if parts else None


def open_part(axis: Axis, busy: Iterable[Interval], otherwise: Interval) -> Interval:
    """The part of the axis that holds all of `busy` (minutes of it), out to full hours; `otherwise`
    where there is nothing.
    """
    spans = list(busy) or [otherwise]
    hours = [*axis.hours(), axis.minutes]
    first, last = min(begins for begins, _ in spans), max(ends for _, ends in spans)
    begins = max((hour for hour in hours if hour <= first), default=0)
    ends = min((hour for hour in hours if hour >= last), default=axis.minutes)
    return begins, ends


@lru_cache(maxsize=1024)
def _shown(on: date, zone: str) -> tuple[_Shown, ...]:
    found = list[_Shown]()
    for begins, ends in day_spans(on, zone):
        for since, until in _steady(begins, ends, zone):
            first = local_minute(since, zone)
            span = (first, min(DAY_MINUTES, first + (until - since) // _MINUTE))
            before = [(each.begins, each.ends) for each in found if not each.again]
            fresh = without([span], before)
            found += [
                _Shown(a, b, since + (a - first) * _MINUTE, again)
                for again, parts in ((False, fresh), (True, without([span], fresh)))
                for a, b in parts
            ]
    return tuple(found)


def _steady(begins: int, ends: int, zone: str) -> list[Interval]:
    """The span, cut where the clock was changed: at most once on a day."""

    def drift(instant: int) -> int:
        return (local_minute(instant, zone) * _MINUTE - instant) % (DAY_MINUTES * _MINUTE)

    before, minutes = drift(begins), range(begins, ends, _MINUTE)
    if drift(minutes[-1]) == before:
        return [(begins, ends)]
    change = minutes[bisect_left(minutes, x=True, key=lambda at: drift(at) != before)]
    return [(begins, change), (change, ends)]


def _instants(shown: _Shown, begins: int, ends: int) -> Interval:
    return (
        shown.since + (begins - shown.begins) * _MINUTE,
        shown.since + (ends - shown.begins) * _MINUTE,
    )


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Pieces that follow each other on the axis and in time are one."""
    joined = list[Piece]()
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and last.ends == piece.begins and _end(last) == piece.at:
            joined[-1] = last._replace(ends=piece.ends)
        else:
            joined.append(piece)
    return tuple(joined)


def _end(piece: Piece) -> int:
    return piece.at + (piece.ends - piece.begins) // _MINUTE


def _cut(spans: Iterable[Interval], cuts: Iterable[int]) -> list[Interval]:
    pieces = list(spans)
    for cut in cuts:
        pieces = [
            part
            for begins, ends in pieces
            for part in ([(begins, cut), (cut, ends)] if begins < cut < ends else [(begins, ends)])
        ]
    return pieces
