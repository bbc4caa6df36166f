"""What lies behind a day's appointments: times offered online, protected times with what becomes
of them, and what else stands in the practitioner's diary outside.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from slotkeeper.domain.calendar_axis import place
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.marked_time import marked_spans
from slotkeeper.domain.protected_time import Protected, protected_on
from slotkeeper.storage.diary_busy import BusyInDiary
from slotkeeper.web.staff.calendar.columns import Column, Grid
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments


@dataclass(frozen=True, slots=True)
class Layers:
    """How they are said; `shows_offered` where marked times are what is offered, or are painted."""

    staff: StaffVisit
    moments: Moments
    in_diaries: Sequence[BusyInDiary]
    shows_offered: bool

    def of(self, grid: Grid, column: Column) -> list[dict[str, Any]]:
        """Each with its rows (`s` the first, `l` how many), its words, and the instant `until`
        which they are true, None where only a change ends that.
        """
        spans = [*self._offered(column), *self._protected(column), *self._in_diary(column)]
        found = []
        for what, span, words, until in spans:
            minutes = place(column.pieces, span)
            rows = grid.rows(minutes) if minutes else None
            if rows:
                times = f"{self.moments.time(span[0])} – {self.moments.time(span[1])}"
                shown = {"what": what, "s": rows[0], "l": rows[1], "words": words}
                found.append({**shown, "times": times, "until": until})
        return found

    def _offered(
        self, column: Column
    ) -> Iterator[tuple[Literal["offered"], Interval, str, int | None]]:
        rows, zone = column.practitioner.offered, self.staff.clinic.time_zone
        if rows and self.shows_offered:
            for span in marked_spans(rows, zone, column.on, column.on):
                yield "offered", span, self.staff.text("layer.offered"), None

    def _protected(
        self, column: Column
    ) -> Iterator[tuple[Literal["protected"], Interval, str, int | None]]:
        rows, zone = column.practitioner.protected, self.staff.clinic.time_zone
        for each in protected_on(rows, zone, column.on, column.on):
            words, until = self._words(each)
            yield "protected", (each.begins_at, each.ends_at), words, until

    def _in_diary(
        self, column: Column
    ) -> Iterator[tuple[Literal["diary"], Interval, str, int | None]]:
        for each in self.in_diaries:
            if each.practitioner_id == column.practitioner.id:
                yield "diary", (each.starts_at, each.ends_at), self.staff.text("layer.diary"), None

    def _words(self, time: Protected) -> tuple[str, int | None]:
        """What is true of it now, and until when."""
        now = self.moments.now
        steps = (
            ("layer.released_on", time.released_at),
            ("layer.waitlist_until", time.existing_from),
            ("layer.existing_until", time.all_from),
        )
        if time.ends_at <= now or time.released_at is None:
            return self.staff.text("layer.protected"), None
        for key, until in steps:
            if until is not None and now < until:
                when = self.moments.day_and_time(until)
                return self.staff.text(key, when=when), until
        return self.staff.text("layer.released"), None
