"""Staff paint times in the calendar: offered online, or protected. Each stroke is a change of the
settings, drafted and saved as those are.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_change import plain
from slotkeeper.domain.clinic_file import clinic_values
from slotkeeper.domain.errors import Fact, PractitionerUnknown
from slotkeeper.domain.painting import (
    Stroke,
    add_offered,
    add_protected,
    erase_offered,
    erase_protected,
)
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.protected_time import ProtectedTime
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.settings.draft import Draft, make_draft
from slotkeeper.services.staff.settings.save import ACTION, SUBJECT, save_draft
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.audit import AuditEntry, find_audit

Brush = Literal["offered", "protected", "not_offered", "not_protected"]

BRUSHES: tuple[Brush, ...] = ("offered", "protected", "not_offered", "not_protected")
_PAINTED = ("offered", "protected")
_DATES = {"on", "first", "last", "except"}


class PaintUnknown(Fact):
    """Nothing that this member painted, or it was changed since: there is nothing to take back."""


class WantedPaint(Struct, frozen=True, kw_only=True):
    """`practitioner` is a slug; `like` says how a protected time is released."""

    practitioner: str
    brush: Brush
    stroke: Stroke
    like: ProtectedTime | None = None


async def paint(
    toolbox: Toolbox, actor: Actor, member: Member, clinic: Clinic, wanted: WantedPaint
) -> int:
    """The number under which it can be taken back, 0 where nothing had to be changed.

    Raises PractitionerUnknown, also for another's diary where only the own is open;
    ClinicFileWrong; SettingsStale where somebody else was quicker.
    """
    person = _whose(clinic, member, wanted.practitioner)
    painted = _painted(person, wanted)
    people = tuple(painted if each is person else each for each in clinic.practitioners)
    draft = make_draft(clinic, clinic_values(replace(clinic, practitioners=people)))
    if not draft.changes:
        return 0
    await save_draft(toolbox.database, actor, draft)
    return await _number_of(toolbox, actor, draft)


async def unpaint(
    toolbox: Toolbox, actor: Actor, member: Member, clinic: Clinic, change: int
) -> None:
    """As it was before that stroke of the same person. Raises PaintUnknown, SettingsStale."""
    entries = await find_audit(toolbox.database, clinic.id, SUBJECT)
    entry = next((each for each in entries if each.id == change), None)
    if entry is None or entry.staff_id != actor.staff_id or entry.action != ACTION:
        raise PaintUnknown
    await save_draft(toolbox.database, actor, _without(clinic, member, entry))


def _painted(person: Practitioner, wanted: WantedPaint) -> Practitioner:
    stroke, like = wanted.stroke, wanted.like
    if wanted.brush == "offered":
        return replace(person, offered=add_offered(person.offered, stroke))
    if wanted.brush == "not_offered":
        return replace(person, offered=erase_offered(person.offered, stroke))
    if wanted.brush == "protected" and like is not None:
        return replace(person, protected=add_protected(person.protected, stroke, like))
    return replace(person, protected=erase_protected(person.protected, stroke))


def _whose(clinic: Clinic, member: Member, slug: str) -> Practitioner:
    person = clinic.practitioner(slug)
    if not member.may_see_diary(person.id):
        raise PractitionerUnknown(slug)
    return person


async def _number_of(toolbox: Toolbox, actor: Actor, draft: Draft) -> int:
    """Of the entry in the audit log that the change has just made."""
    changes = {name: (plain(old), plain(new)) for name, (old, new) in draft.changes.items()}
    entries = await find_audit(toolbox.database, actor.clinic_id, SUBJECT, limit=20)
    return next((e.id for e in entries if e.staff_id == actor.staff_id and e.details == changes), 0)


def _without(clinic: Clinic, member: Member, entry: AuditEntry) -> Draft:
    tree = clinic_values(clinic)
    rows: dict[str, dict[str, Any]] = {row["slug"]: row for row in tree.get("practitioner", [])}
    for name, (before, after) in entry.details.items():
        table, slug, key = (*name.split("."), "", "")[:3]
        if table != "practitioner" or key not in _PAINTED or slug not in rows:
            raise PaintUnknown
        _whose(clinic, member, slug)
        if plain(rows[slug].get(key)) != after:
            raise PaintUnknown
        rows[slug].pop(key, None)
        if isinstance(before, list):
            rows[slug][key] = [_with_dates(each) for each in before]
    return make_draft(clinic, tree)


def _with_dates(row: Mapping[str, Any]) -> dict[str, Any]:
    """What JSON made texts of."""
    return {key: _date(value) if key in _DATES else value for key, value in row.items()}


def _date(value: str | list[str]) -> date | list[date]:
    if isinstance(value, str):
        return date.fromisoformat(value)
    return [date.fromisoformat(each) for each in value]
