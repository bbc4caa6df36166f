"""Brings text messages to the service that sends them."""

from dataclasses import dataclass

from slotkeeper.domain.quiet_hours import quiet_until
from slotkeeper.gateways.sms import SmsGateway, Text
from slotkeeper.services.notices.carrier import outcome_of
from slotkeeper.services.notices.notice import Notice, get_notice
from slotkeeper.services.notices.outcome import Outcome
from slotkeeper.services.notices.still_true import may_come_back, why_untrue
from slotkeeper.services.sms.account import sender_of
from slotkeeper.services.sms.hand_over import HandOver
from slotkeeper.services.sms.number import read_number
from slotkeeper.services.sms.put_off import put_off_until
from slotkeeper.services.sms.texts import Texts
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.delivery import Channel
from slotkeeper.storage.outbox import Delivery
from slotkeeper.storage.sms_account import find_sms_account
from slotkeeper.storage.sms_stop import is_stopped


@dataclass(frozen=True, slots=True)
class SmsCarrier:
    """The carrier of texts: one clinic's account that lets nobody in keeps no other waiting."""

    toolbox: Toolbox
    sms: SmsGateway
    texts: Texts
    channel: Channel = "sms"

    async def send(self, delivery: Delivery) -> Outcome:
        """Send a text that was taken, if it is still true, wanted, and the hour is right."""
        return await outcome_of(self._send(delivery), delivery)

    async def rest(self) -> None:
        """Connections are let go of when the server ends: they cost nothing meanwhile."""

    async def _send(self, delivery: Delivery) -> Outcome:
        toolbox = self.toolbox
        account = await find_sms_account(toolbox.database, delivery.clinic_id)
        if account is None or not account.enabled:
            return Outcome("dropped", "texts_off")
        notice = await get_notice(toolbox, delivery)
        number = _number(notice)
        if not number:
            return Outcome("dropped", "no_number")
        text = Text(to=number, body=self.texts.write(notice), tell=_tell(toolbox, notice))
        sender = sender_of(toolbox.vault, account)
        way = HandOver(toolbox, self.sms, sender, delivery, text)
        fate = await way.find_fate()
        return fate or await self._why_not_now(notice, number) or await way.go()

    async def _why_not_now(self, notice: Notice, number: str) -> Outcome | None:
        """Because it is not true any more, or not wanted, or the clinic's quiet hours last."""
        toolbox, delivery, now = self.toolbox, notice.delivery, self.toolbox.clock()
        reason = await why_untrue(toolbox, notice, now)
        if reason == "cancelled" and (undo := await may_come_back(toolbox, notice, now)):
            return await put_off_until(toolbox, delivery, "undo", undo + 1)
        if await is_stopped(toolbox.database, delivery.clinic_id, number):
            reason = "stopped"
        if reason:
            return Outcome("dropped", reason)
        if delivery.recipient != "patient":
            return None
        quiet = quiet_until(notice.clinic.notices.quiet_hours, notice.clinic.time_zone, now)
        if (quiet or now) >= _last_start(notice):
            return Outcome("dropped", "too_late")
        return await put_off_until(toolbox, delivery, "quiet_hours", quiet) if quiet else None


def _number(notice: Notice) -> str:
    """The telephone of who is told, "" where none is known (E.164)."""
    match notice.delivery.recipient:
        case "patient":
            booker = notice.managed.booker
            return booker.phone if booker is not None else notice.patient.phone
        case "practitioner":
            return read_number(notice.managed.practitioner.mobile, notice.clinic)
        case _:
            return read_number(notice.clinic.notices.mobile, notice.clinic)


def _tell(toolbox: Toolbox, notice: Notice) -> str:
    if not toolbox.base_url:
        return ""
    return f"{toolbox.base_url}/hooks/sms/{notice.clinic.slug}/news/{notice.delivery.id}"


def _last_start(notice: Notice) -> int:
    """When the appointment begins that it is about, the last one of a series."""
    dates = notice.series.dates
    return max((each.booking.starts_at for each in dates), default=notice.booking.starts_at)
