"""Messages that do not get through, as the page "Today" shows them."""

from typing import Any

from slotkeeper.domain.reference import spoken
from slotkeeper.services.staff.mail_trouble import get_mail_trouble
from slotkeeper.web.staff.door import StaffVisit


async def mail_trouble(staff: StaffVisit) -> dict[str, Any] | None:
    """What components/mail_trouble.html is given; None where all is well."""
    found = await get_mail_trouble(staff.toolbox, staff.clinic.id, staff.member)
    if not found.waiting and not found.tasks:
        return None
    return {
        "waiting": found.waiting,
        "tasks": [
            {
                "url": f"{staff.home}/bookings/{each['booking_id']}",
                "reference": spoken(each["reference"]),
                "text": staff.text(f"trouble_mail.{each['recipient']}_{each['state']}"),
            }
            for each in found.tasks
        ],
    }
