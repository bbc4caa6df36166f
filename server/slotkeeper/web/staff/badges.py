"""Numbers beside entries of the navigation: how much waits there for somebody to do it."""

from collections.abc import Awaitable, Callable

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.staff import Member
from slotkeeper.services.diary.by_hand import count_transfers
from slotkeeper.services.notices.tasks import count_tasks
from slotkeeper.services.staff.series.show import count_series_tasks
from slotkeeper.services.staff.time_off.affected import count_affected
from slotkeeper.services.staff.waitlist.show import count_on_list
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.trust.answer import count_requests

Counter = Callable[[Toolbox, Clinic, Member], Awaitable[int]]
"""How much waits for that member at their clinic: one short query, since every page asks."""


async def _requests(toolbox: Toolbox, clinic: Clinic, member: Member) -> int:
    dates = await count_series_tasks(toolbox, clinic, member)
    return dates + await count_requests(toolbox, member)


COUNTERS: dict[str, Counter] = {
    "deliveries": count_tasks,
    "diaries": count_transfers,
    "requests": _requests,
    "time_off": count_affected,
    "waitlist": count_on_list,
}
"""By the key of the entry (navigation.py). A page whose entry has a number adds its line here."""


async def count_badges(toolbox: Toolbox, clinic: Clinic, member: Member) -> dict[str, int]:
    """Those above 0, by the key of the entry."""
    counted = {key: await count(toolbox, clinic, member) for key, count in COUNTERS.items()}
    return {key: number for key, number in counted.items() if number}
