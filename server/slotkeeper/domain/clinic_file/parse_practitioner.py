"""`[[practitioner]]` rows: who works when."""

from collections.abc import Sequence
from datetime import date

from slotkeeper.domain.clinic_file import fields
from slotkeeper.domain.clinic_file.parse_marked import parse_offered, parse_protected
from slotkeeper.domain.clinic_file.parse_new_patients import SWITCHES
from slotkeeper.domain.clinic_file.parse_notices import parse_practitioner_notices
from slotkeeper.domain.clinic_file.parse_starts import MOST_PER_DAY, parse_starts
from slotkeeper.domain.clinic_file.parse_time_off import parse_time_off
from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.clinic_file.weekdays import parse_days, parse_span
from slotkeeper.domain.practitioner import (
    Break,
    DatedException,
    Hours,
    Practitioner,
    WeeklyHours,
)

_RESERVED = ("any",)  # the form's word for "anyone"
_HOURS = '{ days = ["mon"], from = "09:00", to = "17:00" }'


def parse_practitioner(row: Section, locations: Sequence[str]) -> Practitioner:
    """One practitioner; `locations` are the slugs of the clinic's places.

    Hours that name no place get the clinic's only one, else the only one that this practitioner's
    other hours name; the clinic without places: None.
    """
    where = _Where(row, locations)
    practitioner = Practitioner(
        slug=row.slug("slug", _RESERVED),
        name=row.text("name"),
        email=row.parsed("email", fields.parse_email, ""),
        mobile=row.parsed("mobile", fields.parse_phone, ""),
        notices=parse_practitioner_notices(row),
        enabled=row.flag("enabled", default=True),
        new_patients=row.choice("new_patients", SWITCHES, "open"),
        starts=parse_starts(row),
        max_per_day=row.number("max_per_day", 0, MOST_PER_DAY, 0),
        weekly=_parse_all_weekly(row, where),
        breaks=tuple(_parse_break(each) for each in row.tables("breaks", _HOURS)),
        exceptions=_parse_exceptions(row, where),
        offered=parse_offered(row),
        protected=parse_protected(row),
        time_off=tuple(
            parse_time_off(each)
            for each in row.tables("time_off", "{ from = 2026-07-01, to = 2026-07-14 }")
        ),
    )
    row.close()
    return practitioner


class _Where:
    """Settles the place of hours."""

    def __init__(self, row: Section, locations: Sequence[str]) -> None:
        self._known = [each for each in locations if each]
        named = _named_places(row)
        choices = self._known
        if len(choices) > 1:
            choices = [each for each in self._known if each in named]
        self._standard = choices[0] if len(choices) == 1 else None

    def of(self, hours: Section) -> str | None:
        """The slug of the place; reports one that is unknown or cannot be told."""
        named = hours.raw("location")
        if named is None and (self._standard or not self._known):
            return self._standard
        if named not in self._known:
            slugs = ", ".join(f'"{each}"' for each in self._known)
            hours.wrong(
                "location", f"one of {slugs}" if slugs else "none: there is no [[location]]"
            )
            return None
        return str(named)


def _named_places(row: Section) -> list[object]:
    """What the hours of a practitioner name, before any of it is checked."""
    weekly = _tables(row.raw("hours"))
    dated = [
        each for table in _tables(row.raw("exceptions")) for each in _tables(table.get("hours"))
    ]
    return [each.get("location") for each in (*weekly, *dated)]


def _tables(value: object) -> list[dict[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _parse_all_weekly(row: Section, where: _Where) -> tuple[WeeklyHours, ...]:
    parsed: list[WeeklyHours] = []
    for table in row.tables("hours", _HOURS):
        weekly = _parse_weekly(table, where)
        on_these_days = [each.hours for each in parsed if {*each.days} & {*weekly.days}]
        _refuse_two_places_at_once(table, weekly.hours, on_these_days)
        parsed.append(weekly)
    return tuple(parsed)


def _refuse_two_places_at_once(table: Section, hours: Hours, others: Sequence[Hours]) -> None:
    for other in others:
        overlap = hours.opens < other.closes and other.opens < hours.closes
        if overlap and hours.location != other.location:
            times = f"{fields.format_time(other.opens)} to {fields.format_time(other.closes)}"
            table.wrong("location", f'"{other.location}", as in the hours {times} of that day')


def _parse_weekly(table: Section, where: _Where) -> WeeklyHours:
    weekly = WeeklyHours(days=parse_days(table), hours=_parse_hours(table, where))
    table.close()
    return weekly


def _parse_hours(table: Section, where: _Where) -> Hours:
    opens, closes = parse_span(table)
    return Hours(opens=opens, closes=closes, location=where.of(table))


def _parse_break(table: Section) -> Break:
    begins, ends = parse_span(table)
    pause = Break(days=parse_days(table), begins=begins, ends=ends)
    table.close()
    return pause


def _parse_exceptions(row: Section, where: _Where) -> tuple[DatedException, ...]:
    dates: list[date] = []
    exceptions = []
    for table in row.tables("exceptions", "{ on = 2026-12-25, hours = [] }"):
        on = table.date("on") or date.min
        if on in dates:
            table.wrong("on", "each date only once")
        dates.append(on)
        exceptions.append(DatedException(on=on, hours=_parse_dated_hours(table, where)))
        table.close()
    return tuple(exceptions)


def _parse_dated_hours(table: Section, where: _Where) -> tuple[Hours, ...]:
    if table.raw("hours") is None:
        table.wrong("hours", "a list of hours, empty for a day off")
    hours: list[Hours] = []
    for each in table.tables("hours", '{ from = "09:00", to = "12:00" }'):
        parsed = _parse_hours(each, where)
        _refuse_two_places_at_once(each, parsed, hours)
        hours.append(parsed)
        each.close()
    return tuple(hours)
