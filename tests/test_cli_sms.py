"""What `slotkeeper doctor` says of text messages."""

import asyncio

import pytest

from demo.sms import DEMO_ACCOUNT, texting
from slotkeeper.config import encryption_keys, read_settings
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.sms.account import keep_sms
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.vault import Vault
from slotkeeper.storage.database import open_database
from tests.command_line import DEMO, environ, run
from tests.free_port import free_port

__all__ = ["environ"]
TRUE = "AC0123456789abcdef"
SET = "the service for texts knows its account; they come from +61255500000."


@pytest.fixture
def clinic(environ: dict[str, str]) -> None:
    run("clinic", "import", str(DEMO))


async def keep(account: str, token: str) -> None:
    settings = read_settings()
    database = await open_database(settings.database, migrate=False)
    found = await get_clinic(database, "harbour-physio")
    actor = Actor(clinic_id=found.id, staff_id=None, at=0)
    vault = Vault(encryption_keys(settings))
    await keep_sms(database, vault, actor, account, token, "+61255500000")
    await database.close()


def test_a_clinic_that_wants_texts_and_has_no_account_is_told(
    clinic: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "harbour-physio: its settings ask for text messages, and it has no account for them"
    assert f"✓ {said}" in run("doctor").output
    monkeypatch.setenv("SLOTKEEPER_MODE", "production")
    monkeypatch.setenv("SLOTKEEPER_SECRET", "x" * 40)
    monkeypatch.setenv("SLOTKEEPER_URL", "https://book.example")
    assert f"✗ {said}" in run("doctor").output


def test_the_pretend_phones_are_named(clinic: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(keep(DEMO_ACCOUNT.sid, DEMO_ACCOUNT.token))
    assert "✓ harbour-physio: texts go to the pretend phones" in run("doctor").output
    monkeypatch.setenv("SLOTKEEPER_SMS_API", "http://127.0.0.1:8004")
    monkeypatch.setenv("SLOTKEEPER_MODE", "production")
    assert "SLOTKEEPER_SMS_API: expected" in run("doctor").output


def test_an_account_that_the_service_knows_is_right(
    clinic: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with texting() as fake:
        fake.world.accounts[TRUE] = fake.account
        fake.account.sid = TRUE
        monkeypatch.setenv("SLOTKEEPER_SMS_API", fake.url)
        asyncio.run(keep(TRUE, DEMO_ACCOUNT.token))
        assert f"✓ harbour-physio: {SET}" in run("doctor").output
        fake.account.token = "another"
        examined = run("doctor").output
    assert "✗ harbour-physio: the service for texts does not know its account and token" in examined
    assert DEMO_ACCOUNT.token not in examined
    monkeypatch.setenv("SLOTKEEPER_SMS_API", f"http://127.0.0.1:{free_port()}")
    assert "the service for texts cannot be asked, so that texts wait" in run("doctor").output
