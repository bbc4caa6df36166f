"""The panel beside a form: what would change, what that does, and the button that saves it."""

from typing import Any

from babel.numbers import format_decimal

from slotkeeper.domain.clinic_change import plain
from slotkeeper.services.staff.settings.consequences import Consequence
from slotkeeper.services.staff.settings.draft import Draft
from slotkeeper.services.staff.settings.effect import DAYS, Effect, find_effect
from slotkeeper.web.formats import long_day_text
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.settings.words import Words, named_rows

_MOST_CHANGES = 60


async def effect_view(staff: StaffVisit, draft: Draft) -> dict[str, Any]:
    """What the panel shows of a draft."""
    effect = await find_effect(staff.toolbox.database, draft, staff.toolbox.clock())
    words = words_for(staff, draft)
    changes = list(draft.changes.items())
    return {
        "mark": draft.mark,
        "changes": [
            {
                "name": words.setting(key),
                "before": words.value(key, plain(before)),
                "after": words.value(key, plain(after)),
            }
            for key, (before, after) in changes[:_MOST_CHANGES]
        ],
        "more": max(0, len(changes) - _MOST_CHANGES),
        "offered": _offered(staff, effect),
        "types": [
            {"name": e.name, "before": _number(staff, e.before), "after": _number(staff, e.after)}
            for e in effect.types
        ],
        "consequences": [_said(staff, each) for each in effect.consequences],
    }


def words_for(staff: StaffVisit, draft: Draft) -> Words:
    """Words that know the rows of both set-ups."""
    return Words(staff.text, staff.language, named_rows(draft.old, draft.new))


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
