"""Telling owners and the desk that patients find no times though online booking is on (S5)."""

from typing import Any

from slotkeeper.domain.nothing_offered import nothing_offered
from slotkeeper.web.staff.door import StaffVisit


def nothing_views(staff: StaffVisit) -> list[dict[str, Any]]:
    """A sentence for each reason, with the ways to mend it; empty where times are offered, or for
    who can do nothing about it.
    """
    if staff.member.role == "practitioner":
        return []
    found = nothing_offered(staff.clinic, staff.toolbox.clock())
    return [
        {
            "text": staff.text(
                f"offered.{why}",
                names=", ".join(each.name for each in kinds),
                days=staff.clinic.online_booking.horizon_days,
            ),
            "ways": _ways(staff, why),
        }
        for why, kinds in found.items()
    ]


def _ways(staff: StaffVisit, why: str) -> list[dict[str, str]]:
    ways = [("offered.mark", f"{staff.home}/calendar?view=week&paint=on")]
    if staff.member.role == "owner" and why == "nothing_marked":
        ways.append(("offered.offer_all", f"{staff.home}/settings/online-booking#q-offer"))
    return [{"text": staff.text(key), "url": url} for key, url in ways]
