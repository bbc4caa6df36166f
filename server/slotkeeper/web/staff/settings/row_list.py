"""/staff/{clinic}/settings/practitioners and the like: the rows, and their order."""

from typing import Any

from litestar import Response
from litestar.response import Redirect

from slotkeeper.domain.clinic_file import clinic_values
from slotkeeper.domain.clinic_file.parse_session import session_pairs
from slotkeeper.domain.location import Location
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.session import Session
from slotkeeper.services.staff.settings.draft import make_draft
from slotkeeper.services.staff.settings.save import SettingsStale, save_draft
from slotkeeper.web.formats import money_text
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.settings.session_words import Row, row_name
from slotkeeper.web.staff.settings.sheet import Sheet
from slotkeeper.web.staff.settings.sheet_show import saved_at
from slotkeeper.web.staff.settings.words import Words, named_rows, rows_of

_TEMPLATE = "settings/rows.html"


async def show_rows(staff: StaffVisit, sheet: Sheet, *, is_stale: bool = False) -> Response[Any]:
    """The rows in the clinic's order, which is that in which patients see them."""
    rows = [
        {
            "slug": each.slug,
            "name": row_name(staff.clinic, each),
            "about": _about(staff, each),
            "is_off": _is_off(each),
        }
        for each in rows_of(staff.clinic, sheet.table)
    ]
    context = {"sheet": sheet, "rows": rows, "is_stale": is_stale, "saved": await saved_at(staff)}
    return staff.show(_TEMPLATE, 409 if is_stale else 200, **context)


async def move_row(staff: StaffVisit, sheet: Sheet) -> Response[Any] | Redirect:
    """One row up or down, saved at once: the other button undoes it. Nothing where the list was
    changed since it was shown.
    """
    way, _, slug = staff.fields.get("do", "").partition(":")
    tree = clinic_values(staff.clinic)
    rows = tree.get(sheet.table, [])
    place = next((n for n, row in enumerate(rows) if row["slug"] == slug), None)
    if staff.fields.get("version") != str(staff.clinic.version) or place is None:
        return await show_rows(staff, sheet, is_stale=True)
    other = place - 1 if way == "up" else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    draft = make_draft(staff.clinic, tree)
    try:
        await save_draft(staff.toolbox.database, staff.actor, draft)
    except SettingsStale:
        return await show_rows(staff, sheet, is_stale=True)
    return staff.redirect(f"{staff.home}/settings/{sheet.section}?saved=1")


def _is_off(row: Row) -> bool:
    return not getattr(row, "enabled", True)


def _about(staff: StaffVisit, row: Row) -> str:
    """What tells it from the others, in one line."""
    if isinstance(row, Location):
        return row.address
    if isinstance(row, Practitioner):
        given = [k.name for k in staff.clinic.appointment_types if row.slug in k.practitioners]
        return ", ".join(given) or staff.text("settings.offers_nothing")
    if isinstance(row, Session):
        return _when(staff, row)
    price = money_text(row.price, staff.clinic.currency, staff.language)
    length = f"{row.minutes} {staff.text('settings.minutes')}"
    return f"{length} · {price} · {staff.text(f'option.patients.{row.patients}')}"


def _when(staff: StaffVisit, session: Session) -> str:
    """On which days, and for how many."""
    words = Words(staff.text, staff.language, named_rows(staff.clinic))
    pairs = session_pairs(session)
    key = "on" if session.on else "days"
    parts = [words.value(f"session.{session.slug}.{key}", [str(e) for e in pairs[key]])]
    if session.every_weeks > 1:
        parts.append(staff.text("settings.every_weeks", n=session.every_weeks))
    kind = next(each for each in staff.clinic.appointment_types if each.slug == session.kind)
    n = session.places or kind.places
    parts.append(staff.portal.texts.plural(staff.language, "session.places", n))
    return " · ".join(parts)
