"""Through which account a clinic's texts go: set up, tried, taken away; owners do, and each change
is in the log.
"""

import re

from msgspec import Struct

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.gateways.sms import SmsGateway, SmsPutOff, SmsRefused, SmsSender
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.vault import Vault
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.sms_account import (
    SmsAccount,
    delete_sms_account,
    find_sms_account,
    hurry_texts,
    save_sms_account,
)

_PURPOSE = "sms token"
_ACCOUNT = re.compile(r"[A-Za-z0-9-]{8,64}")
_TOKEN = re.compile(r"[\x21-\x7e]{16,200}")
_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
_SERVICE = re.compile(r"MG[0-9a-f]{32}")
_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{2,11}")
_BETWEEN_DIGITS = re.compile(r"[\s().-]")


class SmsNotSet(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """The clinic sends no texts."""


class TypedAccount(Struct, frozen=True, kw_only=True):
    """What an owner has typed; an empty token keeps the one that is there."""

    account: str
    token: str
    sender: str
    enabled: bool

    def __repr__(self) -> str:
        return "TypedAccount()"


async def set_sms(toolbox: Toolbox, actor: Actor, typed: TypedAccount) -> bool:
    """Send the clinic's texts through that account, if the service lets us in with it; False where
    the service could not be asked, and it is kept all the same.

    Raises FieldsInvalid at the field; VaultLocked where nothing can be kept secret.
    """
    before = await find_sms_account(toolbox.database, actor.clinic_id)
    sender = _read(toolbox.vault, typed, before)
    known = await _is_known(toolbox.sms, sender)
    after = SmsAccount(
        clinic_id=actor.clinic_id,
        account=sender.account,
        token_sealed=toolbox.vault.seal(sender.token, actor.clinic_id, _PURPOSE),
        sender=sender.sender,
        enabled=typed.enabled,
        changed_by=actor.staff_id,
        changed_at=actor.at,
    )

    async def job(tx: Transaction) -> None:
        await save_sms_account(tx, after)
        await hurry_texts(tx, actor.clinic_id, actor.at)
        pairs = {
            name: (getattr(before, name, None), getattr(after, name))
            for name in ("account", "sender", "enabled")
            if getattr(before, name, None) != getattr(after, name)
        }
        await note(tx, actor, "sms_set", "sms", actor.clinic_id, **pairs)

    await toolbox.database.write(job)
    toolbox.bell.ring()
    return known


async def keep_sms(
    database: Database, vault: Vault, actor: Actor, account: str, token: str, sender: str
) -> None:
    """As `set_sms`, without asking the service, and without a word in the log. Raises
    VaultLocked.
    """
    kept = SmsAccount(
        clinic_id=actor.clinic_id,
        account=account,
        token_sealed=vault.seal(token, actor.clinic_id, _PURPOSE),
        sender=sender,
        changed_by=actor.staff_id,
        changed_at=actor.at,
    )
    await database.write(lambda tx: save_sms_account(tx, kept))


async def remove_sms(toolbox: Toolbox, actor: Actor) -> None:
    """Send no texts any more and forget the token; who has said STOP stays known. Raises
    SmsNotSet.
    """

    async def job(tx: Transaction) -> None:
        if not await delete_sms_account(tx, actor.clinic_id):
            raise SmsNotSet
        await note(tx, actor, "sms_removed", "sms", actor.clinic_id)

    await toolbox.database.write(job)


def sender_of(vault: Vault, account: SmsAccount) -> SmsSender:
    """Who sends. Raises VaultLocked."""
    token = vault.unseal(account.token_sealed, account.clinic_id, _PURPOSE)
    return SmsSender(account=account.account, token=token, sender=account.sender)


def _read(vault: Vault, typed: TypedAccount, before: SmsAccount | None) -> SmsSender:
    account, token = typed.account.strip(), typed.token.strip()
    sender = " ".join(typed.sender.split())
    if sender.startswith("+"):
        sender = _BETWEEN_DIGITS.sub("", sender)
    problems = {}
    if not _ACCOUNT.fullmatch(account):
        problems["account"] = Problem("wrong.sms_account")
    is_kept = before is not None and not token and before.account == account
    if not is_kept and not _TOKEN.fullmatch(token):
        problems["token"] = Problem("wrong.sms_token")
    if not any(each.fullmatch(sender) for each in (_NUMBER, _SERVICE, _NAME)):
        problems["sender"] = Problem("wrong.sms_sender")
    if problems:
        raise FieldsInvalid(problems)
    if before is not None and is_kept:
        token = sender_of(vault, before).token
    return SmsSender(account=account, token=token, sender=sender)


async def _is_known(sms: SmsGateway, sender: SmsSender) -> bool:
    try:
        await sms.check(sender)
    except SmsPutOff as later:
        if later.problem == "authentication":
            raise FieldsInvalid({"token": Problem("wrong.sms_not_let_in")}) from later
        return False
    except SmsRefused as refused:
        raise FieldsInvalid({"account": Problem("wrong.sms_account")}) from refused
    return True
