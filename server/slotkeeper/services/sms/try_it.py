"""An owner sends a text to a phone of their own, to see that it arrives."""

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.gateways.sms import SmsFateUnknown, SmsPutOff, SmsRefused, SmsStopped, Text
from slotkeeper.services.sms.account import SmsNotSet, sender_of
from slotkeeper.services.sms.number import read_number
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.sms_account import find_sms_account, note_weather


async def send_test_text(
    toolbox: Toolbox, actor: Actor, clinic: Clinic, typed: str, body: str
) -> str:
    """Send it at once, at any hour. How that went: "sent", "stopped" (the phone has said STOP),
    "unsure" (nobody knows), else a word or a code for why it was not taken. Raises FieldsInvalid at
    "number", SmsNotSet, VaultLocked.
    """
    number = read_number(typed, clinic)
    if not number:
        raise FieldsInvalid({"number": Problem("wrong.sms_number")})
    account = await find_sms_account(toolbox.database, clinic.id)
    if account is None:
        raise SmsNotSet
    tried = "sent"
    try:
        await toolbox.sms.send(sender_of(toolbox.vault, account), Text(to=number, body=body))
    except (SmsPutOff, SmsRefused) as problem:
        tried = problem.problem
    except SmsStopped:
        tried = "stopped"
    except SmsFateUnknown:
        tried = "unsure"

    async def job(tx: Transaction) -> None:
        if tried == "sent":
            await note_weather(tx, clinic.id, "", actor.at)
        await note(tx, actor, "sms_tried", "sms", clinic.id)

    await toolbox.database.write(job)
    return tried
