"""/staff/{clinic}/settings/…: one form, its effect, and saving it."""

from typing import Any

from litestar import Response
from litestar.response import Redirect

from slotkeeper.services.staff.settings.save import SettingsStale, find_last_change, save_draft
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.load_view import load_view
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.settings.edit import Place
from slotkeeper.web.staff.settings.effect_view import effect_view
from slotkeeper.web.staff.settings.form import SheetForm, fresh_form, sent_form
from slotkeeper.web.staff.settings.policy_view import policy_view
from slotkeeper.web.staff.settings.sheet_view import sheet_view

_TEMPLATE, _PANEL = "settings/sheet.html", "settings/effect.html"
_JUST_NOW_SECONDS = 3600


async def show_sheet(staff: StaffVisit, place: Place) -> Response[Any]:
    """The settings as they stand. Raises RowUnknown."""
    return await _show(staff, fresh_form(staff, place))


async def update_sheet(staff: StaffVisit, place: Place) -> Response[Any] | Redirect:
    """What was typed: its effect, or saved where that was seen. Raises RowUnknown."""
    form = sent_form(staff, place)
    if staff.request.headers.get("hx-request"):
        return staff.show(_PANEL, **await _context(staff, form))
    seen = form.draft and staff.fields.get("seen") == form.draft.mark
    if staff.fields.get("do") == "save" and form.draft and seen and form.draft.changes:
        try:
            await save_draft(staff.toolbox.database, staff.actor, form.draft)
        except SettingsStale:
            form.elsewhere.append(staff.text("settings.stale_now"))
        else:
            return staff.redirect(f"{address(staff, place)}?saved=1")
    return await _show(staff, form)


def address(staff: StaffVisit, place: Place) -> str:
    """Where a sheet is read; for a new row, the list in which it is found."""
    section = f"{staff.home}/settings/{place.sheet.section}"
    return f"{section}/{place.slug}" if place.slug else section


async def saved_at(staff: StaffVisit) -> str:
    """The time of the last change for a page that is shown after one, else ""."""
    if "saved" not in staff.request.query_params:
        return ""
    last = await find_last_change(staff.toolbox.database, staff.clinic.id)
    now = staff.toolbox.clock()
    if last is None or last.staff_id != staff.person.id or now - last.at > _JUST_NOW_SECONDS:
        return ""
    return Moments(staff.clinic.time_zone, staff.language, now).time(last.at)


async def _show(staff: StaffVisit, form: SheetForm) -> Response[Any]:
    status = 409 if form.is_stale else 422 if form.problems or form.elsewhere else 200
    return staff.show(_TEMPLATE, status, **await _context(staff, form))


async def _context(staff: StaffVisit, form: SheetForm) -> dict[str, Any]:
    draft = form.draft
    return {
        **sheet_view(staff, form.place),
        **form.context(),
        "effect": await effect_view(staff, draft) if draft and draft.changes else None,
        "is_checked": bool(draft),
        "is_again": bool(draft and draft.changes and staff.fields.get("do") == "save"),
        "saved": await saved_at(staff),
        "policy": _policy(staff, form),
        "load": await load_view(staff, form.place),
    }


def _policy(staff: StaffVisit, form: SheetForm) -> dict[str, Any] | None:
    """As it would be; as it is where nothing was typed yet."""
    if form.problems or form.elsewhere:
        return None
    return policy_view(staff, form.place, form.draft.new if form.draft else staff.clinic)
