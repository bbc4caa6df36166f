"""How much work the repetitions of an event are.

Anybody who knows an address may send an invitation, and calendar programs enter it by themselves:
one event "every second" would keep this server busy for hours and fill its memory.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

MOST_STEPS = 300_000
"""Repetitions from an event's first one: "every hour" for thirty years."""
MOST_SEEN = 12_000
"""Of them in the time that is looked at, more than a year of "every hour"."""

_DAY = 86_400
_A_DAY = {"SECONDLY": 86_400, "MINUTELY": 1440, "HOURLY": 24}
_FINER = {"SECONDLY": 0, "MINUTELY": 1, "HOURLY": 2}
_PARTS = ("BYSECOND", "BYMINUTE", "BYHOUR")
_SELDOM = frozenset({"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})
"""With these a rule may never be met, and is looked through to the end of all times."""


def is_too_much(event: Any, first: int, until: int) -> bool:  # noqa: ANN401 - icalendar is not typed through
    """Whether listing its repetitions in [first, until) (epoch seconds) is more than anybody
    means. Raises what icalendar does for an event without a begin.
    """
    if len(event.rdates) + len(event.exdates) > MOST_SEEN:
        return True
    begins = _seconds(event["dtstart"].dt)
    return any(_is_rule_too_much(each, begins, first, until) for each in _rules(event))


def _is_rule_too_much(
    rule: Mapping[str, Sequence[Any]], begins: int, first: int, until: int
) -> bool:
    often = str(rule.get("FREQ", [""])[0]).upper()
    if often in _A_DAY and _SELDOM & set(rule):
        return True
    a_day = _A_DAY.get(often, 1) / max(1, int(rule.get("INTERVAL", [1])[0]))
    for name in _PARTS[: _FINER.get(often, len(_PARTS))]:
        a_day *= max(1, len(rule.get(name, ())))
    steps = a_day * max(0, until - begins) / _DAY
    seen = a_day * (until - max(first, min(begins, until))) / _DAY
    if "COUNT" in rule:
        steps = min(steps, int(rule["COUNT"][0]))
        seen = min(seen, steps)
    return steps > MOST_STEPS or seen > MOST_SEEN


def _rules(event: Any) -> Iterator[Mapping[str, Sequence[Any]]]:  # noqa: ANN401 - as above
    for name in ("rrule", "exrule"):
        found = event.get(name, [])
        yield from found if isinstance(found, list) else [found]


def _seconds(moment: date) -> int:
    """About when: to the day."""
    return int(datetime(moment.year, moment.month, moment.day, tzinfo=UTC).timestamp())
