"""/staff/{clinic}/settings/…/{row}/remove: what that would do, then away with it."""

from typing import Any

from litestar import Response
from litestar.response import Redirect

from slotkeeper.domain.clinic_file import ClinicFileWrong, clinic_values
from slotkeeper.services.staff.settings.draft import Draft, make_draft
from slotkeeper.services.staff.settings.save import SettingsStale, save_draft
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.settings.edit import Place
from slotkeeper.web.staff.settings.effect_view import effect_view
from slotkeeper.web.staff.settings.session_words import OF_TABLE, row_name
from slotkeeper.web.staff.settings.sheet_view import sheet_view

_TEMPLATE = "settings/remove.html"


async def show_removal(staff: StaffVisit, place: Place, status: int = 200) -> Response[Any]:
    """What goes with it and what stays. Raises RowUnknown."""
    place.values(clinic_values(staff.clinic))
    works_there = _who_works_there(staff, place)
    draft = None if works_there else _draft(staff, place)
    return staff.show(
        _TEMPLATE,
        status,
        **sheet_view(staff, place),
        place=place,
        sheet=place.sheet,
        works_there=works_there,
        effect=await effect_view(staff, draft) if draft else None,
        is_again=status != 200,  # noqa: PLR2004 - all is well
    )


async def remove_row(staff: StaffVisit, place: Place) -> Response[Any] | Redirect:
    """Retired, not deleted: its bookings stay. Raises RowUnknown."""
    place.values(clinic_values(staff.clinic))
    draft = None if _who_works_there(staff, place) else _draft(staff, place)
    if draft is None or staff.fields.get("seen") != draft.mark:
        return await show_removal(staff, place, 409)
    try:
        await save_draft(staff.toolbox.database, staff.actor, draft)
    except SettingsStale:
        return await show_removal(staff, place, 409)
    return staff.redirect(f"{staff.home}/settings/{place.sheet.section}?saved=1")


def _draft(staff: StaffVisit, place: Place) -> Draft | None:
    tree = clinic_values(staff.clinic)
    table, slug = place.sheet.table, place.slug
    tree[table] = [row for row in tree[table] if row["slug"] != slug]
    if table == "practitioner":
        for kind in tree.get("appointment_type", []):
            kind["practitioners"] = [each for each in kind["practitioners"] if each != slug]
    said_as = next((key for key, of in OF_TABLE.items() if of == table != "location"), "")
    tree["session"] = [row for row in tree.get("session", []) if row.get(said_as) != slug]
    if table == "location" and not tree[table]:
        _name_no_place(tree)
    try:
        return make_draft(staff.clinic, tree)
    except ClinicFileWrong:
        return None


def _name_no_place(tree: dict[str, Any]) -> None:
    """Without places, hours name none."""
    for person in tree.get("practitioner", []):
        dated = [hours for each in person.get("exceptions", []) for hours in each["hours"]]
        for hours in (*person["hours"], *dated):
            hours.pop("location", None)
    for session in tree.get("session", []):
        session.pop("location", None)


def _who_works_there(staff: StaffVisit, place: Place) -> list[str]:
    """The names of those whose hours, and of the sessions that name that place, while there is
    another one.
    """
    clinic, slug = staff.clinic, place.slug
    if place.sheet.table != "location" or len(clinic.locations) == 1:
        return []
    return [
        each.name
        for each in clinic.practitioners
        if slug in {weekly.hours.location for weekly in each.weekly}
        or slug in {hours.location for dated in each.exceptions for hours in dated.hours}
    ] + [row_name(clinic, each) for each in clinic.sessions if each.location == slug]
