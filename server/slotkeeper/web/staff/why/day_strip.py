"""A whole day as a strip for each practitioner: what is offered, and what stands first against the
rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from slotkeeper.domain.known import Asked
from slotkeeper.domain.local_time import day_spans, local_minute
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.reason import Reason
from slotkeeper.domain.starts import open_windows
from slotkeeper.services.staff.why import Facts, Question, reasons_of
from slotkeeper.web.staff.calendar.columns import ROW_MINUTES
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.why.told import Case
from slotkeeper.web.staff.why.words import short_word

_STEP = ROW_MINUTES * 60
_HOUR = 3600
_USUAL = (8 * _HOUR, 18 * _HOUR)

_State = Reason | None
"""The first reason against starting then; None: offered."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Of one local day: from `begins` to `ends`, epoch seconds, all of it in hours that matter."""

    on: date
    begins: int
    ends: int

    @property
    def rows(self) -> int:
        """How many steps of five minutes it is long."""
        return (self.ends - self.begins) // _STEP


def make_picture(question: Question, facts: Facts, on: date) -> Picture:
    """From the first hours of anybody who is asked about to the last, out to full hours."""
    asked = Asked(question.clinic, question.kind, facts.known, on, on)
    spans = day_spans(on, question.clinic.time_zone)
    first, last = spans[0][0], spans[-1][1]
    windows = [w for each in question.practitioners for w in open_windows(asked, each, on)]
    begins = min((w.starts_from for w in windows), default=first + _USUAL[0])
    ends = max((w.starts_until for w in windows), default=min(last, first + _USUAL[1]))
    begins = max(first, begins - (begins - first) % _HOUR)
    return Picture(on, begins, min(last, ends + (first - ends) % _HOUR))


def hours_of(picture: Picture, moments: Moments) -> list[dict[str, Any]]:
    """The labels under the strips: each second full hour of the clock."""
    return [
        {"s": (at - picture.begins) // _STEP, "text": moments.time(at)}
        for at in range(picture.begins, picture.ends, _STEP)
        if local_minute(at, moments.zone) % 120 == 0
    ]


def strip_of(case: Case, picture: Picture) -> list[dict[str, Any]]:
    """The stretches of one practitioner's day, in order; `case` is any of its starts."""
    states = _states(case.question, case.practitioner, picture, case.facts)
    return [_stretch(case, picture, state, times) for state, times in _grouped(picture, states)]


def _states(
    question: Question, practitioner: Practitioner, picture: Picture, facts: Facts
) -> Iterator[_State]:
    """Of each step. Where nothing but the grid is against it, it belongs to the appointment that
    may start before and would take it.
    """
    taken_until = picture.begins
    for at in range(picture.begins, picture.ends, _STEP):
        reasons = reasons_of(question, practitioner, at, facts)
        others = [each for each in reasons if each is not Reason.OFF_GRID]
        if not reasons:
            taken_until = at + question.kind.minutes * 60
        if others:
            yield others[0]
        else:
            yield None if at < taken_until else Reason.OFF_GRID


def _grouped(picture: Picture, states: Iterator[_State]) -> Iterator[tuple[_State, Sequence[int]]]:
    times = range(picture.begins, picture.ends, _STEP)
    for state, some in groupby(zip(states, times, strict=True), key=lambda each: each[0]):
        yield state, [at for _, at in some]


def _stretch(case: Case, picture: Picture, state: _State, times: Sequence[int]) -> dict[str, Any]:
    begins, ends = times[0], times[-1] + _STEP
    query = {
        "type": case.question.kind.slug,
        "practitioner": case.practitioner.slug,
        "location": case.question.location or "",
        "patient_is": case.question.asker,
        "start": str(begins),
    }
    return {
        "s": (begins - picture.begins) // _STEP,
        "l": len(times),
        "is_offered": state is None,
        "is_taken": state is Reason.BUSY,
        "is_shut": state in {Reason.OUTSIDE_HOURS, Reason.CLOSED_DAY, Reason.TIME_OFF},
        "when": f"{case.moments.time(begins)} – {case.moments.time(ends)}",
        "what": case.staff.text("why.offered") if state is None else short_word(case, state),
        "address": f"{case.staff.home}/why?{urlencode(query)}",
    }
