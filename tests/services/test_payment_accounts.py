"""How a clinic is paid: its keys are tried, kept sealed, exchanged and forgotten."""

from collections.abc import AsyncIterator, Iterator

import pytest
from msgspec.structs import replace

from demo.stripe import Account, Key, create_fake_stripe, serving
from slotkeeper.domain.errors import ClinicUnknown
from slotkeeper.gateways.payments import PaymentsRefused
from slotkeeper.gateways.stripe.gateway import StripeGateway
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.payment_accounts import (
    PaymentsNotSet,
    add_webhook_secret,
    get_payment_account,
    keep_payments,
    payee_of,
    set_payments,
    webhook_secrets_of,
)
from slotkeeper.services.payment_keys import PaymentKeys
from slotkeeper.services.vault import Vault, VaultLocked
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.payment_account import save_payment_account
from tests.services.desk import NOW
from tests.services.payees import CONNECTED, CORNER, HARBOUR, KEYS, OLD, make_clinics

ENOUGH = frozenset(
    {"checkout_session_write", "payment_intent_write", "charge_write", "dispute_read"}
)


@pytest.fixture(scope="module")
def stripe() -> Iterator[str]:
    accounts = [
        Account("acct_harbour", "Harbour Physio"),
        Account("acct_platform", "Many Clinics"),
        Account("acct_connected", "Corner Clinic", platform="acct_platform"),
    ]
    keys = [
        Key("rk_test_blueHeron", "acct_harbour", ENOUGH),
        Key("rk_test_narrow", "acct_harbour", ENOUGH - {"charge_write"}),
        Key("sk_test_platform", "acct_platform"),
    ]
    with serving(create_fake_stripe(accounts, keys)) as url:
        yield url


@pytest.fixture
async def gateway(stripe: str) -> AsyncIterator[StripeGateway]:
    gateway = StripeGateway(stripe)
    yield gateway
    await gateway.close()


@pytest.fixture
async def database(database: Database) -> Database:
    await make_clinics(database)
    return database


@pytest.fixture
def vault() -> Vault:
    return Vault([OLD])


async def test_a_clinic_with_keys_that_work_takes_payments(
    database: Database, vault: Vault, gateway: StripeGateway
) -> None:
    assert await set_payments(database, vault, gateway, HARBOUR, KEYS, NOW)
    account = await get_payment_account(database, HARBOUR)
    payee = payee_of(vault, account)
    assert (payee.secret_key, payee.account, payee.live) == (KEYS.secret_key, "", False)
    assert webhook_secrets_of(vault, account) == [KEYS.webhook_secret]
    assert account.changed_at == NOW
    assert (await get_clinic(database, HARBOUR)).takes_payments
    assert not (await get_clinic(database, CORNER)).takes_payments


async def test_the_database_holds_nothing_that_opens_an_account(
    database: Database, vault: Vault, gateway: StripeGateway
) -> None:
    await set_payments(database, vault, gateway, HARBOUR, KEYS, NOW)
    await add_webhook_secret(database, vault, HARBOUR, "whsec_newSparrow", NOW)
    [row] = await database.fetch("SELECT * FROM payment_account")
    stored = " ".join(
        str(row[name]) for name in ("secret_key", "webhook_secret", "previous_webhook_secret")
    )
    assert not any(each in stored for each in ("Heron", "Finch", "Sparrow", "whsec", "rk_test"))


async def test_a_platforms_key_acts_for_a_connected_account(
    database: Database, vault: Vault, gateway: StripeGateway
) -> None:
    assert await set_payments(database, vault, gateway, HARBOUR, CONNECTED, NOW)
    payee = payee_of(vault, await get_payment_account(database, HARBOUR))
    assert payee.account == "acct_connected"


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (replace(KEYS, secret_key="sk_test_unknown"), "authentication"),
        (replace(KEYS, secret_key="rk_test_narrow"), "permission"),
        (replace(KEYS, account="acct_connected"), "permission"),
    ],
)
async def test_keys_that_are_refused_change_nothing(
    database: Database, vault: Vault, gateway: StripeGateway, keys: PaymentKeys, code: str
) -> None:
    await set_payments(database, vault, gateway, HARBOUR, KEYS, NOW)
    before = await get_payment_account(database, HARBOUR)
    with pytest.raises(PaymentsRefused) as refused:
        await set_payments(database, vault, gateway, HARBOUR, keys, NOW + 1)
    assert refused.value.code == code
    assert await get_payment_account(database, HARBOUR) == before


async def test_keys_are_kept_where_stripe_cannot_be_asked(database: Database, vault: Vault) -> None:
    nowhere = StripeGateway("http://127.0.0.1:9")
    assert not await set_payments(database, vault, nowhere, HARBOUR, KEYS, NOW)
    await nowhere.close()
    assert payee_of(vault, await get_payment_account(database, HARBOUR)).secret_key


async def test_nothing_is_set_for_an_unknown_clinic_or_without_an_encryption_key(
    database: Database, vault: Vault, gateway: StripeGateway
) -> None:
    with pytest.raises(ClinicUnknown):
        await set_payments(database, vault, gateway, "nowhere", KEYS, NOW)
    with pytest.raises(VaultLocked):
        await set_payments(database, Vault([]), gateway, HARBOUR, KEYS, NOW)
    with pytest.raises(PaymentsNotSet):
        await get_payment_account(database, HARBOUR)


async def test_an_account_copied_to_another_clinic_does_not_open(
    database: Database, vault: Vault
) -> None:
    await keep_payments(database, vault, HARBOUR, KEYS, NOW)
    account = await get_payment_account(database, HARBOUR)
    stolen = replace(account, clinic_id=(await get_clinic(database, CORNER)).id)

    async def copy(tx: Transaction) -> None:
        await save_payment_account(tx, stolen)

    await database.write(copy)
    for open_ in (payee_of, webhook_secrets_of):
        with pytest.raises(VaultLocked):
            open_(vault, await get_payment_account(database, CORNER))
