"""/staff/{clinic}/settings/file: the clinic file, read into this clinic or taken away."""

from typing import Any

from litestar import Response
from litestar.response import Redirect

from slotkeeper.domain.clinic_file import ClinicFileWrong, write_clinic
from slotkeeper.services.staff.settings.draft import AnotherClinic, Draft, draft_from_file
from slotkeeper.services.staff.settings.save import SettingsStale, save_draft
from slotkeeper.web.staff.door import PRIVATE, StaffVisit
from slotkeeper.web.staff.settings.effect_view import effect_view
from slotkeeper.web.staff.settings.sheet_show import saved_at

_TEMPLATE = "settings/file.html"
_MOST_PROBLEMS = 50


async def show_file(staff: StaffVisit) -> Response[Any]:
    """Where a file is pasted, and where it is had."""
    return await _show(staff, 200, saved=await saved_at(staff))


async def import_file(staff: StaffVisit) -> Response[Any] | Redirect:
    """What would change, or changed where that was seen."""
    text = staff.fields.get("file", "").replace("\r\n", "\n")
    try:
        draft = draft_from_file(staff.clinic, text)
    except ClinicFileWrong as wrong:
        said = [str(each) for each in wrong.problems]
        return await _show(staff, 422, file=text, wrong=said[:_MOST_PROBLEMS], count=len(said))
    except AnotherClinic as another:
        said = [staff.text("settings.another_clinic", slug=another, here=staff.clinic.slug)]
        return await _show(staff, 422, file=text, wrong=said, count=1)
    asked = staff.fields.get("do") == "save"
    if asked and draft.changes and staff.fields.get("seen") == draft.mark:
        try:
            await save_draft(staff.toolbox.database, staff.actor, draft)
        except SettingsStale:
            return await _show(staff, 409, draft, file=text, is_again=True)
        return staff.redirect(f"{staff.home}/settings/file?saved=1")
    is_again = asked and bool(draft.changes)
    return await _show(staff, 200, draft, file=text, is_again=is_again)


def download_file(staff: StaffVisit) -> Response[Any]:
    """The clinic as a file."""
    name = f"{staff.clinic.slug}.toml"
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
    text = write_clinic(staff.clinic)
    return Response(text, media_type="application/toml", headers=headers)


async def _show(
    staff: StaffVisit,
    status: int,
    draft: Draft | None = None,
    **context: Any,  # noqa: ANN401 - what the template shows
) -> Response[Any]:
    given = {"file": "", "wrong": [], "count": 0, "saved": "", "is_again": False, **context}
    return staff.show(
        _TEMPLATE,
        status,
        effect=await effect_view(staff, draft) if draft and draft.changes else None,
        is_checked=bool(draft),
        **given,
    )
