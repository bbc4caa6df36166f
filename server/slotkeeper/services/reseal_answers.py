"""The encryption key is exchanged: patients' answers are sealed anew, some hundred at a time."""

from dataclasses import dataclass
from functools import partial

from slotkeeper.domain.clinic import Clinic
from slotkeeper.services.clinics import list_clinics
from slotkeeper.services.intake import reseal_answers
from slotkeeper.services.vault import Vault, VaultLocked
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.intake import find_sealed_after, save_intake

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ResealedAnswers:
    """Of how many bookings the answers have the newest key now, and of how many no key fits."""

    done: int
    locked: int


async def reseal_all_answers(database: Database, vault: Vault) -> ResealedAnswers:
    """Of every clinic; what no key opens stays as it is. Bookings are made meanwhile."""
    done = locked = 0
    for clinic in await list_clinics(database):
        after = 0
        while rows := await find_sealed_after(database, clinic.id, after, _AT_ONCE):
            anew = _anew(vault, clinic, rows)
            await database.write(partial(_save, clinic_id=clinic.id, anew=anew))
            after, done, locked = rows[-1][0], done + len(anew), locked + len(rows) - len(anew)
    return ResealedAnswers(done, locked)


def _anew(vault: Vault, clinic: Clinic, rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    found = []
    for booking_id, sealed in rows:
        try:
            found.append((booking_id, reseal_answers(vault, clinic.id, booking_id, sealed)))
        except VaultLocked:
            continue
    return found


async def _save(tx: Transaction, clinic_id: int, anew: list[tuple[int, str]]) -> None:
    for booking_id, sealed in anew:
        await save_intake(tx, clinic_id, booking_id, sealed)
