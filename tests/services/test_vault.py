"""Keys of others lie sealed in the database."""

import subprocess
import sys
from base64 import urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from slotkeeper.encryption_keys import key_from, new_key
from slotkeeper.services.vault import Vault, VaultLocked

TEXT, CLINIC, PURPOSE = "rk_test_blue_heron", 7, "payment key"
OLD, NEW = new_key(), new_key()


def test_what_is_sealed_can_be_read_again_and_shows_nothing_of_it() -> None:
    sealed = Vault([NEW]).seal(TEXT, CLINIC, PURPOSE)
    assert "heron" not in sealed
    assert Vault([NEW]).unseal(sealed, CLINIC, PURPOSE) == TEXT


def test_the_same_text_is_never_sealed_alike() -> None:
    vault = Vault([NEW])
    assert vault.seal(TEXT, CLINIC, PURPOSE) != vault.seal(TEXT, CLINIC, PURPOSE)


@pytest.mark.parametrize(("clinic", "purpose"), [(8, PURPOSE), (77, PURPOSE), (CLINIC, "webhook")])
def test_copied_to_another_clinic_or_purpose_it_does_not_open(clinic: int, purpose: str) -> None:
    vault = Vault([NEW])
    with pytest.raises(VaultLocked):
        vault.unseal(vault.seal(TEXT, CLINIC, PURPOSE), clinic, purpose)


def test_a_changed_letter_is_noticed() -> None:
    vault = Vault([NEW])
    sealed = vault.seal(TEXT, CLINIC, PURPOSE)
    other = "A" if sealed[40] != "A" else "B"
    with pytest.raises(VaultLocked):
        vault.unseal(f"{sealed[:40]}{other}{sealed[41:]}", CLINIC, PURPOSE)


@pytest.mark.parametrize("sealed", ["", "x", "not sealed at all", "gAAAAA", "ü"])
def test_what_was_never_sealed_does_not_open(sealed: str) -> None:
    with pytest.raises(VaultLocked) as locked:
        Vault([NEW]).unseal(sealed, CLINIC, PURPOSE)
    assert locked.value.has_keys


def test_the_key_before_still_opens_while_it_is_named() -> None:
    sealed = Vault([OLD]).seal(TEXT, CLINIC, PURPOSE)
    assert Vault([NEW, OLD]).unseal(sealed, CLINIC, PURPOSE) == TEXT
    with pytest.raises(VaultLocked):
        Vault([NEW]).unseal(sealed, CLINIC, PURPOSE)


def test_sealed_anew_the_old_key_is_not_needed_any_more() -> None:
    sealed = Vault([OLD]).seal(TEXT, CLINIC, PURPOSE)
    anew = Vault([NEW, OLD]).reseal(sealed, CLINIC, PURPOSE)
    assert Vault([NEW]).unseal(anew, CLINIC, PURPOSE) == TEXT


def test_without_a_key_nothing_is_sealed_or_opened() -> None:
    sealed = Vault([NEW]).seal(TEXT, CLINIC, PURPOSE)
    with pytest.raises(VaultLocked) as locked:
        Vault([]).seal(TEXT, CLINIC, PURPOSE)
    assert not locked.value.has_keys
    with pytest.raises(VaultLocked) as locked:
        Vault([]).unseal(sealed, CLINIC, PURPOSE)
    assert not locked.value.has_keys


def test_neither_a_vault_nor_its_refusal_shows_a_key_or_a_text() -> None:
    vault = Vault([OLD, NEW])
    sealed = Vault([new_key()]).seal(TEXT, CLINIC, PURPOSE)
    with pytest.raises(VaultLocked) as locked:
        vault.unseal(sealed, CLINIC, PURPOSE)
    shown = f"{vault!r} {vault} {locked.value!r} {locked.value}"
    assert not any(each in shown for each in (OLD, NEW, TEXT, sealed))


def test_a_vault_that_is_not_used_loads_no_cryptography() -> None:
    code = (
        "import sys; from slotkeeper.services.vault import Vault; Vault(['x']);"
        "print('cryptography' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"


def test_a_key_that_follows_from_a_secret_is_hkdf_of_rfc_5869() -> None:
    info = b"slotkeeper encryption of stored keys"
    derived = HKDF(SHA256(), 32, salt=None, info=info).derive(b"a secret of the tests")
    assert key_from("a secret of the tests") == urlsafe_b64encode(derived).decode()
