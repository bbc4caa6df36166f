"""/staff/{clinic}/waitlist: who waits, in whose turn it is, and one of them."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.services.staff.waitlist.show import (
    find_offerable,
    get_on_list,
    list_gone,
    list_waiting,
)
from slotkeeper.services.waitlist.entry import EntryUnknown
from slotkeeper.storage.set_up_names import find_parts
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import DESK
from slotkeeper.web.staff.waitlist.words import gone_view, row_view, times_view

ONE = "waitlist/one.html"
_LARGEST = 2**53


@get("/{clinic:str}/waitlist", opt=DESK)
async def show_waitlist(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The first in turn first."""
    toolbox, clinic = staff.toolbox, staff.clinic
    parts = await find_parts(toolbox.database, clinic.id)
    waiting = await list_waiting(toolbox, clinic)
    return staff.show(
        "waitlist/list.html",
        rows=[row_view(staff, parts, each) for each in waiting],
        gone=gone_view(staff, parts, await list_gone(toolbox, clinic)),
        may_rule=staff.member.role == "owner",
    )


@get("/{clinic:str}/waitlist/{entry:int}", opt=DESK)
async def show_on_list(entry: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """What they want, what was offered to them, and what can be done for them."""
    return staff.show(ONE, **await one_context(staff, entry))


async def one_context(staff: StaffVisit, entry_id: int) -> dict[str, Any]:
    """What the page shows. Raises EntryUnknown."""
    toolbox, clinic = staff.toolbox, staff.clinic
    found = await get_on_list(toolbox, clinic, known(entry_id))
    parts = await find_parts(toolbox.database, clinic.id)
    offerable = await find_offerable(toolbox, clinic, found)
    it = row_view(staff, parts, found)
    return {
        "it": it,
        "values": {"email": it["email"], "phone": it["phone"]},
        "times": times_view(staff, parts, offerable),
        "over": "",
    }


def known(number: int) -> int:
    """Raises EntryUnknown for a number that no row can have."""
    if not 0 < number < _LARGEST:
        raise EntryUnknown
    return number
