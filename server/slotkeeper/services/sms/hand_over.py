"""A text is handed to the service, and never twice without looking whether it is there already."""

from dataclasses import dataclass

from slotkeeper.gateways.sms import (
    SmsFateUnknown,
    SmsGateway,
    SmsPutOff,
    SmsRefused,
    SmsSender,
    SmsStopped,
    Text,
)
from slotkeeper.services.notices.outcome import PUT_BACK, Outcome
from slotkeeper.services.sms.put_off import put_off_until
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.outbox import Delivery
from slotkeeper.storage.sms_account import note_weather
from slotkeeper.storage.sms_message import (
    SmsMessage,
    begin_message,
    find_message,
    note_not_taken,
    note_taken,
)
from slotkeeper.storage.sms_stop import insert_stop

LOOKED_AFTER = 60
"""Seconds until a service that took a text shows it in its list for certain."""

_FATE_UNKNOWN = "fate_unknown"


@dataclass(frozen=True, slots=True)
class HandOver:
    """One text on its way to the service."""

    toolbox: Toolbox
    sms: SmsGateway
    sender: SmsSender
    delivery: Delivery
    text: Text

    async def find_fate(self) -> Outcome | None:
        """What has become of the text if an earlier try may have handed it over; None where it is
        to be handed over (again).
        """
        database, delivery = self.toolbox.database, self.delivery
        known = await find_message(database, delivery.clinic_id, delivery.id)
        if known is None or known.state in {"not_taken", "failed"}:
            return None
        if known.state == "sending":
            return await self._look(known)
        return None if known.was_sent else Outcome("sent")

    async def go(self) -> Outcome:
        """Hand it over. The mark before is what a crash leaves behind."""
        database, now = self.toolbox.database, self.toolbox.clock()
        if not await database.write(lambda tx: begin_message(tx, self.delivery, now)):
            return Outcome("later", PUT_BACK)  # which changes nothing: it is somebody else's
        try:
            name = await self.sms.send(self.sender, self.text)
        except SmsFateUnknown:
            await self._note("unreachable")
            return await self._wait(_FATE_UNKNOWN, now + LOOKED_AFTER)
        except SmsPutOff as later:
            await self._not_taken(later.problem)
            at = self.toolbox.clock() + later.seconds
            later_outcome = Outcome("later", later.problem)
            return await self._wait(later.problem, at) if later.seconds else later_outcome
        except SmsRefused as refused:
            await self._not_taken("")
            return Outcome("failed", refused.problem)
        except SmsStopped:
            await self._not_taken("")
            return await self._stopped()
        await database.write(lambda tx: note_taken(tx, self.delivery.id, name, now))
        await self._note("")
        return Outcome("sent")

    async def _look(self, known: SmsMessage) -> Outcome | None:
        now = self.toolbox.clock()
        if now < known.begun_at + LOOKED_AFTER:
            return await self._wait(_FATE_UNKNOWN, known.begun_at + LOOKED_AFTER)
        try:
            name = await self.sms.find(self.sender, self.text, known.begun_at)
        except SmsPutOff:
            return Outcome("later", _FATE_UNKNOWN)
        except SmsRefused:  # it shows nobody what it took: a person has to ask the patient
            return Outcome("failed", _FATE_UNKNOWN)
        if name is None:
            return None
        await self.toolbox.database.write(lambda tx: note_taken(tx, self.delivery.id, name, now))
        return Outcome("sent")

    async def _stopped(self) -> Outcome:
        clinic_id, now = self.delivery.clinic_id, self.toolbox.clock()
        await self.toolbox.database.write(lambda tx: insert_stop(tx, clinic_id, self.text.to, now))
        return Outcome("dropped", "stopped")

    async def _not_taken(self, problem: str) -> None:
        now = self.toolbox.clock()
        await self.toolbox.database.write(lambda tx: note_not_taken(tx, self.delivery.id, now))
        await self._note(problem)

    async def _note(self, problem: str) -> None:
        clinic_id, now = self.delivery.clinic_id, self.toolbox.clock()
        await self.toolbox.database.write(lambda tx: note_weather(tx, clinic_id, problem, now))

    async def _wait(self, problem: str, at: int) -> Outcome:
        return await put_off_until(self.toolbox, self.delivery, problem, at)
