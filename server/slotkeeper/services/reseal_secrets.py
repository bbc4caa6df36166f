"""The encryption key is exchanged: what diaries, webhooks, text messages and second factors keep
secret is sealed anew.
"""

from dataclasses import dataclass

from slotkeeper.services.vault import Vault, VaultLocked
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.sealed import Sealed, find_sealed, save_sealed


@dataclass(frozen=True, slots=True)
class ResealedSecrets:
    """How many have the newest key now, and how many no key fits."""

    done: int
    locked: int


async def reseal_all_secrets(database: Database, vault: Vault) -> ResealedSecrets:
    """Of all clinics and people; what no key opens, or somebody changes meanwhile, stays."""

    async def job(tx: Transaction) -> ResealedSecrets:
        done = locked = 0
        for each in await find_sealed(tx):
            try:
                anew = vault.reseal(each.text, each.clinic_id, _purpose(each))
            except VaultLocked:
                locked += 1
            else:
                done += await save_sealed(tx, each, anew)
        return ResealedSecrets(done, locked)

    return await database.write(job)


def _purpose(sealed: Sealed) -> str:
    """What it was sealed for: as the modules say that seal it (a test holds them together)."""
    if sealed.place == "diary":
        return f"diary {sealed.id}"
    return {"sms": "sms token", "second_factor": "second factor"}.get(sealed.place, "webhook")
