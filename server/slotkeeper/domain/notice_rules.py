"""Who is told of bookings, by which ways and when, as the clinic has set it (N1, N6, N7)."""

from hashlib import blake2b
from typing import Literal

from msgspec import Struct

from slotkeeper.domain.cut_off import CutOff

By = Literal["mail", "sms"]
SmsOccasion = Literal["booked", "changed", "cancelled"]
SMS_OCCASIONS: tuple[SmsOccasion, ...] = ("booked", "changed", "cancelled")
PractitionerNotice = Literal["new", "changed", "cancelled", "failed"]
PRACTITIONER_NOTICES: tuple[PractitionerNotice, ...] = ("new", "changed", "cancelled", "failed")


class Reminder(Struct, frozen=True, kw_only=True):
    """A message to the patient so long before the appointment: minutes and hours elapse, days are
    those of the wall clock (domain/reminder.py).
    """

    before: CutOff
    by: By = "mail"


class QuietHours(Struct, frozen=True, kw_only=True):
    """No text message goes to patients from `starts` to `ends`: minutes after local midnight, over
    midnight where `ends` is the smaller one; equal ones mean no quiet hours.
    """

    starts: int = 21 * 60
    ends: int = 8 * 60


class NoticeRules(Struct, frozen=True, kw_only=True):
    """The section [notices] of a clinic's file.

    `send_to` are the addresses that hear of bookings, none for the clinic's own; `mobile` is a
    number that is sent a text when a failure stays unseen for `escalate_after` minutes (0: nobody
    is called after the first mail). `staff_changes`: the clinic's addresses hear of what its own
    staff do, too. `sms` are the occasions on which patients get a text beside the mail.
    """

    send_to: tuple[str, ...] = ()
    mobile: str = ""
    escalate_after: int = 30
    staff_changes: bool = False
    reminders: tuple[Reminder, ...] = (Reminder(before=CutOff(24, "h")),)
    sms: tuple[SmsOccasion, ...] = ()
    quiet_hours: QuietHours = QuietHours()


def address_number(address: str) -> int:
    """A number that an address keeps for ever, above 0: the `target` of what goes there. Capital
    letters make no difference.
    """
    digest = blake2b(address.casefold().encode(), digest_size=6).digest()
    return int.from_bytes(digest) or 1
