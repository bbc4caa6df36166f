"""The settings' routes, all of them for owners; each calls one page."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.gate import NotThere
from slotkeeper.web.staff.roles import OWNERS
from slotkeeper.web.staff.settings.edit import Place
from slotkeeper.web.staff.settings.file_show import download_file, import_file, show_file
from slotkeeper.web.staff.settings.overview import overview
from slotkeeper.web.staff.settings.row_list import move_row, show_rows
from slotkeeper.web.staff.settings.row_remove import remove_row, show_removal
from slotkeeper.web.staff.settings.sheet import ROW_SHEETS, SHEETS, Sheet
from slotkeeper.web.staff.settings.sheet_show import show_sheet, update_sheet

_LARGEST = 4_000_000
"""Bytes of a form: terms of 100,000 letters, or a clinic file of a million, percent-encoded."""

_FORM = {**OWNERS, "most_fields": 5000}

Staff = NamedDependency[StaffVisit]
Answer = Response[Any] | Redirect


@get("/{clinic:str}/settings", opt=OWNERS)
async def show_settings(staff: Staff) -> Response[Any]:
    """All sections."""
    return staff.show("settings/overview.html", **await overview(staff))


@get("/{clinic:str}/settings/file", opt=OWNERS)
async def show_clinic_file(staff: Staff) -> Response[Any]:
    """Import and export."""
    return await show_file(staff)


@post("/{clinic:str}/settings/file", opt=_FORM, status_code=200, request_max_body_size=_LARGEST)
async def update_from_file(staff: Staff) -> Answer:
    """What a file would change, then the change."""
    return await import_file(staff)


@get("/{clinic:str}/settings/file/download", opt=OWNERS)
async def download_clinic(staff: Staff) -> Response[Any]:
    """The clinic as a file."""
    return download_file(staff)


@get("/{clinic:str}/settings/{section:str}", opt=OWNERS)
async def show_section(section: FromPath[str], staff: Staff) -> Response[Any]:
    """One form, or a list of rows."""
    sheet = _sheet(section)
    if sheet in ROW_SHEETS:
        return await show_rows(staff, sheet)
    return await show_sheet(staff, Place(sheet))


@post(
    "/{clinic:str}/settings/{section:str}",
    opt=_FORM,
    status_code=200,
    request_max_body_size=_LARGEST,
)
async def update_section(section: FromPath[str], staff: Staff) -> Answer:
    """Its effect, then saved; or another order of rows."""
    sheet = _sheet(section)
    if sheet in ROW_SHEETS:
        return await move_row(staff, sheet)
    return await update_sheet(staff, Place(sheet))


@get("/{clinic:str}/settings/new/{section:str}", opt=OWNERS)
async def show_new_row(section: FromPath[str], staff: Staff) -> Response[Any]:
    """The form of a row that is not there yet."""
    return await show_sheet(staff, Place(_row_sheet(section), None))


@post(
    "/{clinic:str}/settings/new/{section:str}",
    opt=_FORM,
    status_code=200,
    request_max_body_size=_LARGEST,
)
async def create_row(section: FromPath[str], staff: Staff) -> Answer:
    """Its effect, then added."""
    return await update_sheet(staff, Place(_row_sheet(section), None))


@get("/{clinic:str}/settings/{section:str}/{slug:str}", opt=OWNERS)
async def show_row(section: FromPath[str], slug: FromPath[str], staff: Staff) -> Response[Any]:
    """The form of a row."""
    return await show_sheet(staff, Place(_row_sheet(section), slug))


@post(
    "/{clinic:str}/settings/{section:str}/{slug:str}",
    opt=_FORM,
    status_code=200,
    request_max_body_size=_LARGEST,
)
async def update_row(section: FromPath[str], slug: FromPath[str], staff: Staff) -> Answer:
    """Its effect, then saved."""
    return await update_sheet(staff, Place(_row_sheet(section), slug))


@get("/{clinic:str}/settings/{section:str}/{slug:str}/remove", opt=OWNERS)
async def show_row_removal(
    section: FromPath[str], slug: FromPath[str], staff: Staff
) -> Response[Any]:
    """What removing it would do."""
    return await show_removal(staff, Place(_row_sheet(section), slug))


@post("/{clinic:str}/settings/{section:str}/{slug:str}/remove", opt=OWNERS, status_code=200)
async def delete_row(section: FromPath[str], slug: FromPath[str], staff: Staff) -> Answer:
    """Away with it."""
    return await remove_row(staff, Place(_row_sheet(section), slug))


SETTINGS_ROUTES = [
    show_settings,
    show_clinic_file,
    update_from_file,
    download_clinic,
    show_section,
    update_section,
    show_new_row,
    create_row,
    show_row,
    update_row,
    show_row_removal,
    delete_row,
]


def _sheet(section: str) -> Sheet:
    for each in (*SHEETS, *ROW_SHEETS):
        if each.section == section:
            return each
    raise NotThere


def _row_sheet(section: str) -> Sheet:
    sheet = _sheet(section)
    if sheet not in ROW_SHEETS:
        raise NotThere
    return sheet
