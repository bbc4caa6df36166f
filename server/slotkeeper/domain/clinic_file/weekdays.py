"""Days of the week and stretches of a day, as several rows of the file have them."""

from slotkeeper.domain.clinic_file import fields
from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.practitioner import WEEKDAYS

_DAYS = 'one of "mon", "tue", "wed", "thu", "fri", "sat", "sun"'


def parse_days(table: Section) -> tuple[int, ...]:
    """`days`, 0 for Monday, in order; at least one."""
    if not table.raw("days"):
        table.wrong("days", f"a list of days, each {_DAYS}")
        return ()
    return tuple(sorted(table.items("days", _read_day, _DAYS)))


def parse_span(table: Section) -> tuple[int, int]:
    """`from` and `to` in minutes after local midnight; `to` comes after `from`."""
    opens = table.parsed("from", fields.parse_time)
    closes = table.parsed("to", fields.parse_time)
    if opens is not None and closes is not None and opens >= closes:
        table.wrong("to", f'a time after "from", {fields.format_time(opens)}')
    return opens or 0, closes or 0


def _read_day(value: object) -> int | None:
    return WEEKDAYS.index(value) if isinstance(value, str) and value in WEEKDAYS else None
