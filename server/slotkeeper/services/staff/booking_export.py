"""A clinic's bookings as a file for a spreadsheet, page by page (RFC 4180, UTF-8 with BOM)."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Sequence

from msgspec.structs import replace

from slotkeeper.domain.booking_list import BookingFilter, ListedBooking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.local_time import local_text
from slotkeeper.domain.money import format_amount
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.booking_list import BookingPage, list_bookings
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.set_up_names import Parts

PAGE = 500
COLUMNS = (
    "reference",
    "state",
    "date",
    "start",
    "end",
    "time_zone",
    "practitioner",
    "type",
    "location",
    "first_name",
    "last_name",
    "email",
    "phone",
    "birth_date",
    "made_at",
    "made_by",
    "flags",
    "paid",
    "refunded",
    "due",
    "currency",
    "note",
)
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BOM = b"\xef\xbb\xbf"


async def export_bookings(
    toolbox: Toolbox,
    member: Member,
    clinic: Clinic,
    wanted: BookingFilter,
    word: Callable[[str], str],
) -> AsyncIterator[bytes]:
    """The file in pieces; that it was asked for is written down. `word` gives the words of keys
    such as "column.reference", "state.confirmed", "made_by.patient", "flag.new_but_known".

    Raises, before the first piece, what `list_bookings` does.
    """
    wanted = replace(wanted, after=None)
    page = await list_bookings(toolbox, member, clinic, wanted, PAGE)
    actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=toolbox.clock())
    await toolbox.database.write(
        lambda tx: note(tx, actor, "bookings_exported", "clinic", clinic.id)
    )
    return _pieces(toolbox, member, clinic, wanted, page, word)


async def _pieces(
    toolbox: Toolbox,
    member: Member,
    clinic: Clinic,
    wanted: BookingFilter,
    page: BookingPage,
    word: Callable[[str], str],
) -> AsyncIterator[bytes]:
    yield _BOM + csv_lines([[word(f"column.{name}") for name in COLUMNS]])
    while True:
        yield csv_lines([_cells(row, page.parts, clinic, word) for row in page.bookings])
        if page.after is None:
            return
        page = await list_bookings(toolbox, member, clinic, replace(wanted, after=page.after), PAGE)


def csv_lines(rows: Sequence[Sequence[str]]) -> bytes:
    """Lines of a file that no spreadsheet takes for formulas: where a cell would begin one, a quote
    comes before it (OWASP, CSV injection).
    """
    lines = io.StringIO()
    csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
        [_inert(cell) for cell in row] for row in rows
    )
    return lines.getvalue().encode()


def _inert(cell: str) -> str:
    plain = cell.replace("\0", "")
    # Some spreadsheets overlook what cannot be seen before a formula.
    first_seen = next((each for each in plain if each.isprintable() and each != " "), "")
    begins = plain.startswith(_BEGINS_FORMULA) or first_seen in _BEGINS_FORMULA
    return f"'{plain}" if begins else plain


def _cells(
    row: ListedBooking, parts: Parts, clinic: Clinic, word: Callable[[str], str]
) -> list[str]:
    date, start = local_text(row.starts_at, clinic.time_zone).split("T")
    place = parts.locations.get(row.location_id or 0)
    payment = row.payment
    return [
        row.reference,
        word(f"state.{'unpaid' if row.is_unpaid else row.state}"),
        date,
        start,
        local_text(row.ends_at, clinic.time_zone).split("T")[1],
        clinic.time_zone,
        parts.practitioners[row.practitioner_id].name,
        parts.appointment_types[row.appointment_type_id].name,
        place.name if place else "",
        row.first_name,
        row.last_name,
        row.email,
        row.phone,
        row.birth_date or "",
        local_text(row.made_at, clinic.time_zone).replace("T", " "),
        word(f"made_by.{'patient' if row.made_by is None else 'staff'}"),
        ", ".join(word(f"flag.{flag}") for flag in row.flags.split()),
        format_amount(payment.received, payment.currency) if payment else "",
        format_amount(payment.refunded, payment.currency) if payment else "",
        format_amount(payment.at_clinic, payment.currency) if payment and row.is_owed else "",
        payment.currency if payment else "",
        row.note,
    ]
