"""What `slotkeeper doctor` finds about a clinic's text messages."""

from slotkeeper.commands.refusals import told
from slotkeeper.config import Settings, encryption_keys
from slotkeeper.domain.clinic import Clinic
from slotkeeper.gateways.sms import SmsPutOff, SmsRefused
from slotkeeper.gateways.twilio.gateway import TwilioGateway
from slotkeeper.services.sms.account import sender_of
from slotkeeper.services.vault import Vault, VaultLocked
from slotkeeper.storage.database import Reader
from slotkeeper.storage.sms_account import SmsAccount, find_sms_account

_PRETEND = "ACpretend"
_PAGE = "see the page Text messages"


async def examine_sms(reader: Reader, settings: Settings, clinic: Clinic) -> tuple[str, str]:
    """What is right and what is wrong, of which one is said; both empty for a clinic that neither
    sends texts nor wants to. Sends nothing.
    """
    account = await find_sms_account(reader, clinic.id)
    if account is None:
        return _without_account(settings, clinic)
    if not account.enabled:
        return "text messages are switched off.", ""
    if account.account.startswith(_PRETEND):
        pretend = "texts go to the pretend phones, which slotkeeper demo starts."
        wrong = f"texts go to the demo's pretend phones: {_PAGE}."
        return ("", wrong) if settings.mode == "production" else (pretend, "")
    if wrong := await _trouble(settings, account):
        return "", wrong
    return f"the service for texts knows its account; they come from {account.sender}.", ""


def _without_account(settings: Settings, clinic: Clinic) -> tuple[str, str]:
    if not _wants_texts(clinic):
        return "", ""
    said = f"its settings ask for text messages, and it has no account for them: {_PAGE}."
    return ("", said) if settings.mode == "production" else (said, "")


async def _trouble(settings: Settings, account: SmsAccount) -> str:
    """Why no text gets to the service, "" where it lets us in."""
    gateway = TwilioGateway(settings.sms_api)
    try:
        await gateway.check(sender_of(Vault(encryption_keys(settings)), account))
    except VaultLocked as locked:
        return f"{told(locked)}."
    except (SmsPutOff, SmsRefused) as problem:
        return f"{_said(problem)}: {_PAGE}."
    finally:
        await gateway.close()
    return ""


def _wants_texts(clinic: Clinic) -> bool:
    rules = clinic.notices
    return bool(rules.sms or rules.mobile or any(each.by == "sms" for each in rules.reminders))


def _said(problem: SmsPutOff | SmsRefused) -> str:
    if problem.problem == "authentication":
        return "the service for texts does not know its account and token"
    return "the service for texts cannot be asked, so that texts wait"
