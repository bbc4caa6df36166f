"""What somebody of the staff should see to, gathered as it is seen to: what has one cause together
(N2).
"""

from msgspec import Struct

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.escalation import outage_of
from slotkeeper.domain.staff import Member
from slotkeeper.domain.way import Told
from slotkeeper.services.notices.about import About, find_about
from slotkeeper.services.notices.outcome import TASK_AFTER_SECONDS
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.outbox import count_waiting
from slotkeeper.storage.task import count_by_hand, find_open
from slotkeeper.storage.waitlist_message import count_untold
from slotkeeper.storage.ways import count_not_in_diaries

MOST = 500
"""So many deliveries are gathered; an outage of more says at least so many."""
MOST_NAMED = 50
"""Of so many the booking is looked up."""


class Task(Struct, frozen=True, kw_only=True):
    """Deliveries with one cause, `told` the newest of them; `delivery_ids` are all, the newest
    first, `booking` what the newest one is about, `bookings` that of the first few, each once.
    """

    told: Told
    delivery_ids: tuple[int, ...]
    booking: About
    bookings: tuple[About, ...]
    since: int

    @property
    def count(self) -> int:
        """How many deliveries it is about."""
        return len(self.delivery_ids)


class Trouble(Struct, frozen=True, kw_only=True):
    """All of it: `waiting` are messages that wait because no mail server is set, `by_hand` bookings
    that somebody has to write into a diary, `not_in_diary` those that stand in the list and were
    not written into the practitioner's diary although they should have been by now (N4); `untold`
    people of the waiting list whose message did not arrive.
    """

    tasks: tuple[Task, ...] = ()
    waiting: int = 0
    by_hand: int = 0
    not_in_diary: int = 0
    untold: int = 0


async def find_trouble(toolbox: Toolbox, member: Member) -> Trouble:
    """What the member should see to: a practitioner's own bookings only, and no messages to the
    clinic.
    """
    reader, clinic_id, now = toolbox.database, member.clinic_id, toolbox.clock()
    tasks = [await _task(toolbox, clinic_id, each) for each in await _gathered(toolbox, member)]
    return Trouble(
        tasks=tuple(each for each in tasks if each),
        waiting=await count_unsent(toolbox, member),
        by_hand=await count_by_hand(reader, clinic_id, member.only_diary),
        not_in_diary=await count_not_in_diaries(
            reader, clinic_id, member.only_diary, now, now - TASK_AFTER_SECONDS
        ),
        untold=0 if member.only_diary else await count_untold(reader, clinic_id, now),
    )


async def count_unsent(toolbox: Toolbox, member: Member) -> int:
    """How many messages wait because no mail server is set; who sees only their own diary is not
    bothered with it.
    """
    if toolbox.mail or member.only_diary is not None:
        return 0
    return await count_waiting(toolbox.database, member.clinic_id)


async def count_tasks(toolbox: Toolbox, clinic: Clinic, member: Member) -> int:
    """How many there are of them: what has one cause counts once."""
    return len(await _gathered(toolbox, member)) if clinic.id == member.clinic_id else 0


async def _gathered(toolbox: Toolbox, member: Member) -> list[list[Told]]:
    """The newest first."""
    found = await find_open(toolbox.database, member.clinic_id, member.only_diary, MOST)
    by_cause: dict[str, list[Told]] = {}
    for each in found:
        by_cause.setdefault(outage_of(each) or str(each.id), []).append(each)
    return list(by_cause.values())


async def _task(toolbox: Toolbox, clinic_id: int, deliveries: list[Told]) -> Task | None:
    reader, first = toolbox.database, deliveries[0]
    ids = list(dict.fromkeys(each.booking_id for each in deliveries[:MOST_NAMED]))
    found = [await find_about(reader, clinic_id, each) for each in ids]
    bookings = [each for each in found if each]
    if not bookings:
        return None
    return Task(
        told=first,
        delivery_ids=tuple(each.id for each in deliveries),
        booking=bookings[0],
        bookings=tuple(bookings),
        since=min(each.task_since or each.made_at for each in deliveries),
    )
