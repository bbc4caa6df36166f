"""What is to be paid when booking, in words, before the patient starts (P1)."""

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.prepayment import amount_due
from slotkeeper.web.booking.surface import Surface
from slotkeeper.web.formats import money_text


def prepay_of_type(surface: Surface, clinic: Clinic, kind: AppointmentType) -> str:
    """One line at the type: "Pay A$30.00 when you book"; "" where nobody is asked beforehand."""
    if kind.prepay.kind == "none" or kind.prepay.asked_of == "marked":
        return ""
    key = "type.prepay" if asks_everybody(kind) else "type.prepay_new"
    due = amount_due(kind.prepay, kind.price, clinic.currency)
    return surface.say(key, amount=money_text(due.now, clinic.currency, surface.language))


def prepay_of_booking(surface: Surface, clinic: Clinic, kind: AppointmentType) -> str:
    """One line at the button: "Pay A$30.00 now, A$65.00 at the clinic"."""
    if kind.prepay.kind == "none" or kind.prepay.asked_of == "marked":
        return ""
    due = amount_due(kind.prepay, kind.price, clinic.currency)
    if asks_everybody(kind):
        key = "details.prepay_part" if due.at_clinic else "details.prepay_all"
    else:
        key = "details.prepay_new_part" if due.at_clinic else "details.prepay_new_all"
    return surface.say(
        key,
        now=money_text(due.now, clinic.currency, surface.language),
        later=money_text(due.at_clinic, clinic.currency, surface.language),
    )


def asks_everybody(kind: AppointmentType) -> bool:
    """Whether the next step after the details is surely the payment. A type for new patients only
    may still turn out to be booked by a known one.
    """
    return kind.prepay.kind != "none" and kind.prepay.asked_of == "all"
