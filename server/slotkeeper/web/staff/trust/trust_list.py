"""/staff/{clinic}/trust: all patients on a step."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from slotkeeper.domain.trust import STEPS
from slotkeeper.storage.trust import find_on_steps
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import DESK
from slotkeeper.web.staff.trust.standing_view import standing_view

_MOST = 500


@get("/{clinic:str}/trust", opt=DESK)
async def show_trust(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """Who, why, since when, until when, set by whom; the strictest first."""
    found = await find_on_steps(staff.toolbox.database, staff.clinic.id, _MOST)
    shown = [standing_view(staff, each) for each in found]
    groups = [
        {"step": step, "people": [each for each in shown if each["step"] == step]}
        for step in reversed(STEPS[1:])
    ]
    present = [each for each in groups if each["people"]]
    return staff.show("trust/list.html", groups=present, may_rule=staff.member.role == "owner")
