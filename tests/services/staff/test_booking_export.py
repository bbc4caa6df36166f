"""Bookings as a file for a spreadsheet."""

import csv
import io

import pytest

from slotkeeper.domain.booking_list import BookingFilter
from slotkeeper.domain.errors import PractitionerUnknown
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff import booking_export
from slotkeeper.services.staff.booking_export import COLUMNS, csv_lines, export_bookings
from slotkeeper.storage.audit import find_audit
from tests.services.desk import NINE, Desk
from tests.services.staff.test_booking_list import book_many, member


async def export(desk: Desk, **wanted: object) -> tuple[list[dict[str, str]], list[bytes]]:
    clinic = await get_clinic(desk.database, desk.slug)
    owner = await member(desk)
    filter_ = BookingFilter(**wanted)  # type: ignore[arg-type]
    pieces = await export_bookings(desk.toolbox, owner, clinic, filter_, str)
    file = [piece async for piece in pieces]
    return list(csv.DictReader(io.StringIO(b"".join(file).decode("utf-8-sig")))), file


async def test_a_row_has_the_clinics_local_times(desk: Desk) -> None:
    booking = await desk.book(note="Ring, twice\nplease")
    [row], file = await export(desk)
    assert list(row) == [f"column.{name}" for name in COLUMNS]
    assert row["column.reference"] == booking.reference
    assert (row["column.date"], row["column.start"]) == ("2027-01-05", "09:00")
    assert (row["column.end"], row["column.time_zone"]) == ("09:30", "Australia/Sydney")
    assert row["column.made_at"] == "2027-01-04 08:00"
    assert row["column.practitioner"] == "Sam Lee"
    assert row["column.note"] == "Ring, twice\nplease"
    assert row["column.state"] == "state.confirmed"
    assert b"".join(file).startswith(b"\xef\xbb\xbf")


async def test_the_file_comes_in_pages_and_is_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booking_export, "PAGE", 2)
    ids = await book_many(desk, 5)
    rows, file = await export(desk, after=(1, 1))
    assert len(rows) == len(ids)
    assert len(file) == 1 + 3
    assert len({row["column.reference"] for row in rows}) == 5


async def test_no_bookings_are_a_line_of_headings(desk: Desk) -> None:
    rows, file = await export(desk)
    assert rows == []
    assert b"".join(file).endswith(b'"\r\n')


@pytest.mark.parametrize(
    "cell", ["=1+1", "+61", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n=1", "\0=1"]
)
def test_no_cell_begins_a_formula(cell: str) -> None:
    [[read]] = csv.reader(io.StringIO(csv_lines([[cell]]).decode(), newline=""))
    assert read == "'" + cell.replace("\0", "")


@pytest.mark.parametrize("cell", ["", "plain", "1-2", 'a "b", c', "two\r\nlines", "Zoë 😀"])
def test_other_cells_are_kept_as_they_are(cell: str) -> None:
    [[read]] = csv.reader(io.StringIO(csv_lines([[cell]]).decode(), newline=""))
    assert read == cell


def test_quotes_are_doubled_and_lines_end_as_rfc_4180_says() -> None:
    assert csv_lines([["a", 'b"c'], ["d", "e"]]) == b'"a","b""c"\r\n"d","e"\r\n'


async def test_names_that_are_formulas_are_inert(desk: Desk) -> None:
    await desk.book(first_name="=HYPERLINK", last_name="@Example")
    [row], _ = await export(desk)
    assert (row["column.first_name"], row["column.last_name"]) == ("'=HYPERLINK", "'@Example")
    assert row["column.phone"] == "'+61255501234"


@pytest.mark.req("A1")
async def test_that_it_was_asked_for_is_written_down(desk: Desk) -> None:
    await desk.book()
    await export(desk)
    clinic = await get_clinic(desk.database, desk.slug)
    [entry, *_] = await find_audit(desk.database, clinic.id, "clinic", clinic.id)
    assert entry.action == "bookings_exported"
    assert entry.staff_id


async def test_a_practitioner_gets_own_bookings_only(desk: Desk) -> None:
    sam = await member(desk, "practitioner", "sam-lee")
    clinic = await get_clinic(desk.database, desk.slug)
    own = await desk.book()
    foreign = await desk.confirm(await desk.place(NINE + 1800, practitioner="ana-costa"))
    pieces = await export_bookings(desk.toolbox, sam, clinic, BookingFilter(), str)
    text = b"".join([piece async for piece in pieces]).decode()
    assert own.reference in text
    assert foreign.reference not in text
    other = BookingFilter(practitioner_id=foreign.practitioner_id)
    with pytest.raises(PractitionerUnknown):
        await export_bookings(desk.toolbox, sam, clinic, other, str)
