"""Where a patient stands, in words."""

from typing import Any

from slotkeeper.domain.trust import REASONS, STEPS, Standing
from slotkeeper.storage.trust import OnStep
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments


def standing_view(staff: StaffVisit, it: OnStep) -> dict[str, Any]:
    """What templates show of a patient's standing as it is in force now."""
    now = staff.toolbox.clock()
    moments = Moments(staff.clinic.time_zone, staff.language, now)
    stands = it.standing.at(now)
    return {
        "id": it.id,
        "name": it.name,
        "contact": " · ".join(filter(None, (it.phone, it.email))),
        "step": stands.step,
        "reason": reason_key(stands.reason),
        "note": stands.note,
        "whose": _whose(staff, it, stands),
        "since": moments.day(stands.since) if stands.since else "",
        "since_iso": moments.iso(stands.since) if stands.since else "",
        "until": moments.day(stands.until - 1) if stands.until else "",
        "until_on": moments.local(stands.until - 1).date().isoformat() if stands.until else "",
        "tries": it.tries,
        "tried": moments.ago(it.tried_at) if it.tried_at else "",
    }


def _whose(staff: StaffVisit, it: OnStep, stands: Standing) -> str:
    """Who put them there."""
    if stands.by == "rule":
        return staff.text("trust.by_rule")
    if stands.staff_id is not None and it.staff_name:
        return staff.text("trust.by", name=it.staff_name)
    return staff.text("trust.by_somebody")


def reason_key(reason: str) -> str:
    """The name of its text, "" for none."""
    return reason.replace("-", "_")


def choices() -> dict[str, Any]:
    """What a form offers: steps, and reasons with the names of their texts."""
    return {"steps": STEPS, "reasons": [(each, reason_key(each)) for each in REASONS]}
