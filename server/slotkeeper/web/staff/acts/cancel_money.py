"""What the form of cancelling says of the policy: what it gives back now, and what is late (C3)."""

from typing import Any

from slotkeeper.domain.change_policy import Consequence
from slotkeeper.services.changing.changeable import cost_of
from slotkeeper.services.staff.booking_detail import BookingDetail
from slotkeeper.web.formats import money_text
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments

GIVES = {"clinic": ("all", "policy", "nothing"), "patient": ("policy", "all", "nothing")}
"""By who cancels; the first is what is chosen at first."""

GIVES_FIRST = {f"give_{who}": gives[0] for who, gives in GIVES.items()}


async def policy_now(staff: StaffVisit, detail: BookingDetail) -> dict[str, Any]:
    """For acts/cancel.html and acts/cancel_money.html; `gives` is None where nothing was paid, or
    where others give money back.
    """
    clinic, now = staff.clinic, staff.toolbox.clock()
    cost = await cost_of(staff.toolbox.database, clinic, detail.present, now)
    found = cost.consequence
    return {
        "is_late": found.is_late,
        "asked_until": _moment(staff, found.asked_until),
        "gives": _gives(staff, found, cost.currency) if _may_give(staff, detail) else None,
    }


def _may_give(staff: StaffVisit, detail: BookingDetail) -> bool:
    return detail.refundable > 0 and staff.member.role != "practitioner"


def _gives(staff: StaffVisit, found: Consequence, currency: str) -> dict[str, Any]:
    def money(amount: int) -> str:
        return money_text(amount, currency, staff.language)

    return {
        "options": GIVES,
        "returns": found.returns,
        "said": {"returns": money(found.returns), "keeps": money(found.keeps)},
        "all": money(found.returns + found.keeps),
        "until": _moment(staff, found.until),
    }


def _moment(staff: StaffVisit, instant: int | None) -> str:
    if instant is None:
        return ""
    now = staff.toolbox.clock()
    return Moments(staff.clinic.time_zone, staff.language, now).day_and_time(instant)
