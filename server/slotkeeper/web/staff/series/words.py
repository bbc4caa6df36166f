"""A series in words: its rhythm, and each of its dates with what stands against it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from slotkeeper.domain.series import Repeat
from slotkeeper.domain.series_plan import Occasion, Outcome, Taken, Way
from slotkeeper.services.staff.bookings.refusals import TimeTaken
from slotkeeper.storage.booking_change import InTheWay
from slotkeeper.storage.series_gap import Gap
from slotkeeper.web.formats import long_weekday_text
from slotkeeper.web.staff.acts.against import moments_of, taken_context, words_of
from slotkeeper.web.staff.door import StaffVisit

_MONDAY = date(2024, 1, 1)


def weekday_name(staff: StaffVisit, day: int) -> str:
    """0 is Monday."""
    return long_weekday_text(_MONDAY + timedelta(days=day), staff.language)


def rhythm(staff: StaffVisit, repeat: Repeat) -> str:
    """Every how many weeks, on which days, at what time."""
    days = ", ".join(weekday_name(staff, day) for day in repeat.weekdays)
    key = "series.weekly" if repeat.every_weeks == 1 else "series.every_weeks"
    time = moments_of(staff).clock(repeat.minute)
    return staff.text(key, weeks=repeat.every_weeks, days=days, time=time)


def ending(staff: StaffVisit, repeat: Repeat, ended_on: date | None = None) -> str:
    """How long it goes on."""
    moments = moments_of(staff)
    if ended_on:
        return staff.text("series.ended_before", day=moments.day_of(ended_on))
    if repeat.until:
        return staff.text("series.until", day=moments.day_of(repeat.until))
    if repeat.times:
        return staff.text("series.times", times=repeat.times)
    return staff.text("series.open")


def gap_reason(staff: StaffVisit, gap: Gap) -> str:
    """Why that date has no booking."""
    try:
        return staff.text(f"series.gap_{gap.reason}")
    except KeyError:  # written by a later release
        return staff.text("series.gap_other")


def date_rows(
    staff: StaffVisit,
    occasions: Sequence[Occasion],
    outcomes: Sequence[Outcome],
    names: dict[str, str],
    fresh: frozenset[date],
    *,
    is_change: bool,
) -> list[dict[str, Any]]:
    """For series/dates.html: every date, what stands against it, and the choices there are.

    `fresh` are dates at which something came up since they were shown last.
    """
    decided = {each.occasion.on: each for each in outcomes}
    return [
        {
            **_row(staff, each, names),
            "becomes": _becomes(staff, each, decided.get(each.on), is_change=is_change),
            "is_fresh": each.on in fresh,
        }
        for each in occasions
    ]


def ways_of(staff: StaffVisit, ways: Sequence[Way], *, is_change: bool) -> list[dict[str, str]]:
    """What can be said of all dates at once, in words."""
    if is_change:
        return [
            _way(
                each, staff.text(f"series.change_{each}"), staff.text(f"series.change_{each}_hint")
            )
            for each in ways
        ]
    return [
        _way(each, staff.text(f"series.all_{each}"), staff.text(f"series.all_{each}_hint"))
        for each in ways
    ]


def _way(value: Way, text: str, hint: str) -> dict[str, str]:
    return {"value": value, "text": text, "hint": hint}


def _row(staff: StaffVisit, occasion: Occasion, names: dict[str, str]) -> dict[str, Any]:
    moments = moments_of(staff)
    return {
        "on": occasion.on.isoformat(),
        "day": moments.day_of(occasion.on),
        "time": moments.time(occasion.starts_at),
        "is_clear": occasion.is_clear,
        "reasons": [*_taken(staff, occasion.taken), *_against(staff, occasion, names)],
        "may_anyway": not occasion.taken,
        "free": [{"at": each, "time": moments.time(each)} for each in occasion.free],
    }


def _becomes(
    staff: StaffVisit, occasion: Occasion, outcome: Outcome | None, *, is_change: bool
) -> str:
    if occasion.is_clear and outcome:
        return ""
    if outcome is None or outcome.is_end:
        return staff.text("series.becomes_end")
    if outcome.starts_at is None:
        return staff.text("series.becomes_stays" if is_change else "series.becomes_skipped")
    return staff.text("series.becomes_at", time=moments_of(staff).time(outcome.starts_at))


def _against(staff: StaffVisit, occasion: Occasion, names: dict[str, str]) -> list[dict[str, Any]]:
    return [{"text": words_of(staff, each, names), "booking": None} for each in occasion.against]


def _taken(staff: StaffVisit, taken: Sequence[Taken]) -> list[dict[str, Any]]:
    if not taken:
        return []
    there = [
        InTheWay(
            id=each.id,
            state=each.state,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            expires_at=each.expires_at,
            patient=each.patient,
        )
        for each in taken
    ]
    rows: list[dict[str, Any]] = taken_context(staff, TimeTaken(there))["taken"]
    return rows
