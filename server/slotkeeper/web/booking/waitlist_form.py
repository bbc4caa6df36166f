"""The form of the waiting list: which days, which times of day, with whom, where, from when."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.parts_of_day import PARTS
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.services.waitlist.join import WantedTimes
from slotkeeper.services.wish import ANY, make_wish
from slotkeeper.web.booking.clinic_view import places_of
from slotkeeper.web.booking.surface import Surface
from slotkeeper.web.booking.view_waitlist import Tick
from slotkeeper.web.days import parse_day
from slotkeeper.web.formats import long_weekday_text

DAY, PART, WITH = "day_", "part_", "with_"
"""How the names of the boxes begin: weekday from Monday = 0, part of day, slug of who is wanted."""

_A_MONDAY = date(2027, 1, 4)


def read_wanted(fields: Mapping[str, str]) -> WantedTimes:
    """What was ticked; nothing ticked in a question leaves it open. Raises FieldsInvalid for a date
    that is none.
    """
    days = (number for number in range(7) if fields.get(f"{DAY}{number}"))
    return WantedTimes(
        kind=fields.get("type", ""),
        practitioners=tuple(
            name.removeprefix(WITH)
            for name, value in fields.items()
            if name.startswith(WITH) and value
        ),
        location=fields.get("location", ""),
        weekdays=tuple(days),
        parts=tuple(part for part in PARTS if fields.get(f"{PART}{part}")),
        from_on=_read_date(fields, "from_on"),
        until_on=_read_date(fields, "until_on"),
    )


def _read_date(fields: Mapping[str, str], name: str) -> date | None:
    text = fields.get(name, "").strip()
    return parse_day(name, text, "waitlist.problem_day") if text else None


def day_ticks(
    surface: Surface, people: Iterable[Practitioner], chosen: Mapping[str, str]
) -> tuple[Tick, ...]:
    """The weekdays on which one of them works; all where no weekly hours say so, as for groups."""
    rows = [row for each in people for row in each.weekly]
    worked = {number for row in rows for number in row.days} or set(range(7))
    return tuple(
        _box(f"{DAY}{number}", weekday_name(surface, number), chosen) for number in sorted(worked)
    )


def part_ticks(surface: Surface, chosen: Mapping[str, str]) -> tuple[Tick, ...]:
    """Morning, afternoon, evening."""
    return tuple(_box(f"{PART}{part}", surface.say(f"slot.{part}"), chosen) for part in PARTS)


def people_ticks(people: Iterable[Practitioner], chosen: Mapping[str, str]) -> tuple[Tick, ...]:
    """Those who give that type; none where there is only one."""
    found = tuple(_box(f"{WITH}{each.slug}", each.name, chosen) for each in people)
    return found if len(found) > 1 else ()


def place_choices(
    surface: Surface, clinic: Clinic, kind: AppointmentType, chosen: Mapping[str, str]
) -> tuple[Tick, ...]:
    """Anywhere, and each place at which it is given; none where there is only one."""
    places = places_of(make_wish(clinic, kind.slug, ANY, ""))
    if len(places) < 2:  # noqa: PLR2004 - one is no choice
        return ()
    wanted = chosen.get("location", "")
    wanted = wanted if wanted in places else ANY
    named = [(ANY, surface.say("waitlist.anywhere"))]
    named += [(slug, clinic.location(slug).name) for slug in places]
    return tuple(
        Tick(name="location", value=value, text=text, is_chosen=value == wanted)
        for value, text in named
    )


def weekday_name(surface: Surface, number: int) -> str:
    """The name of a weekday, Monday = 0, in the visitor's language."""
    return long_weekday_text(_A_MONDAY + timedelta(days=number), surface.language)


def _box(name: str, text: str, chosen: Mapping[str, str]) -> Tick:
    return Tick(name=name, value="on", text=text, is_chosen=bool(chosen.get(name)))
