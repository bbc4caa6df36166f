"""The day and time step: seven days, the times of one of them, and where to look on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from msgspec import structs

from slotkeeper.domain.parts_of_day import by_part
from slotkeeper.services.asker import find_asking
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import Wish
from slotkeeper.web.booking.asker_view import asker_context
from slotkeeper.web.booking.clinic_view import asked_of, base_context, kept, local, summary
from slotkeeper.web.booking.step_cache import Step, unchanging_until
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.view import Day, NextAvailable, PartOfDay, SlotChoice, TimeButton
from slotkeeper.web.booking.waitlist_join_view import join_url
from slotkeeper.web.booking.week import ONE_DAY, ONE_WEEK, Week, find_week
from slotkeeper.web.formats import (
    day_of_month_text,
    day_text,
    long_day_text,
    months_text,
    time_text,
    weekday_text,
)


@dataclass(frozen=True, slots=True)
class _Shown:
    """`path` is that of the step where it is not the booking's own."""

    surface: Surface
    wish: Wish
    week: Week
    path: str = ""

    def url(self, day: date) -> str:
        if self.path:
            return f"{self.path}&day={day.isoformat()}"
        return self.surface.step_url(
            type=self.wish.kind.slug,
            practitioner=self.wish.practitioner,
            location=self.wish.location or "any",
            day=day.isoformat(),
        )


async def slot_step(toolbox: Toolbox, surface: Surface, wish: Wish, day: str) -> Step:
    """The step for that day (YYYY-MM-DD), or the first day with a free time where none is named.

    Raises FieldsInvalid for a day that is no date.
    """
    asking = await find_asking(toolbox, wish)
    if asking.is_closed or asking.is_open_question(wish):
        context = {**_frame(surface, wish), **asker_context(surface, wish, asking, day)}
        return Step(surface.text("booking/slot.html", context), unchanging_until(toolbox.clock()))
    week = await find_week(toolbox, wish, day)
    context = _context(_Shown(surface, wish, week))
    if asking.matters:
        context |= asker_context(surface, wish, asking, context["view"].chosen_day)
    return Step(surface.text("booking/slot.html", context), week.valid_until)


async def slot_list(
    toolbox: Toolbox, surface: Surface, wish: Wish, day: str, kept_fields: dict[str, str]
) -> str:
    """The list of times alone, with those hidden fields in its form and no way to the waiting list,
    or what new patients read instead of it; days as for `slot_step`.
    """
    asking = await find_asking(toolbox, wish)
    if asking.is_closed:
        context = {**_frame(surface, wish), **asker_context(surface, wish, asking, day)}
        return surface.piece("components/closed_to_new.html", context)
    week = await find_week(toolbox, wish, day)
    context = {**_context(_Shown(surface, wish, week)), "kept": kept_fields}
    context["view"] = structs.replace(context["view"], waitlist_url="")
    return surface.piece("booking/slot_list.html", context)


async def moving_times(
    toolbox: Toolbox, surface: Surface, wish: Wish, day: str, path: str, own: int
) -> Context:
    """The times for a booking that is there already, at a step whose address is `path` with its
    query; days as for `slot_step`. Its `own` time (epoch seconds, 0 for none) is no other.
    """
    week = await find_week(toolbox, wish, day)
    others = {on: [each for each in starts if each != own] for on, starts in week.starts.items()}
    shown = _Shown(surface, wish, replace(week, starts=others), path)
    context: Context = {
        **base_context(wish.clinic),
        "kept": kept(surface, practitioner=wish.practitioner),
        "view": _choice(shown),
        "visitor": surface.new_visitor(),
    }
    return {**context, "slot_list": surface.piece("booking/slot_list.html", context)}


def _context(shown: _Shown) -> Context:
    surface, wish = shown.surface, shown.wish
    context = {**_frame(surface, wish), "view": _choice(shown), "visitor": surface.new_visitor()}
    return {**context, "slot_list": surface.piece("booking/slot_list.html", context)}


def _frame(surface: Surface, wish: Wish) -> Context:
    place = wish.location or ""
    return {
        **base_context(wish.clinic, asked_of(wish.clinic, wish.kind).position("slot")),
        "kept": kept(surface, type=wish.kind.slug, practitioner=wish.practitioner, location=place),
        "summary": summary(surface, wish),
    }


def _choice(shown: _Shown) -> SlotChoice:
    week, language = shown.week, shown.surface.language
    before, after = week.first - ONE_WEEK, week.first + ONE_WEEK
    times = week.starts.get(week.chosen, [])
    return SlotChoice(
        months=months_text(week.first, min(after - ONE_DAY, week.final), language),
        chosen_day=week.chosen.isoformat(),
        chosen_day_text=long_day_text(week.chosen, language),
        days=tuple(_day(shown, on, len(starts)) for on, starts in week.starts.items()),
        parts=time_parts(shown.wish, times, week.places, language),
        previous_week_url=shown.url(before) if before >= week.today else None,
        next_week_url=shown.url(after) if after <= week.final else None,
        next_available=_next_available(shown),
        first_day=week.today.isoformat(),
        last_day=week.final.isoformat(),
        days_url=shown.path or shown.surface.step_url(),
        waitlist_url="" if shown.path else join_url(shown.surface, shown.wish),
    )


def _next_available(shown: _Shown) -> NextAvailable | None:
    later = shown.week.later
    if later is None:
        return None
    return NextAvailable(text=day_text(later, shown.surface.language), url=shown.url(later))


def _day(shown: _Shown, on: date, free: int) -> Day:
    language = shown.surface.language
    return Day(
        on=on.isoformat(),
        weekday=weekday_text(on, language),
        date=day_of_month_text(on, language),
        spoken=long_day_text(on, language),
        free=free,
        is_chosen=on == shown.week.chosen,
        url=shown.url(on),
    )


def time_parts(
    wish: Wish, starts: Sequence[int], places: Mapping[int, int], language: str
) -> tuple[PartOfDay, ...]:
    """Times of one day, in order, as buttons by part of the day; a group's with its `places`."""
    wall = [(local(wish.clinic, start), start) for start in starts]
    timed = [
        (
            at.hour * 60 + at.minute,
            TimeButton(start, time_text(at.time(), language), places.get(start)),
        )
        for at, start in wall
    ]
    return tuple(PartOfDay(key=key, times=tuple(times)) for key, times in by_part(timed).items())
