"""Looking at practitioners' diaries all the time: what was entered there closes times here within
a minute, and what is amiss is found without anyone asking (N3, N4).
"""

import asyncio
import logging

from slotkeeper.gateways.diary import DiaryDown, DiaryRefused
from slotkeeper.services.diary.reconcile import look
from slotkeeper.services.diary.trouble import note_good, note_trouble
from slotkeeper.services.diary.turn import Turn, turn_with
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.vault import VaultLocked
from slotkeeper.storage.clinic import find_slug
from slotkeeper.storage.database import DatabaseUnavailable, Transaction
from slotkeeper.storage.diary import find_watched, note_look
from slotkeeper.storage.diary_busy import forget_pieces

EVERY_SECONDS = 3.0
"""How often is asked whether a diary is due; a diary itself is asked each POLL_SECONDS."""

POLL_SECONDS = 60
NEAR_SECONDS = 14 * 86_400
"""What is changed in a diary is looked for so far ahead at once, and further now and then."""

FAR_EVERY_SECONDS = 900
_MOST_DAYS, _LEAST_DAYS = 400, 90
_SHOWN_DAYS = 60
"""What took time in a diary is shown in the calendar so long after that."""
_DAY = 86_400
_AT_ONCE = 8

_LOG = logging.getLogger("slotkeeper.notices")


async def watch_diaries(toolbox: Toolbox) -> None:
    """For ever; one process at a time looks at each diary."""
    while True:
        try:
            await look_at_due(toolbox)
        except DatabaseUnavailable:
            pass
        except Exception as problem:  # noqa: BLE001 - nobody else is there to catch it
            _LOG.error("the watch of diaries stumbles: %s", type(problem).__name__)
        await asyncio.sleep(EVERY_SECONDS)


async def look_at_due(toolbox: Toolbox) -> None:
    """Ask those diaries that were not asked for a minute. Raises DatabaseUnavailable."""
    now = toolbox.clock()
    watched = await find_watched(toolbox.database)
    due = [each.practitioner_id for each in watched if now - each.tried_at >= POLL_SECONDS]
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(practitioner_id: int) -> None:
        async with turns:
            await look_at(toolbox, practitioner_id)

    await asyncio.gather(*(one(each) for each in due))


async def look_at(toolbox: Toolbox, practitioner_id: int) -> None:
    """Ask one diary now; what it answers, or that it does not, is kept. Raises
    DatabaseUnavailable.
    """
    async with turn_with(toolbox, practitioner_id) as turn:
        if turn is None or not turn.diary.enabled or turn.diary.kind != "caldav":
            return
        try:
            await _look(turn)
        except VaultLocked:
            await note_trouble(toolbox, turn.diary, "locked")
        except (DiaryDown, DiaryRefused) as problem:
            await note_trouble(toolbox, turn.diary, problem.problem)
        else:
            await note_good(toolbox, turn.diary)


async def _look(turn: Turn) -> None:
    """At nothing but its mark where that says that nothing has changed."""
    toolbox, diary = turn.toolbox, turn.diary
    mark, now = await turn.server.mark(turn.access), toolbox.clock()
    is_far = now - diary.looked_at >= FAR_EVERY_SECONDS or diary.failing_since is not None
    if not is_far and mark and mark == diary.mark:
        return
    until = now + (await _far(turn) if is_far else NEAR_SECONDS)
    unread = await look(turn, until)

    async def job(tx: Transaction) -> None:
        await note_look(
            tx,
            diary,
            mark=mark,
            now=now if is_far else diary.looked_at,
            until=until if is_far else diary.looked_until,
            unread=unread if is_far else diary.unread,
        )
        if is_far:
            before = now - _SHOWN_DAYS * _DAY
            await forget_pieces(tx, diary.clinic_id, diary.practitioner_id, before)

    await toolbox.database.write(job)
    toolbox.bell.ring()


async def _far(turn: Turn) -> int:
    """As far as patients book, and somewhat more, in seconds."""
    reader = turn.toolbox.database
    slug = await find_slug(reader, turn.diary.clinic_id) or ""
    clinic = await turn.toolbox.clinics.get(reader, slug)
    days = clinic.online_booking.horizon_days + 8
    return max(_LEAST_DAYS, min(days, _MOST_DAYS)) * _DAY
