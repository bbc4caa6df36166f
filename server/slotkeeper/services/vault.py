"""Keys and secrets that are not ours, kept so that whoever reads the database cannot use them."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class VaultLocked(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """What is sealed cannot be read, or nothing be sealed: `has_keys` is False where no encryption
    key is set, True where none of those that are set fits.
    """

    def __init__(self, *, has_keys: bool) -> None:
        super().__init__("no encryption key fits" if has_keys else "no encryption key is set")
        self.has_keys = has_keys


class Vault:
    """Seals texts (Fernet: AES-128-CBC and HMAC-SHA256) with the first of `keys`; opens what any of
    them sealed, so that keys can be exchanged.

    `keys` are the newest first, each 32 bytes in URL-safe base64; without any, all calls raise
    VaultLocked. A sealed text opens only for the clinic and the purpose it was sealed for: copied
    to another row it is worthless.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(keys)

    def __repr__(self) -> str:
        return f"Vault({len(self._keys)} keys)"

    @property
    def has_keys(self) -> bool:
        """Whether anything can be sealed."""
        return bool(self._keys)

    def seal(self, text: str, clinic_id: int, purpose: str) -> str:
        """`text` so that only this vault reads it. Raises VaultLocked without keys."""
        return self._fernet.encrypt((_label(clinic_id, purpose) + text).encode()).decode()

    def unseal(self, sealed: str, clinic_id: int, purpose: str) -> str:
        """What was sealed for that clinic and purpose. Raises VaultLocked, also where `sealed` was
        changed, or sealed for something else.
        """
        # Imported when used: most servers start, and many run, without a need for it (10 MB).
        from cryptography.fernet import InvalidToken  # noqa: PLC0415

        label = _label(clinic_id, purpose)
        try:
            text = self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise VaultLocked(has_keys=True) from None
        if not text.startswith(label):
            raise VaultLocked(has_keys=True)
        return text.removeprefix(label)

    def reseal(self, sealed: str, clinic_id: int, purpose: str) -> str:
        """The same, sealed with the newest key. Raises VaultLocked."""
        return self.seal(self.unseal(sealed, clinic_id, purpose), clinic_id, purpose)

    @cached_property
    def _fernet(self) -> "MultiFernet":
        from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415

        if not self._keys:
            raise VaultLocked(has_keys=False)
        return MultiFernet([Fernet(key) for key in self._keys])


def _label(clinic_id: int, purpose: str) -> str:
    return f"{clinic_id} {purpose}\n"
