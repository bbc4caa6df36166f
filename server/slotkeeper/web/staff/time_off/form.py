"""The form for a stretch of time off: read, drafted, its effect shown, saved."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from slotkeeper.domain.clinic_file import ClinicFileWrong, clinic_values
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.services.staff.calendar import visible_practitioners
from slotkeeper.services.staff.settings.draft import Draft, make_draft
from slotkeeper.services.staff.settings.save import SettingsStale, save_draft
from slotkeeper.services.staff.time_off.affected import find_affected
from slotkeeper.services.staff.time_off.change import (
    LONGEST_CLOSED,
    Row,
    Values,
    with_changed,
    with_closed,
    with_time_off,
)
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.settings.effect_view import effect_view
from slotkeeper.web.staff.time_off.affected_view import affected_view

ALL = "all"
"""Instead of a practitioner: the clinic is closed."""


@dataclass(kw_only=True)
class OffForm:
    """`values` are the clinic's as they would be; `draft` is None while something is wrong."""

    values: Values | None = None
    draft: Draft | None = None
    problems: dict[str, str] = field(default_factory=dict)
    is_stale: bool = False


def may_close(staff: StaffVisit) -> bool:
    """Whether the member may close the clinic for everybody."""
    return staff.member.role != "practitioner"


def people_of(staff: StaffVisit) -> list[Practitioner]:
    """Whose time off the member may plan."""
    return [each for each in visible_practitioners(staff.clinic, staff.member) if each.enabled]


def read_new(staff: StaffVisit) -> OffForm:
    """A stretch more: of a practitioner, or of everybody."""
    who, form = staff.fields.get("who", ""), OffForm()
    if who == ALL and may_close(staff):
        return _read_closed(staff)
    if who not in {each.slug for each in people_of(staff)}:
        form.problems["who"] = staff.text("wrong.practitioner")
        return form
    form.values = with_time_off(clinic_values(staff.clinic), who, _row(staff))
    return _drafted(staff, form)


def read_changed(staff: StaffVisit, slug: str, number: int) -> OffForm:
    """Another stretch instead of that one."""
    values = with_changed(clinic_values(staff.clinic), slug, number, _row(staff))
    return _drafted(staff, OffForm(values=values))


def read_removed(staff: StaffVisit, slug: str, number: int) -> OffForm:
    """That one no more."""
    values = with_changed(clinic_values(staff.clinic), slug, number, None)
    return _drafted(staff, OffForm(values=values))


def draft_of(staff: StaffVisit, values: Values) -> OffForm:
    """Any change of the clinic's values."""
    return _drafted(staff, OffForm(values=values))


async def try_save(staff: StaffVisit, form: OffForm) -> bool:
    """Save what was seen and is asked to be saved; False where there is something to look at."""
    seen = form.draft and staff.fields.get("seen") == form.draft.mark
    if staff.fields.get("do") != "save" or not form.draft or not seen:
        return False
    try:
        await save_draft(staff.toolbox.database, staff.actor, form.draft)
    except SettingsStale:
        form.is_stale = True
        return False
    return True


async def effect_context(staff: StaffVisit, form: OffForm) -> dict[str, Any]:
    """For time_off/effect.html: what would change, and which bookings lie in it."""
    draft, moments = form.draft, moments_of(staff)
    changes = draft if draft and draft.changes else None
    affected = None
    if changes:
        found = await find_affected(
            staff.toolbox.database, changes.new, staff.member.only_diary, moments.now, changes.old
        )
        affected = affected_view(moments, found)
    return {
        "effect": await effect_view(staff, changes) if changes else None,
        "lying": affected,
        "is_checked": bool(draft),
        "is_again": bool(changes and staff.fields.get("do") == "save"),
        "problems": form.problems,
        "elsewhere": [staff.text("settings.stale_now")] if form.is_stale else [],
        "wrong": [],
        "theirs": [],
    }


def _read_closed(staff: StaffVisit) -> OffForm:
    form = OffForm()
    days: dict[str, date] = {}
    for name, given in (("from", "from"), ("to", "to" if staff.fields.get("to") else "from")):
        try:
            days[name] = date.fromisoformat(staff.fields.get(given, "").strip())
        except ValueError:
            form.problems[given] = staff.text("wrong.day")
    if staff.fields.get("every"):
        form.problems["every"] = staff.text("time_off.closed_only_once")
    if len(days) == 2:  # noqa: PLR2004 - first and last
        length = (days["to"] - days["from"]).days
        if not 0 <= length < LONGEST_CLOSED:
            form.problems["to"] = staff.text("time_off.closed_too_long", days=LONGEST_CLOSED)
    if form.problems:
        return form
    form.values = with_closed(clinic_values(staff.clinic), days["from"], days["to"])
    return _drafted(staff, form)


def _row(staff: StaffVisit) -> Row:
    """As the file has it; what is no date stays a text, and is refused as such."""
    typed = {name: staff.fields.get(name, "").strip() for name in ("from", "to", "every", "until")}
    typed["to"] = typed["to"] or typed["from"]
    row: dict[str, Any] = {name: _day(typed[name]) for name in ("from", "to")}
    if typed["every"]:
        row["every"] = typed["every"]
        if typed["until"]:
            row["until"] = _day(typed["until"])
    return row


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _drafted(staff: StaffVisit, form: OffForm) -> OffForm:
    if form.values is None:
        return form
    try:
        form.draft = make_draft(staff.clinic, form.values)
    except ClinicFileWrong as wrong:
        for problem in wrong.problems:
            name = str(problem.path[-1]) if problem.path else "from"
            said = staff.text("settings.enter", expected=problem.expected)
            form.problems.setdefault(name, said)
    return form
