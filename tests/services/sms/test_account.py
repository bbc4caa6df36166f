"""The account's token: sealed, exchanged with the encryption key, and the clinic's alone."""

import pytest
from msgspec.structs import replace

from slotkeeper.services.reseal_secrets import reseal_all_secrets
from slotkeeper.services.sms.account import sender_of, set_sms
from slotkeeper.services.vault import Vault, VaultLocked
from slotkeeper.storage.sms_account import SmsAccount, find_sms_account
from tests.services.desk import VAULT_KEY
from tests.services.sms.phones import Phones, actor, typed

pytestmark = pytest.mark.req("R4")
NEW_KEY = "bmV3IGtleSBvZiB0aGUgdGVzdHMsIDMyIGJ5dGVzISE="


async def account_of(phones: Phones) -> SmsAccount:
    found = await find_sms_account(phones.database, (await actor(phones)).clinic_id)
    assert found
    return found


async def test_the_token_stands_nowhere_as_it_is(phones: Phones) -> None:
    account = await account_of(phones)
    assert phones.fake.account.token not in str(account.token_sealed)
    assert repr(account) == f"SmsAccount(clinic_id={account.clinic_id})"
    sender = sender_of(phones.desk.toolbox.vault, account)
    assert sender.token == phones.fake.account.token


async def test_a_token_that_is_copied_to_another_clinic_opens_nothing(phones: Phones) -> None:
    account = await account_of(phones)
    stolen = replace(account, clinic_id=account.clinic_id + 1)
    with pytest.raises(VaultLocked):
        sender_of(phones.desk.toolbox.vault, stolen)


async def test_it_is_sealed_anew_when_the_encryption_key_is_exchanged(phones: Phones) -> None:
    resealed = await reseal_all_secrets(phones.database, Vault([NEW_KEY, VAULT_KEY]))
    assert (resealed.done, resealed.locked) == (1, 0)
    sender = sender_of(Vault([NEW_KEY]), await account_of(phones))
    assert sender.token == phones.fake.account.token


async def test_texts_wait_while_the_token_cannot_be_read(phones: Phones) -> None:
    await reseal_all_secrets(phones.database, Vault([NEW_KEY, VAULT_KEY]))
    await phones.book()
    assert await phones.run() == []
    assert await phones.state() == ("queued", "locked")


@pytest.mark.req("N2")
async def test_what_waited_for_the_right_token_goes_when_it_is_entered(phones: Phones) -> None:
    phones.fake.account.token = "pretend-token-of-today"
    await phones.book()
    await phones.run()
    assert await phones.state() == ("queued", "authentication")
    await set_sms(phones.desk.toolbox, await actor(phones), typed(phones.fake))
    assert len(await phones.run()) == 1
