"""Secrets and encryption keys are exchanged; payments underway keep their account."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.payment import Payment
from slotkeeper.encryption_keys import new_key
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.payment_accounts import (
    PaymentsNotSet,
    PaymentsUnfinished,
    add_webhook_secret,
    get_payment_account,
    keep_payments,
    payee_of,
    remove_payments,
    reseal_all,
    webhook_secrets_of,
)
from slotkeeper.services.vault import Vault
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.payment import insert_payment
from tests.services.desk import NOW
from tests.services.payees import CONNECTED, CORNER, HARBOUR, KEYS, NEW, OLD, make_clinics


@pytest.fixture
async def database(database: Database) -> Database:
    await make_clinics(database)
    return database


@pytest.fixture
def vault() -> Vault:
    return Vault([OLD])


async def test_while_webhook_secrets_change_both_are_believed(
    database: Database, vault: Vault
) -> None:
    await keep_payments(database, vault, HARBOUR, KEYS, NOW)
    for secret in ("whsec_second", "whsec_third", "whsec_third"):
        await add_webhook_secret(database, vault, HARBOUR, secret, NOW)
    account = await get_payment_account(database, HARBOUR)
    assert webhook_secrets_of(vault, account) == ["whsec_third", "whsec_second"]
    assert payee_of(vault, account).secret_key == KEYS.secret_key


async def test_encryption_keys_are_exchanged_without_the_clinics_doing_anything(
    database: Database,
) -> None:
    await keep_payments(database, Vault([OLD]), HARBOUR, KEYS, NOW)
    await add_webhook_secret(database, Vault([OLD]), HARBOUR, "whsec_second", NOW)
    await keep_payments(database, Vault([OLD]), CORNER, CONNECTED, NOW)
    resealed = await reseal_all(database, Vault([NEW, OLD]))
    assert (resealed.done, resealed.locked) == (2, ())
    account = await get_payment_account(database, HARBOUR)
    assert payee_of(Vault([NEW]), account).secret_key == KEYS.secret_key
    assert webhook_secrets_of(Vault([NEW]), account) == ["whsec_second", "whsec_greenFinch"]


async def test_what_no_key_opens_is_named_and_left_as_it_is(database: Database) -> None:
    await keep_payments(database, Vault([new_key()]), HARBOUR, KEYS, NOW)
    await keep_payments(database, Vault([OLD]), CORNER, CONNECTED, NOW)
    before = await get_payment_account(database, HARBOUR)
    resealed = await reseal_all(database, Vault([NEW, OLD]))
    assert (resealed.done, resealed.locked) == (1, (HARBOUR,))
    assert await get_payment_account(database, HARBOUR) == before


async def test_removed_a_clinic_takes_no_payments_any_more(
    database: Database, vault: Vault
) -> None:
    await keep_payments(database, vault, HARBOUR, KEYS, NOW)
    await remove_payments(database, HARBOUR)
    assert not (await get_clinic(database, HARBOUR)).takes_payments
    with pytest.raises(PaymentsNotSet):
        await remove_payments(database, HARBOUR)
    with pytest.raises(PaymentsNotSet):
        await add_webhook_secret(database, vault, HARBOUR, "whsec_second", NOW)


LIVE = replace(KEYS, secret_key="rk_live_blueHeron")


async def test_payments_underway_keep_their_account(database: Database, vault: Vault) -> None:
    await keep_payments(database, vault, HARBOUR, KEYS, NOW)
    await begin_payment(database)
    for keys in (LIVE, CONNECTED):
        with pytest.raises(PaymentsUnfinished) as unfinished:
            await keep_payments(database, vault, HARBOUR, keys, NOW)
        assert unfinished.value.count == 1
    with pytest.raises(PaymentsUnfinished):
        await remove_payments(database, HARBOUR)
    another = replace(KEYS, secret_key="rk_test_another")
    await keep_payments(database, vault, HARBOUR, another, NOW)
    assert payee_of(vault, await get_payment_account(database, HARBOUR)).secret_key.endswith("her")


async def test_whoever_insists_may_change_it_all_the_same(database: Database, vault: Vault) -> None:
    await keep_payments(database, vault, HARBOUR, KEYS, NOW)
    await begin_payment(database)
    await keep_payments(database, vault, HARBOUR, LIVE, NOW, force=True)
    assert (await get_payment_account(database, HARBOUR)).live
    await remove_payments(database, HARBOUR, force=True)
    assert not (await get_clinic(database, HARBOUR)).takes_payments
    await keep_payments(database, vault, HARBOUR, KEYS, NOW)  # the account that they wait for


async def begin_payment(database: Database) -> None:
    """The least that the schema asks of a payment that is not settled."""
    clinic = await get_clinic(database, HARBOUR)

    async def begin(tx: Transaction) -> None:
        row = await tx.fetch_one(
            """INSERT INTO booking (clinic_id, practitioner_id, appointment_type_id, state,
                 starts_at, ends_at, busy_from, busy_until, held_at)
               VALUES ($1, $2, $3, 'cancelled', $4, $5, $4, $5, $4) RETURNING id""",
            clinic.id,
            clinic.practitioners[0].id,
            clinic.appointment_types[0].id,
            NOW,
            NOW + 1800,
        )
        assert row
        await insert_payment(tx, payment(clinic.id, row["id"]))

    await database.write(begin)


def payment(clinic_id: int, booking_id: int) -> Payment:
    return Payment(
        clinic_id=clinic_id,
        booking_id=booking_id,
        reference="heron",
        amount=3000,
        at_clinic=0,
        currency="AUD",
        account="",
        live=False,
        wish=("standard", "any", ""),
        language="en",
        started_at=NOW,
        deadline=NOW + 450,
    )
