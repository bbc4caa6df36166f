"""`time_off` rows of a practitioner: { from = 2026-07-01, to = 2026-07-14, every = "1 year" }."""

import re
from datetime import date

from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.practitioner import Every, TimeOff
from slotkeeper.domain.time_off import MOST_WEEKS, MOST_YEARS, longest

_EVERY = re.compile(r"([0-9]{1,3}) (week|year)s?")


def parse_time_off(table: Section) -> TimeOff:
    """One row; `every` and `until` may be left out."""
    first, last = table.date("from") or date.min, table.date("to") or date.max
    every = table.parsed("every", parse_every) if "every" in table else None
    until = table.date("until") if "until" in table else None
    if first > last:
        table.wrong("to", f'the last day away, not before "from", {first}')
    if every and (last - first).days >= longest(every):
        table.wrong("every", "longer than the days away themselves")
    if until and until < first:
        table.wrong("until", f'a day that is not before "from", {first}')
    table.close()
    return TimeOff(first=first, last=last, every=every, until=until)


def parse_every(text: str) -> Every:
    """How often something comes again: "1 year", "2 weeks"."""
    match = _EVERY.fullmatch(text)
    if not match:
        raise ValueError('how often, such as "1 year" or "2 weeks"')
    every = Every(n=int(match[1]), unit="week" if match[2] == "week" else "year")
    most = MOST_WEEKS if every.unit == "week" else MOST_YEARS
    if not 1 <= every.n <= most:
        raise ValueError(f'from "1 {every.unit}" to "{most} {every.unit}s"')
    return every


def time_off_pairs(off: TimeOff) -> dict[str, str | date]:
    """The row as the file writes it."""
    pairs: dict[str, str | date] = {"from": off.first, "to": off.last}
    if off.every is not None:
        pairs["every"] = f"{off.every.n} {off.every.unit}{'' if off.every.n == 1 else 's'}"
    if off.until is not None:
        pairs["until"] = off.until
    return pairs
