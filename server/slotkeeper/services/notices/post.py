"""One message on its way: read, decided, written, handed over."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from slotkeeper.gateways.mail import Mail, MailDown, MailGateway, MailPutOff, MailRefused
from slotkeeper.services.notices.address import find_address, went_elsewhere
from slotkeeper.services.notices.carrier import outcome_of
from slotkeeper.services.notices.escalate import find_owner
from slotkeeper.services.notices.letter import Letters
from slotkeeper.services.notices.notice import get_notice
from slotkeeper.services.notices.outcome import Outcome
from slotkeeper.services.notices.still_true import may_come_back, why_untrue
from slotkeeper.services.notices.waiting_notice import OF_A_PLACE, get_waiting_notice
from slotkeeper.services.sms.put_off import put_off_until
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.delivery import Channel
from slotkeeper.storage.outbox import Delivery

_MESSAGES = UUID("0b8f6c52-9d53-4d0e-8a33-5a6d5b1d8f10")


@dataclass(frozen=True, slots=True)
class Post:
    """The carrier of mail."""

    toolbox: Toolbox
    mail: MailGateway
    letters: Letters
    channel: Channel = "mail"

    async def send(self, delivery: Delivery) -> Outcome:
        """Send a message that was taken, if it is still true."""
        return await outcome_of(_outcome(self, delivery), delivery)

    async def rest(self) -> None:
        """Let go of connections."""
        await self.mail.rest()


async def _outcome(post: Post, delivery: Delivery) -> Outcome:
    try:
        return await _send(post, delivery)
    except MailDown as down:
        return Outcome("down", down.problem)
    except MailPutOff as later:
        return Outcome("later", later.problem)
    except MailRefused as refused:
        return Outcome("failed", refused.problem)


async def _send(post: Post, delivery: Delivery) -> Outcome:
    get = get_waiting_notice if delivery.message in OF_A_PLACE else get_notice
    notice = await get(post.toolbox, delivery)
    now = post.toolbox.clock()
    reader = post.toolbox.database
    to, name = await find_owner(reader, delivery) or await find_address(reader, notice)
    reason = await why_untrue(post.toolbox, notice, now) or went_elsewhere(notice)
    if reason == "cancelled" and (undo := await may_come_back(post.toolbox, notice, now)):
        return await put_off_until(post.toolbox, delivery, "undo", undo + 1)
    if reason or not to:
        return Outcome("dropped", reason or "no_address")
    letter = post.letters.write(notice, now)
    await post.mail.send(
        Mail(
            to=to,
            to_name=name,
            sender_name=notice.clinic.name,
            reply_to=notice.clinic.email if delivery.recipient == "patient" else "",
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            language=notice.language,
            message_id=_message_id(post, delivery),
            sent_at=now,
            attachments=letter.attachments,
        )
    )
    return Outcome("sent")


def _message_id(post: Post, delivery: Delivery) -> str:
    """The same at each try, so that a mail program shows a message once that was sent twice."""
    of = (delivery.clinic_id, delivery.booking_id, delivery.recipient, delivery.message)
    place = (delivery.target,) if delivery.target else ()
    said = ":".join(map(str, (*of, delivery.occasion, *place)))
    return f"{uuid5(_MESSAGES, said)}@{post.mail.domain}"
