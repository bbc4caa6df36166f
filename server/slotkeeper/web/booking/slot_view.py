"""The day and time step: seven days, the times of one of them, and where to look on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.horizon import last_bookable_day
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.parts_of_day import by_part
from slotkeeper.domain.slots import Slot, next_change
from slotkeeper.services.slot_search import Found, next_available, search_slots
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import Wish
from slotkeeper.web.booking.clinic_view import asked_of, base_context, is_date, kept, local, summary
from slotkeeper.web.booking.step_cache import Step
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.view import Day, NextAvailable, PartOfDay, SlotChoice, TimeButton
from slotkeeper.web.formats import (
    day_of_month_text,
    day_text,
    long_day_text,
    months_text,
    time_text,
    weekday_text,
)

_WEEK = timedelta(days=7)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Week:
    surface: Surface
    wish: Wish
    chosen: date
    today: date
    final: date
    found: Found

    def url(self, day: date) -> str:
        return self.surface.step_url(
            type=self.wish.kind.slug,
            practitioner=self.wish.practitioner,
            location=self.wish.location or "any",
            day=day.isoformat(),
        )

    @property
    def first(self) -> date:
        return _week_of(self.chosen, self.today)


async def slot_step(toolbox: Toolbox, surface: Surface, wish: Wish, day: str) -> Step:
    """The step for that day (YYYY-MM-DD), or for the first day with a free time where none is named.

    Raises FieldsInvalid for a day that is no date.
    """
    week = await _find_week(toolbox, surface, wish, day)
    later = None
    if not any(_on(slot, wish) == week.chosen for slot in week.found.slots):
        later = await next_available(toolbox, wish, week.chosen + _ONE_DAY)
    return Step(surface.text("booking/slot.html", _context(week, later)), _valid_until(week))


async def _find_week(toolbox: Toolbox, surface: Surface, wish: Wish, day: str) -> _Week:
    now = toolbox.clock()
    today = local_date(now, wish.clinic.time_zone)
    final = last_bookable_day(wish.clinic, now)
    if day:
        asked = is_date(day)
        if asked is None:
            raise FieldsInvalid({"day": Problem("problem.day")})
        chosen = min(max(asked, today), final)
        first = _week_of(chosen, today)
        return _Week(
            surface,
            wish,
            chosen,
            today,
            final,
            await search_slots(toolbox, wish, first, first + _WEEK - _ONE_DAY),
        )
    found = await search_slots(toolbox, wish, today, today + _WEEK - _ONE_DAY)
    if found.slots:
        return _Week(surface, wish, _on(found.slots[0], wish), today, final, found)
    later = await next_available(toolbox, wish, today + _WEEK)
    if later is None:
        return _Week(surface, wish, today, today, final, found)
    first = _week_of(later, today)
    return _Week(
        surface,
        wish,
        later,
        today,
        final,
        await search_slots(toolbox, wish, first, first + _WEEK - _ONE_DAY),
    )


def _context(week: _Week, later: date | None) -> Context:
    surface, wish = week.surface, week.wish
    hidden = kept(
        surface, type=wish.kind.slug, practitioner=wish.practitioner, location=wish.location or ""
    )
    choice = _choice(week, later)
    base = base_context(surface, wish.clinic, asked_of(wish.clinic, wish.kind).position("slot"))
    context = {**base, "kept": hidden, "view": choice, "summary": summary(surface, wish)}
    context["slot_list"] = surface.piece("booking/slot_list.html", context)
    context["visitor"] = surface.new_visitor()
    return context


def _choice(week: _Week, later: date | None) -> SlotChoice:
    language = week.surface.language
    before, after = week.first - _WEEK, week.first + _WEEK
    shown = [slot for slot in week.found.slots if _on(slot, week.wish) == week.chosen]
    return SlotChoice(
        months=months_text(week.first, min(after - _ONE_DAY, week.final), language),
        chosen_day=week.chosen.isoformat(),
        chosen_day_text=long_day_text(week.chosen, language),
        days=_days(week),
        parts=time_parts(week.wish, shown, language),
        previous_week_url=week.url(max(before, week.today)) if before >= week.today else None,
        next_week_url=week.url(after) if after <= week.final else None,
        next_available=NextAvailable(text=day_text(later, language), url=week.url(later))
        if later
        else None,
        first_day=week.today.isoformat(),
        last_day=week.final.isoformat(),
        days_url=week.surface.step_url(),
    )


def _days(week: _Week) -> tuple[Day, ...]:
    starts = {(slot.starts_at, _on(slot, week.wish)) for slot in week.found.slots}
    free, language = Counter(day for _, day in starts), week.surface.language
    shown = (week.first + timedelta(days=number) for number in range(7))
    return tuple(
        Day(
            on=day.isoformat(),
            weekday=weekday_text(day, language),
            date=day_of_month_text(day, language),
            spoken=long_day_text(day, language),
            free=free[day],
            is_chosen=day == week.chosen,
            url=week.url(day),
        )
        for day in shown
        if day <= week.final
    )


def time_parts(wish: Wish, slots: Sequence[Slot], language: str) -> tuple[PartOfDay, ...]:
    """Times of one day as buttons by part of the day, each start once."""
    starts = sorted({slot.starts_at for slot in slots})
    wall = [(local(wish.clinic, start), start) for start in starts]
    timed = [
        (at.hour * 60 + at.minute, TimeButton(value=start, text=time_text(at.time(), language)))
        for at, start in wall
    ]
    return tuple(PartOfDay(key=key, times=tuple(times)) for key, times in by_part(timed).items())


def _on(slot: Slot, wish: Wish) -> date:
    return local_date(slot.starts_at, wish.clinic.time_zone)


def _week_of(day: date, today: date) -> date:
    """The strip's first day: weeks are counted from today, so that no day of the past is shown."""
    return today + (day - today) // _WEEK * _WEEK


def _valid_until(week: _Week) -> int:
    """Until when this answer stays right while nothing is written: the next cut-off step, midnight, or end of a hold."""
    until = next_change(week.wish.clinic, week.found.slots, week.found.now)
    return min(until, week.found.busy.valid_until or until)
