"""The audit log: what was done, by whom, at which clinic."""

import pytest

from slotkeeper.domain.clinic_file import parse_clinic
from slotkeeper.storage.audit import (
    AuditEntry,
    find_audit,
    insert_audit,
    insert_audit_of_own_account,
)
from slotkeeper.storage.clinic import save_clinic
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.membership import insert_member
from slotkeeper.storage.staff import insert_staff
from tests.services.desk import FILE

pytestmark = pytest.mark.req("A1")


@pytest.fixture
async def clinics(database: Database) -> tuple[int, int]:
    """The ids of two clinics."""

    async def make(tx: Transaction) -> tuple[int, int]:
        other = FILE.replace('"harbour-physio"', '"corner-physio"')
        return await save_clinic(tx, parse_clinic(FILE)), await save_clinic(tx, parse_clinic(other))

    return await database.write(make)


def entry(clinic_id: int, action: str, subject_id: int = 7, at: int = 100) -> AuditEntry:
    return AuditEntry(
        clinic_id=clinic_id,
        staff_id=None,
        at=at,
        action=action,
        subject="patient",
        subject_id=subject_id,
        details={"note": (None, 'likes "mornings"'), "flags": (["a"], [])},
    )


async def write(database: Database, *entries: AuditEntry) -> None:
    async def job(tx: Transaction) -> None:
        for each in entries:
            await insert_audit(tx, each)

    await database.write(job)


async def test_what_was_written_is_read_back_with_old_and_new_values(
    database: Database, clinics: tuple[int, int]
) -> None:
    await write(database, entry(clinics[0], "seen"))
    [found] = await find_audit(database, clinics[0])
    assert (found.action, found.subject, found.subject_id) == ("seen", "patient", 7)
    assert found.details == {"note": (None, 'likes "mornings"'), "flags": (["a"], [])}


async def test_the_newest_comes_first_and_one_subject_can_be_asked_for(
    database: Database, clinics: tuple[int, int]
) -> None:
    here = clinics[0]
    await write(database, entry(here, "a"), entry(here, "b", 8), entry(here, "c", at=90))
    assert [each.action for each in await find_audit(database, here)] == ["b", "a", "c"]
    assert [each.action for each in await find_audit(database, here, "patient", 7)] == ["a", "c"]
    assert await find_audit(database, here, "booking", 7) == []


@pytest.mark.req("R5")
async def test_another_clinics_log_is_another(database: Database, clinics: tuple[int, int]) -> None:
    await write(database, entry(clinics[0], "seen"))
    assert await find_audit(database, clinics[1]) == []
    assert await find_audit(database, clinics[1], "patient", 7) == []


async def test_what_somebody_does_to_the_own_account_is_told_at_all_their_clinics(
    database: Database, clinics: tuple[int, int]
) -> None:
    async def job(tx: Transaction) -> int:
        robin = await insert_staff(tx, "robin@harbour.example", "Robin", "x", 50)
        for clinic_id in clinics:
            await insert_member(tx, robin.id, clinic_id, "owner", None)
        await insert_audit_of_own_account(tx, robin.id, "password_changed", 60)
        return robin.id

    robin_id = await database.write(job)
    for clinic_id in clinics:
        [found] = await find_audit(database, clinic_id)
        assert (found.action, found.staff_id, found.at) == ("password_changed", robin_id, 60)
