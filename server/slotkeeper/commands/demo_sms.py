"""The demo clinic's account at the pretend service for texts."""

from types import ModuleType
from typing import Any

from slotkeeper.clock import choose_clock
from slotkeeper.commands.clinic import opened
from slotkeeper.config import Settings, encryption_keys
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.sms.account import keep_sms
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.vault import Vault

SENDER = "+61255500000"


async def set_up_pretend_sms(sms: ModuleType, settings: Settings, slug: str) -> Any:  # noqa: ANN401 - an ASGI app
    """The pretend service as an app, which knows where the clinic's answers go, and the clinic it.

    `sms` is the package demo.sms. At every start, as the pretend service remembers nothing.
    """
    account = sms.DEMO_ACCOUNT
    account.answers = f"{settings.url}/hooks/sms/{slug}/answers"
    async with opened(settings.database, migrate=False) as database:
        clinic = await get_clinic(database, slug)
        actor = Actor(clinic_id=clinic.id, staff_id=None, at=choose_clock(settings.clock)())
        vault = Vault(encryption_keys(settings))
        await keep_sms(database, vault, actor, account.sid, account.token, SENDER)
    return sms.create_fake_sms(sms.World({account.sid: account}))
