"""What adding, changing or ending time off does to the values of the clinic file; they are drafted
and saved like every other setting.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

Values = dict[str, Any]
"""A clinic's file as TOML has it (`clinic_values`)."""

Row = Mapping[str, Any]
"""A row of time off as the file has it: `from`, `to`, and perhaps `every` and `until`."""

LONGEST_CLOSED = 366
"""Days that may be closed at once."""


def with_time_off(values: Values, practitioner: str, row: Row) -> Values:
    """One more row for a practitioner (slug)."""
    changed = deepcopy(values)
    _rows(changed, practitioner).append(dict(row))
    return changed


def with_changed(values: Values, practitioner: str, number: int, row: Row | None) -> Values:
    """Another row instead of the one of that number, or none."""
    changed = deepcopy(values)
    rows = _rows(changed, practitioner)
    rows[number : number + 1] = [] if row is None else [dict(row)]
    if not rows:
        del _person(changed, practitioner)["time_off"]
    return changed


def with_closed(values: Values, first: date, last: date) -> Values:
    """Every day from `first` to `last` closed for everybody."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return _closed(values, {*values["clinic"].get("closed_on", ()), *days})


def with_holidays(values: Values, years: Iterable[int], closed: Iterable[date]) -> Values:
    """Those days of those years closed, and no others of them; what is closed in other years
    stays.
    """
    known, of_years = values["clinic"].get("closed_on", ()), set(years)
    stays = {on for on in known if on.year not in of_years}
    return _closed(values, stays | {on for on in closed if on.year in of_years})


def _closed(values: Values, days: set[date]) -> Values:
    changed = deepcopy(values)
    if set(changed["clinic"].get("closed_on", ())) != days:
        changed["clinic"]["closed_on"] = sorted(days)
    if not days:
        changed["clinic"].pop("closed_on", None)
    return changed


def _person(values: Values, practitioner: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = values["practitioner"]
    return next(each for each in rows if each["slug"] == practitioner)


def _rows(values: Values, practitioner: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _person(values, practitioner).setdefault("time_off", [])
    return found
