"""What was paid for several bookings that the clinic cancels, and whether it goes back."""

from collections.abc import Sequence
from typing import Any

from slotkeeper.services.staff.bookings.give_back import GiveBack
from slotkeeper.services.staff.bookings.several import find_paid_for
from slotkeeper.web.formats import money_text
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.door import StaffVisit


async def money_of_several(staff: StaffVisit, bookings: Sequence[int]) -> dict[str, Any] | None:
    """For acts/several_money.html: what was paid for them, None where nothing was. `may_give` is
    False for who gives no money back.
    """
    paid = await find_paid_for(staff.toolbox.database, staff.clinic.id, bookings)
    if not paid.bookings:
        return None
    sums = [money_text(amount, each, staff.language) for each, amount in paid.left.items()]
    return {
        "bookings": len(bookings),
        "paid": paid.bookings,
        "sum": " + ".join(sums),
        "may_give": staff.member.role != "practitioner",
    }


def give_of_several(staff: StaffVisit, reading: Reading) -> GiveBack:
    """Everything, unless somebody has taken the tick away, or gives no money back."""
    may_give = staff.member.role != "practitioner"
    return "all" if may_give and reading.is_ticked("give") else "nothing"
