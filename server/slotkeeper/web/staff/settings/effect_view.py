"""The panel beside a form: what would change, what that does, and the button that saves it."""

import re
from itertools import takewhile
from typing import Any

from babel.numbers import format_decimal

from slotkeeper.services.staff.settings.consequences import Consequence
from slotkeeper.services.staff.settings.draft import Draft
from slotkeeper.services.staff.settings.effect import DAYS, Effect, find_effect
from slotkeeper.services.staff.time_off.affected import list_bookings
from slotkeeper.web.formats import long_day_text
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.settings.words import Words, named_rows
from slotkeeper.web.staff.time_off.affected_view import affected_view

_MOST_CHANGES = 60
_TIMELESS = re.compile(r"(notices|change_policy)\.|.*\.change_policy$|clinic\.booking_page$")
_LONG, _BEFORE_IT = 78, 24
"""Characters of a text that are shown, and so many of them before the first that differs."""


async def effect_view(staff: StaffVisit, draft: Draft, but: str = "") -> dict[str, Any]:
    """What the panel shows of a draft, without the consequence of that key."""
    effect = await find_effect(staff.toolbox.database, draft, staff.toolbox.clock())
    words = words_for(staff, draft)
    changes = list(draft.changes.items())
    return {
        "mark": draft.mark,
        "changes": [
            {"name": words.setting(key), **change_in_words(words, key, before, after)}
            for key, (before, after) in changes[:_MOST_CHANGES]
        ],
        "more": max(0, len(changes) - _MOST_CHANGES),
        "offered": _offered(staff, effect) if _may_offer(draft) else "",
        "types": [
            {"name": e.name, "before": _number(staff, e.before), "after": _number(staff, e.after)}
            for e in effect.types
        ],
        "consequences": [_said(staff, each) for each in effect.consequences if each.key != but],
        "bookings": await _bookings(staff, effect),
    }


async def _bookings(staff: StaffVisit, effect: Effect) -> dict[str, Any]:
    """Those that the consequences speak of, to be looked at before saving."""
    ids = [booking for each in effect.consequences for booking in each.bookings]
    found = await list_bookings(staff.toolbox.database, staff.clinic, ids)
    moments = Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
    return affected_view(moments, found)


def words_for(staff: StaffVisit, draft: Draft) -> Words:
    """Words that know the rows of both set-ups."""
    return Words(staff.text, staff.language, named_rows(draft.old, draft.new))


def change_in_words(words: Words, key: str, before: object, after: object) -> dict[str, str]:
    """What it was and is, only as far as they differ; of a list what left it and what joined it,
    "" for nothing.
    """
    if isinstance(before, str) and isinstance(after, str):
        before, after = _where_they_differ(before, after)
    if isinstance(before, list | None) and isinstance(after, list | None):
        before, after = before or [], after or []
        left, joined = ([e for e in a if e not in b] for a, b in ((before, after), (after, before)))
        if left or joined:
            said = {"before": left, "after": joined}
            return {name: words.value(key, rows) if rows else "" for name, rows in said.items()}
    return {"before": words.value(key, before), "after": words.value(key, after)}


def _where_they_differ(one: str, other: str) -> tuple[str, str]:
    """The beginnings of what differs in two long texts, with a little of what stands before it."""
    pairs = zip(one, other, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    begin = max(0, same - _BEFORE_IT)
    if max(len(one), len(other)) <= _LONG or not begin:
        return one, other
    return f"…{one[begin : begin + _LONG]}", f"…{other[begin : begin + _LONG]}"


def _may_offer(draft: Draft) -> bool:
    """Notices change no times, nor does what cancelling costs, nor where links lead."""
    return not all(_TIMELESS.match(key) for key in draft.changes)


def _offered(staff: StaffVisit, effect: Effect) -> str:
    count = _number(staff, effect.after)
    said = _plural(staff, "effect.offered", effect.after, count=count, days=DAYS)
    difference = effect.after - effect.before
    if not difference:
        return staff.text("effect.as_now", said=said)
    key = "effect.more" if difference > 0 else "effect.fewer"
    return staff.text(key, said=said, n=_number(staff, abs(difference)))


def _said(staff: StaffVisit, fact: Consequence) -> str:
    on = f"{long_day_text(fact.on, staff.language)} {fact.on.year}" if fact.on else ""
    if fact.n is None:
        return staff.text(fact.key, name=fact.name, on=on)
    is_of_trust = fact.key == "effect.trust_struck"
    name = staff.text(f"trust.step_{fact.name}") if is_of_trust else fact.name
    return _plural(staff, fact.key, fact.n, name=name)


def _number(staff: StaffVisit, n: int) -> str:
    return format_decimal(n, locale=staff.language.replace("-", "_"))


def _plural(staff: StaffVisit, key: str, n: int, **values: object) -> str:
    return staff.portal.texts.plural(staff.language, key, n, **values)
