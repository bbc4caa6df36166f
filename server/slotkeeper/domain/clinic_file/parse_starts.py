"""`starts`: which start times a type or a practitioner has."""

import re

from slotkeeper.domain.clinic_file import fields
from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.clinic_file.toml_text import Pairs, given
from slotkeeper.domain.start_rule import StartRule

MOST_TIMES = 100
MOST_PER_DAY = 1000
"""Appointments; 0 is without limit."""

_EVERY = re.compile(r"every ([1-9][0-9]{0,3})")
_LONGEST_STEP = 1440
_EXPECTED = '"every 30" (minutes), "adjacent" or a list of times such as ["09:00", "10:15"]'


def parse_starts(row: Section) -> StartRule | None:
    """The rule of a row, None where it has none of its own."""
    value = row.raw("starts")
    if value is None:
        return None
    if isinstance(value, list):
        return _parse_times(row, value)
    found = _EVERY.fullmatch(value) if isinstance(value, str) else None
    if found and int(found[1]) <= _LONGEST_STEP:
        return int(found[1])
    if value != "adjacent":
        row.wrong("starts", _EXPECTED)
        return None
    return "adjacent"


def starts_pairs(rule: StartRule | None, max_per_day: int) -> Pairs:
    """What a row says of starts and of how many a day, where it has rules of its own."""
    if isinstance(rule, tuple):
        yield "starts", [fields.format_time(minute) for minute in rule]
    elif rule is not None:
        yield "starts", f"every {rule}" if isinstance(rule, int) else rule
    yield from given("max_per_day", max_per_day)


def _parse_times(row: Section, value: list[object]) -> StartRule | None:
    if not 0 < len(value) <= MOST_TIMES:
        row.wrong("starts", f'1 to {MOST_TIMES} times, such as ["09:00", "10:15"]')
        return None
    return tuple(sorted(row.items("starts", _read_time, 'a time from "00:00" to "23:59"'))) or None


def _read_time(value: object) -> int | None:
    try:
        return fields.parse_time(value) if isinstance(value, str) and value != "24:00" else None
    except ValueError:
        return None
