"""What `slotkeeper doctor` finds about mail."""

from slotkeeper.config import Settings
from slotkeeper.gateways.mail import MailDown
from slotkeeper.gateways.smtp.gateway import SmtpGateway
from slotkeeper.storage.database import Reader
from slotkeeper.storage.outbox import count_waiting

_SAID = {
    "unreachable": "cannot be reached",
    "silent": "does not answer",
    "tls": "offers no encryption that can be trusted",
    "authentication": "does not take user and password",
}


async def examine_mail(reader: Reader, settings: Settings) -> tuple[str, str]:
    """What is right and what is wrong, of which one is said. Sends nothing."""
    waiting = await count_waiting(reader)
    if settings.mail is None:
        missing = f"SLOTKEEPER_MAIL names no mail server: {_messages(waiting)}"
        return ("", missing) if settings.mode == "production" else (missing, "")
    server = f"The mail server {settings.mail.host}"
    try:
        await SmtpGateway(settings.mail, settings.mail_from).check()
    except MailDown as down:
        return "", f"{server} {_SAID.get(down.problem, 'refuses')}: {_messages(waiting)}"
    return f"{server} lets us in; mail comes from {settings.mail_from}. {_messages(waiting)}", ""


def _messages(waiting: int) -> str:
    match waiting:
        case 0:
            return "No message waits."
        case 1:
            return "1 message waits."
        case _:
            return f"{waiting} messages wait."
