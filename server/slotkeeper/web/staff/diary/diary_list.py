"""/staff/{clinic}/diaries: the diary of each practitioner, and how it fares."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from slotkeeper.services.diary.by_hand import count_transfers
from slotkeeper.services.staff.calendar import visible_practitioners
from slotkeeper.storage.diary import find_diaries
from slotkeeper.web.staff.diary.state import diary_view
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY


@get("/{clinic:str}/diaries", opt=EVERYBODY)
async def show_diaries(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """Those that are open to the member; a practitioner sees their own."""
    found = await find_diaries(staff.toolbox.database, staff.clinic.id)
    diaries = {each.practitioner_id: each for each in found}
    people = visible_practitioners(staff.clinic, staff.member)
    return staff.show(
        "diary/list.html",
        diaries=[
            diary_view(staff, each, diaries.get(each.id))
            for each in people
            if each.enabled or each.id in diaries
        ],
        waiting=await count_transfers(staff.toolbox, staff.clinic, staff.member),
    )
