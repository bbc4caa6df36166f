"""The audit log in pages, on either engine."""

from collections.abc import Sequence

import pytest

from slotkeeper.storage.audit import AuditEntry, insert_audit
from slotkeeper.storage.audit_log import (
    NOBODY,
    LogFilter,
    find_bookings_of_refunds,
    find_everybody,
    find_log,
    find_named_bookings,
    find_patient_names,
)
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.membership import delete_member, insert_member
from slotkeeper.storage.staff import insert_staff
from tests.storage.booked import Books, open_books

pytestmark = pytest.mark.req("A1")


@pytest.fixture
async def books(database: Database) -> Books:
    return await open_books(database)


async def hire(books: Books, name: str) -> int:
    async def job(tx: Transaction) -> int:
        staff = await insert_staff(tx, f"{name}@harbour.example", name, "x", 50)
        await insert_member(tx, staff.id, books.clinic.id, "owner", None)
        return staff.id

    return await books.database.write(job)


async def write(books: Books, *entries: tuple[str, str, int, int, int | None]) -> None:
    """Action, subject, its number, when, by whom."""

    async def job(tx: Transaction) -> None:
        for action, subject, number, at, who in entries:
            entry = AuditEntry(
                clinic_id=books.clinic.id,
                staff_id=who,
                at=at,
                action=action,
                subject=subject,
                subject_id=number,
            )
            await insert_audit(tx, entry)

    await books.database.write(job)


async def found(books: Books, most: int = 100, **wanted: object) -> Sequence[str]:
    asked = LogFilter(**wanted)  # type: ignore[arg-type]
    return [each.action for each in await find_log(books.database, books.clinic.id, asked, most)]


async def test_each_filter_leaves_what_fits_the_newest_first(books: Books) -> None:
    robin = await hire(books, "robin")
    await write(
        books,
        ("moved", "booking", 1, 100, robin),
        ("patient_seen", "patient", 1, 110, robin),
        ("booking_viewed", "booking", 2, 120, None),
        ("set", "setting", 0, 130, None),
    )
    assert await found(books) == ["set", "booking_viewed", "patient_seen", "moved"]
    assert await found(books, staff_id=robin) == ["patient_seen", "moved"]
    assert await found(books, staff_id=NOBODY) == ["set", "booking_viewed"]
    assert await found(books, subjects=("setting", "patient")) == ["set", "patient_seen"]
    assert await found(books, subjects=("booking",), subject_id=1) == ["moved"]
    assert await found(books, begins=110, ends=130) == ["booking_viewed", "patient_seen"]
    assert await found(books, with_views=False) == ["set", "moved"]


async def test_pages_follow_each_other_through_one_second(books: Books) -> None:
    await write(books, *((f"did {n}", "booking", n, 100, None) for n in range(5)))
    entries = await find_log(books.database, books.clinic.id, LogFilter(), 2)
    last = entries[-1]
    assert await found(books, 2, after=(last.at, last.id)) == ["did 2", "did 1"]


async def test_who_left_can_still_be_asked_for(books: Books) -> None:
    robin, kit = await hire(books, "robin"), await hire(books, "kit")
    await write(books, ("staff_joined", "staff", kit, 100, robin))
    await books.database.write(lambda tx: delete_member(tx, books.clinic.id, kit))
    assert await find_everybody(books.database, books.clinic.id) == {kit: "kit", robin: "robin"}


@pytest.mark.req("R5")
async def test_names_are_those_of_this_clinic_only(books: Books) -> None:
    database, here = books.database, books.clinic.id
    patient = await books.patient("Ada", "Example")
    booking = await books.booking(patient, reference="K7M2QXA")
    [named] = (await find_named_bookings(database, here, [booking, 999])).values()
    assert (named.patient, named.reference) == ("Ada Example", "K7M2QXA")
    assert await find_patient_names(database, here, {patient}) == {patient: "Ada Example"}
    for nothing in (
        await find_named_bookings(database, here + 1, [booking]),
        await find_patient_names(database, here + 1, [patient]),
        await find_named_bookings(database, here, []),
        await find_patient_names(database, here, []),
        await find_bookings_of_refunds(database, here, [1]),
    ):
        assert nothing == {}
