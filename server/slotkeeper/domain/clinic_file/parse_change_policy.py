"""[change_policy], and the same inside an appointment type: what cancelling costs (C2, C3)."""

import re
from functools import partial
from itertools import pairwise
from typing import Any

from slotkeeper.domain.change_policy import ALL, ChangePolicy, Keep, KeepKind, Window
from slotkeeper.domain.clinic_file import fields
from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.clinic_file.toml_text import Pairs, Toml, Value, inline, lines
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.money import format_amount, parse_amount

MOST_WINDOWS = 4
_NO_TIME = CutOff(0, "m")
_MINUTES = {"m": 1, "h": 60, "d": 1440}
_LIKE = '{ until = "24h", keep = "nothing" }'
_WORDS: tuple[KeepKind, ...] = ("nothing", "deposit", "all")


def parse_change_policy(table: Section, currency: str) -> ChangePolicy:
    """The section as a value; what is wrong is reported, and the standard stands for it."""
    standard = ChangePolicy()
    keep = partial(parse_keep, currency=currency)
    policy = ChangePolicy(
        windows=_parse_windows(table, currency) if "windows" in table else standard.windows,
        afterwards=table.parsed("afterwards", keep, ALL),
        enforced=table.flag("enforced", default=standard.enforced),
        no_change_after=table.parsed("no_change_after", fields.parse_cut_off, _NO_TIME),
    )
    table.close()
    return policy


def parse_keep(text: str, currency: str) -> Keep:
    """What is kept: "nothing", "deposit", "all", a part of the price such as "50%", or an amount.

    Raises ValueError.
    """
    for word in _WORDS:
        if text == word:
            return Keep(kind=word)
    if re.fullmatch(r"[1-9][0-9]?%|100%", text):
        return Keep(kind="percent", amount=int(text[:-1]))
    try:
        amount = parse_amount(text, currency)
    except ValueError:
        amount = 0
    if not amount:
        example = format_amount(2000, currency)
        raise ValueError(f'"nothing", "deposit", "all", a part such as "50%" or "{example}"')
    return Keep(kind="amount", amount=amount)


def format_keep(keep: Keep, currency: str) -> str:
    """What is kept, as the file writes it."""
    match keep.kind:
        case "percent":
            return f"{keep.amount}%"
        case "amount":
            return format_amount(keep.amount, currency)
        case word:
            return word


def policy_pairs(policy: ChangePolicy, currency: str) -> Pairs:
    """The policy as the file writes it, windows in a line each."""
    pairs = _pairs(policy, currency)
    windows = [_window(each, currency) for each in policy.windows]
    yield from {**pairs, "windows": lines(windows)}.items()


def silent_policy() -> dict[str, Any]:
    """What the section means where the file has none of it."""
    policy = ChangePolicy()
    return {
        "enforced": policy.enforced,
        "no_change_after": fields.format_cut_off(policy.no_change_after),
        "windows": [
            {"until": fields.format_cut_off(each.until), "keep": each.keep.kind}
            for each in policy.windows
        ],
        "afterwards": policy.afterwards.kind,
    }


def inline_policy(policy: ChangePolicy, currency: str) -> Toml:
    """The same in one line, inside an appointment type."""
    return inline(**_pairs(policy, currency))


def _pairs(policy: ChangePolicy, currency: str) -> dict[str, Value]:
    return {
        "enforced": policy.enforced,
        "no_change_after": fields.format_cut_off(policy.no_change_after),
        "windows": [_window(each, currency) for each in policy.windows],
        "afterwards": format_keep(policy.afterwards, currency),
    }


def _window(window: Window, currency: str) -> Toml:
    until = fields.format_cut_off(window.until)
    return inline(until=until, keep=format_keep(window.keep, currency))


def _parse_windows(table: Section, currency: str) -> tuple[Window, ...]:
    rows = table.tables("windows", _LIKE)
    if len(rows) > MOST_WINDOWS:
        table.wrong("windows", f"at most {MOST_WINDOWS} windows")
    windows = [_parse_window(row, currency) for row in rows]
    for (earlier, later), row in zip(pairwise(windows), rows[1:], strict=True):
        if minutes_of(later.until) >= minutes_of(earlier.until):
            row.wrong("until", "a time shorter than that of the window before")
    return tuple(windows)


def minutes_of(length: CutOff) -> int:
    """A length of time in minutes, a day as 24 hours: to put lengths in order."""
    return length.amount * _MINUTES[length.unit]


def _parse_window(row: Section, currency: str) -> Window:
    until = row.parsed("until", fields.parse_cut_off)
    keep = row.parsed("keep", partial(parse_keep, currency=currency))
    row.close()
    return Window(until=until or _NO_TIME, keep=keep or Keep())
