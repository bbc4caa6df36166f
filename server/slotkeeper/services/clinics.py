"""A clinic's set-up as a whole: imported from a file, exported to one, listed."""

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file import parse_clinic, write_clinic
from slotkeeper.domain.errors import ClinicUnknown
from slotkeeper.domain.new_patients import rules_by_load
from slotkeeper.domain.terms import terms_text
from slotkeeper.services.holidays import check_region
from slotkeeper.storage.clinic import find_clinic, find_slugs, save_clinic
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.new_patient_gate import forget_gates
from slotkeeper.storage.terms import save_terms


async def import_clinic(database: Database, text: str, now: int) -> Clinic:
    """Make the stored clinic that of the file, and a new version of its terms where they changed.

    `now` in epoch seconds. Raises ClinicFileWrong with every problem; then nothing has changed.
    """
    return await update_clinic(database, parse_clinic(text), now)


async def update_clinic(database: Database, clinic: Clinic, now: int) -> Clinic:
    """As `import_clinic`, for a clinic that is no text any more; the clinic as it is stored."""
    check_region(clinic)
    return await database.write(lambda tx: save_set_up(tx, clinic, now))


async def save_set_up(tx: Transaction, clinic: Clinic, now: int) -> Clinic:
    """The same as a part of a transaction that does more."""
    clinic_id = await save_clinic(tx, clinic)
    await save_terms(tx, clinic_id, terms_text(clinic.online_booking), now)
    saved = await find_clinic(tx, clinic.slug)
    if saved is None:
        raise ClinicUnknown(clinic.slug)
    await forget_gates(tx, clinic_id, rules_by_load(saved))
    return saved


async def export_clinic(database: Database, slug: str) -> str:
    """The file of a clinic. Raises ClinicUnknown."""
    return write_clinic(await get_clinic(database, slug))


async def get_clinic(database: Database, slug: str) -> Clinic:
    """A clinic, read anew. Raises ClinicUnknown."""
    clinic = await find_clinic(database, slug)
    if clinic is None:
        raise ClinicUnknown(slug)
    return clinic


async def list_clinics(database: Database) -> list[Clinic]:
    """All clinics in the order of their slugs."""
    found = [await find_clinic(database, slug) for slug in await find_slugs(database)]
    return [clinic for clinic in found if clinic]
