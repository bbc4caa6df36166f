"""Which messages to a patient go as texts too: queued beside the mail, in its transaction."""

from slotkeeper.domain.notice_rules import SmsOccasion
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import Message, insert_delivery
from slotkeeper.storage.sms_account import find_text_rules

_OCCASIONS: dict[Message, SmsOccasion] = {
    "booking_confirmed": "booked",
    "booking_approved": "booked",
    "series_made": "booked",
    "booking_moved": "changed",
    "series_changed": "changed",
    "link_renewed": "changed",
    "booking_cancelled": "cancelled",
    "booking_declined": "cancelled",
    "booking_lapsed": "cancelled",
    "series_cancelled": "cancelled",
}


async def text_patient(
    tx: Transaction,
    clinic_id: int,
    booking_id: int,
    message: Message,
    now: int,
    *,
    occasion: str = "",
    language: str = "",
) -> None:
    """Queue a text beside a message to the patient, where the clinic sends texts on such occasions.
    `now` in epoch seconds; `occasion` and `language` are those of the message.
    """
    wanted = _OCCASIONS.get(message)
    if wanted is None:
        return
    rules = await find_text_rules(tx, clinic_id)
    if rules is None or wanted not in rules.sms:
        return
    await insert_delivery(
        tx,
        clinic_id=clinic_id,
        booking_id=booking_id,
        recipient="patient",
        message=message,
        now=now,
        occasion=occasion,
        channel="sms",
        language=language,
    )
