"""An account for texts and who has said STOP, for the pictures of their page."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

from demo.sms import DEMO_ACCOUNT
from slotkeeper.encryption_keys import key_from
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.sms.account import keep_sms
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.vault import Vault
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.sms_stop import insert_stop
from tests.server_process import SECRET

_HOME = "/staff/harbour-physio"
_ACCOUNT = "AC5f0c9b2e7d1a46388c04e6b1f2a7d930"
_HOUR = 3600
_STOPS = (("+61491570156", 20), ("+61491570158", 187))


def _account(page: Page) -> None:
    page.goto(f"{_HOME}/sms")
    server = re.sub(r"(https?://[^/]+).*", r"\1", page.url)
    page.locator("#answers").evaluate(
        """(field, server) => {
             field.value = field.value.replace(server, "https://book.example");
           }""",
        server,
    )


SMS_SCENES: dict[str, Callable[[Page], object]] = {"sms": _account}


async def add_sms(database: Database, now: int) -> None:
    """The harbour's account; two patients have said STOP."""
    clinic = await get_clinic(database, "harbour-physio")
    actor = Actor(clinic_id=clinic.id, staff_id=None, at=now)
    vault, token = Vault([key_from(SECRET)]), DEMO_ACCOUNT.token
    await keep_sms(database, vault, actor, _ACCOUNT, token, "+61255500000")

    async def stop(tx: Transaction) -> None:
        for number, hours in _STOPS:
            await insert_stop(tx, clinic.id, number, now - hours * _HOUR)

    await database.write(stop)
