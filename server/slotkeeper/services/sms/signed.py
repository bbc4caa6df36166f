"""Whether a call-back comes from the service that sends the clinic's texts."""

from collections.abc import Mapping, Sequence

from slotkeeper.services.sms.account import sender_of
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.sms_account import find_sms_account


class SmsSignatureWrong(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """Nobody is believed who has not signed with the clinic's token."""


async def require_signature(
    toolbox: Toolbox,
    clinic: str,
    url: str,
    fields: Mapping[str, Sequence[str]],
    signature: str,
) -> int:
    """The clinic's id. Raises ClinicUnknown, SmsSignatureWrong, VaultLocked."""
    known = await toolbox.clinics.get(toolbox.database, clinic)
    account = await find_sms_account(toolbox.database, known.id)
    if account is None:
        raise SmsSignatureWrong
    token = sender_of(toolbox.vault, account).token
    if not toolbox.sms.is_signed(token, url, fields, signature):
        raise SmsSignatureWrong
    return known.id
