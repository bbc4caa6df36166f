"""[trust]: rules, times to answer, texts (T2)."""

import re
from functools import partial

from slotkeeper.domain.clinic_file import fields
from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.prepayment import NO_PREPAYMENT, Prepayment
from slotkeeper.domain.trust import STEPS
from slotkeeper.domain.trust_rule import COUNTED, TrustRule, TrustSettings

MOST_RULES = 10
LONGEST_DAYS = 3650
LONGEST_ANSWER = 14 * 1440
"""Minutes that a booking may wait for an answer."""
LONGEST_WORDS = 500

_MINUTES = re.compile(r"([0-9]{1,5})([mhd])")
_UNIT = {"m": 1, "h": 60, "d": 1440}
_STANDARD = TrustSettings()


def parse_trust(table: Section, currency: str) -> TrustSettings:
    """The section as a value; what is wrong is reported, and the standard stands for it."""
    settings = TrustSettings(
        rules=_parse_rules(table),
        confirm_within=table.parsed("confirm_within", parse_minutes, _STANDARD.confirm_within),
        approve_within=table.parsed("approve_within", parse_minutes, _STANDARD.approve_within),
        prepay=table.parsed(
            "prepay_amount", partial(parse_amount_first, currency=currency), NO_PREPAYMENT
        ),
        call_text=table.long_text("call_text", LONGEST_WORDS),
        approve_text=table.long_text("approve_text", LONGEST_WORDS),
        confirm_text=table.long_text("confirm_text", LONGEST_WORDS),
    )
    table.close()
    return settings


def parse_minutes(text: str) -> int:
    """Minutes of "30m", "24h" or "2d"; ValueError says what was expected."""
    found = _MINUTES.fullmatch(text)
    minutes = int(found[1]) * _UNIT[found[2]] if found else 0
    if not 1 <= minutes <= LONGEST_ANSWER:
        raise ValueError('a time such as "30m", "24h" or "2d", at most "14d"')
    return minutes


def format_minutes(minutes: int) -> str:
    """Minutes as the file writes them: whole hours up to two days, then whole days."""
    if minutes % _UNIT["d"] == 0 and minutes > _UNIT["d"]:
        return f"{minutes // _UNIT['d']}d"
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"


def parse_amount_first(text: str, currency: str) -> Prepayment:
    """What is asked on the step "prepay": "full", "deposit 30.00" or "deposit 25%".

    Raises ValueError. A deposit above the price of a type means its price.
    """
    if text == "full":
        return NO_PREPAYMENT
    if text == "none":
        raise ValueError('"full", or a deposit such as "deposit 25%"')
    return fields.parse_deposit(text, currency)


def _parse_rules(table: Section) -> tuple[TrustRule, ...]:
    rows = table.tables("rules", '{ after = "no-shows", times = 2, step = "approve" }')
    if len(rows) > MOST_RULES:
        table.wrong("rules", f"at most {MOST_RULES} rules")
    return tuple(_parse_rule(row) for row in rows)


def _parse_rule(row: Section) -> TrustRule:
    if row.raw("after") is None:
        row.wrong("after", "one of " + ", ".join(f'"{each}"' for each in COUNTED))
    if row.raw("step") is None:
        row.wrong("step", "one of " + ", ".join(f'"{each}"' for each in STEPS[1:]))
    rule = TrustRule(
        after=row.choice("after", COUNTED, "no-shows"),
        times=row.number("times", 1, 100, 1),
        within_days=row.number("within_days", 1, LONGEST_DAYS, 365),
        step=row.choice("step", STEPS[1:], "prepay"),
        for_days=row.number("for_days", 0, LONGEST_DAYS, 0),
    )
    row.close()
    return rule
