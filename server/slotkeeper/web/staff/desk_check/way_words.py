"""By which ways a booking was made known, in words."""

from typing import Any

from slotkeeper.domain.way import Way, Ways
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments

_GOOD = {"sent", "delivered", "inserted", "acknowledged"}
_WRONG = {"failed", "late", "collides", "missing", "changed"}


def way_views(staff: StaffVisit, ways: Ways, moments: Moments) -> list[dict[str, Any]]:
    """Those by which something goes or went, what went wrong first."""
    used = sorted(ways.used, key=lambda each: not each.is_task)
    return [_view(staff, each, moments) for each in used]


def _view(staff: StaffVisit, way: Way, moments: Moments) -> dict[str, Any]:
    is_wrong = way.is_task or way.state in _WRONG
    return {
        "name": staff.text(f"desk.way_{way.name}"),
        "state": staff.text(f"desk.state_{way.state}"),
        "tone": "wrong" if is_wrong else "good" if way.state in _GOOD else "open",
        "ago": moments.ago(way.at) if way.at else "",
    }
