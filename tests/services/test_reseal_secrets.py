"""The encryption key is exchanged, and everything that is kept secret opens with the new one."""

from msgspec.structs import replace

from slotkeeper.services.diary.password import open_password, seal_password
from slotkeeper.services.reseal_secrets import reseal_all_secrets
from slotkeeper.services.sms import account as sms
from slotkeeper.services.staff import second_factor
from slotkeeper.services.vault import Vault
from slotkeeper.services.webhooks.secret import open_secrets, seal_secret
from slotkeeper.storage.diary import Diary, find_diary, insert_diary
from slotkeeper.storage.webhook import find_endpoints, insert_endpoint, save_endpoint
from tests.services.desk import NOW, VAULT_KEY, Desk

NEW = "YW5vdGhlciBrZXkgb2YgdGhlIHRlc3RzLCAzMiBieXQ="
OLD = Vault([VAULT_KEY])


async def fill(desk: Desk) -> None:
    """A diary, an address for webhooks that has two secrets, an account for texts, a person."""
    clinic = await desk.set_up()
    whose = clinic.practitioners[0].id
    diary = Diary(
        practitioner_id=whose,
        clinic_id=clinic.id,
        kind="caldav",
        password_sealed=seal_password(OLD, clinic.id, whose, "a quiet harbour"),
        made_at=NOW,
    )
    await desk.database.write(lambda tx: insert_diary(tx, diary, None))
    await desk.database.write(
        lambda tx: insert_endpoint(
            tx,
            clinic.id,
            address="https://till.example/",
            events=("booking.confirmed",),
            secret=seal_secret(OLD, clinic.id, "whsec_new"),
            made_by=None,
            now=NOW,
        )
    )
    [endpoint] = await find_endpoints(desk.database, clinic.id)
    both = replace(
        endpoint, old_sealed=seal_secret(OLD, clinic.id, "whsec_old"), old_until=NOW + 60
    )
    await desk.database.write(lambda tx: save_endpoint(tx, both))


async def test_diaries_and_webhooks_open_with_the_new_key(desk: Desk) -> None:
    await fill(desk)
    clinic = await desk.set_up()
    found = await reseal_all_secrets(desk.database, Vault([NEW, VAULT_KEY]))
    assert (found.done, found.locked) == (3, 0)
    only_new = Vault([NEW])
    diary = await find_diary(desk.database, clinic.id, clinic.practitioners[0].id)
    assert diary is not None
    assert open_password(only_new, diary) == "a quiet harbour"
    [endpoint] = await find_endpoints(desk.database, clinic.id)
    assert open_secrets(only_new, endpoint, NOW) == ("whsec_new", "whsec_old")


async def test_texts_and_second_factors_do_as_well(desk: Desk) -> None:
    """Sealed as their modules seal them."""
    clinic = await desk.set_up()
    token = OLD.seal("a token", clinic.id, sms._PURPOSE)
    secret = OLD.seal("JBSWY3DPEHPK3PXP", 0, second_factor._PURPOSE)
    await desk.execute(
        """INSERT INTO staff (email, name, password_hash, totp_secret, made_at,
             password_changed_at) VALUES ('robin@harbour.example', 'Robin', '', $1, 0, 0)""",
        secret,
    )
    await desk.execute(
        """INSERT INTO sms_account (clinic_id, account, token_sealed, sender, changed_at)
           VALUES ($1, 'AC1', $2, '+61491570006', 0)""",
        clinic.id,
        token,
    )
    found = await reseal_all_secrets(desk.database, Vault([NEW, VAULT_KEY]))
    assert (found.done, found.locked) == (2, 0)
    [staff] = await desk.rows("SELECT totp_secret FROM staff")
    assert Vault([NEW]).unseal(staff["totp_secret"], 0, second_factor._PURPOSE)
    [account] = await desk.rows("SELECT token_sealed FROM sms_account")
    assert Vault([NEW]).unseal(account["token_sealed"], clinic.id, sms._PURPOSE) == "a token"


async def test_what_no_key_opens_stays_and_is_counted(desk: Desk) -> None:
    await fill(desk)
    found = await reseal_all_secrets(desk.database, Vault([NEW]))
    assert (found.done, found.locked) == (0, 3)
