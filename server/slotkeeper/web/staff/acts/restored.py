"""What becomes of the money when a cancellation is undone, in words."""

from typing import Any

from slotkeeper.services.staff.booking_detail import BookingDetail
from slotkeeper.web.formats import money_text
from slotkeeper.web.staff.door import StaffVisit


def restored_view(staff: StaffVisit, detail: BookingDetail) -> dict[str, Any]:
    """For acts/restored.html: what stays, what is gone and due then, and minor units of that for
    the form.
    """
    money, payment = detail.if_restored, detail.payment
    currency = payment.currency if payment else staff.clinic.currency

    def text(amount: int) -> str:
        return money_text(amount, currency, staff.language) if amount else ""

    return {
        "stays": text(money.stays),
        "gone": text(money.gone),
        "is_made": money.is_made,
        "due": text(money.at_clinic),
        "units": money.gone,
    }
