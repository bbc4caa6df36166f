"""What somebody answers to a text: STOP ends texts to that number, START begins them again."""

import re
from collections.abc import Mapping, Sequence

from slotkeeper.domain.sms_words import read_answer
from slotkeeper.services.sms.signed import require_signature
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.sms_stop import delete_stop, insert_stop

_NUMBER = re.compile(r"\+[1-9]\d{6,14}")


async def take_answer(
    toolbox: Toolbox,
    clinic: str,
    url: str,
    fields: Mapping[str, Sequence[str]],
    signature: str,
) -> None:
    """Obey it, for that number at that clinic; other words have no effect and are kept nowhere.

    Raises ClinicUnknown, SmsSignatureWrong, VaultLocked.
    """
    clinic_id = await require_signature(toolbox, clinic, url, fields, signature)
    answer = toolbox.sms.read_answer(fields)
    if answer is None or not _NUMBER.fullmatch(answer.number):
        return
    wish, number, now = answer.wish or read_answer(answer.body), answer.number, toolbox.clock()

    async def job(tx: Transaction) -> None:
        if wish == "stop":
            await insert_stop(tx, clinic_id, number, now)
        elif wish == "start":
            await delete_stop(tx, clinic_id, number)

    await toolbox.database.write(job)
