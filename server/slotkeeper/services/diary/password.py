"""What gets into a diary, kept so that it is of no use to whoever reads the database."""

from slotkeeper.services.vault import Vault
from slotkeeper.storage.diary import Diary


def seal_password(vault: Vault, clinic_id: int, practitioner_id: int, password: str) -> str:
    """So that it can be kept. Raises VaultLocked."""
    return vault.seal(password, clinic_id, _purpose(practitioner_id))


def open_password(vault: Vault, diary: Diary) -> str:
    """What gets in there. Raises VaultLocked."""
    return vault.unseal(diary.password_sealed, diary.clinic_id, _purpose(diary.practitioner_id))


def _purpose(practitioner_id: int) -> str:
    return f"diary {practitioner_id}"
