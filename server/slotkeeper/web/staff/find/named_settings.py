"""Settings by their names, for who may change them: a section, one question of it, or a row."""

from collections.abc import Iterator

from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.find.hit import Hit, begin_words
from slotkeeper.web.staff.settings.session_words import row_name
from slotkeeper.web.staff.settings.sheet import ROW_SHEETS, SHEETS, Sheet
from slotkeeper.web.staff.settings.words import rows_of


def find_settings(staff: StaffVisit, text: str) -> list[Hit]:
    """Those whose names' words begin with the words of a text, in the order of the pages."""
    if staff.member.role != "owner":
        return []
    return [each for each in _all(staff) if begin_words(text, each.name, each.about)]


def _all(staff: StaffVisit) -> Iterator[Hit]:
    settings, is_online = f"{staff.home}/settings", staff.clinic.online_booking.enabled
    for sheet in SHEETS:
        if is_online or not sheet.is_online or sheet.key == "online_booking":
            yield from _of_sheet(staff, sheet, f"{settings}/{sheet.section}", "#q-")
    for sheet in ROW_SHEETS:
        address = f"{settings}/{sheet.section}"
        yield from _of_sheet(staff, sheet, address)
        about = staff.text(f"section.{sheet.key}")
        for row in rows_of(staff.clinic, sheet.table):
            yield Hit(f"{address}/{row.slug}", row_name(staff.clinic, row), about)
    yield Hit(f"{settings}/file", staff.text("section.file"))


def _of_sheet(staff: StaffVisit, sheet: Sheet, address: str, anchor: str = "") -> Iterator[Hit]:
    """Questions about rows are asked of each row, so that they lead to the list of rows."""
    section = staff.text(f"section.{sheet.key}")
    yield Hit(address, section)
    for each in sheet.answers:
        name = staff.text(f"setting.{sheet.table}.{each.key}")
        yield Hit(f"{address}{anchor}{each.key}" if anchor else address, name, section)
