"""Reminders, queued when their time has come (N7, docs/adr/0030)."""

import logging
from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfoNotFoundError

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.notice_rules import By, Reminder
from slotkeeper.domain.reminder import Timing, is_due, occasion_of, remind_at, starts_to_look_at
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.reminder import (
    Remindable,
    RemindingClinic,
    find_remindable,
    find_reminding,
)
from slotkeeper.storage.sms_account import find_text_rules

EVERY_SECONDS = 60

_LOG = logging.getLogger("slotkeeper.notices")
_OVERLAP_SECONDS = 300
_AT_ONCE = 100


class Reminding:
    """Looks what is due, a minute's worth each time; the first time at all that went by while no
    server ran, as far as it is still of use. Several servers may do so at once: a reminder is
    queued once.
    """

    def __init__(self, toolbox: Toolbox) -> None:
        self._toolbox = toolbox
        self._looked: dict[tuple[int, CutOff, By], int] = {}

    async def remind(self) -> int:
        """Queue what is due at all clinics; how many there were. Raises DatabaseUnavailable."""
        toolbox, queued = self._toolbox, 0
        for clinic in await find_reminding(toolbox.database):
            for reminder in clinic.notices.reminders:
                try:
                    queued += await self._remind(clinic, reminder)
                except (OverflowError, ValueError, ZoneInfoNotFoundError) as problem:
                    # Nothing of one clinic keeps the patients of others from being reminded.
                    _LOG.error("clinic %d: no reminders: %s", clinic.id, type(problem).__name__)
        if queued:
            toolbox.bell.ring()
        return queued

    async def _remind(self, clinic: RemindingClinic, reminder: Reminder) -> int:
        toolbox, key = self._toolbox, (clinic.id, reminder.before, reminder.by)
        now = toolbox.clock()
        since = self._looked.get(key, _OVERLAP_SECONDS) - _OVERLAP_SECONDS
        found = await find_due(toolbox.database, clinic, reminder, since, now)
        for begin in range(0, len(found), _AT_ONCE):
            some = found[begin : begin + _AT_ONCE]
            await toolbox.database.write(
                partial(_queue, clinic_id=clinic.id, reminder=reminder, found=some, now=now)
            )
        self._looked[key] = now
        return len(found)


async def find_due(
    reader: Reader, clinic: RemindingClinic, reminder: Reminder, since: int, now: int
) -> list[Remindable]:
    """Whose patients are to be reminded at `now`, among those whose time came after `since` (epoch
    seconds); none by a text where the clinic sends no texts.
    """
    if reminder.by == "sms" and await find_text_rules(reader, clinic.id) is None:
        return []
    timing = timing_of(clinic, reminder)
    first, last = starts_to_look_at(timing, since, now)
    return [
        each
        for each in await find_remindable(reader, clinic.id, first, last, reminder.by)
        if is_due(each.starts_at, timing, each.told_at, now)
    ]


def timing_of(clinic: RemindingClinic, reminder: Reminder) -> Timing:
    """When that reminder goes."""
    quiet = clinic.notices.quiet_hours if reminder.by == "sms" else None
    return Timing(before=reminder.before, zone=clinic.time_zone, quiet=quiet)


async def count_reminders(reader: Reader, clinic: RemindingClinic, since: int, until: int) -> int:
    """How many fall due from `since` to before `until` (epoch seconds) by what is booked now."""
    count = 0
    for reminder in clinic.notices.reminders:
        timing = timing_of(clinic, reminder)
        first, _ = starts_to_look_at(timing, since, since)
        _, last = starts_to_look_at(timing, since, until)
        found = await find_remindable(reader, clinic.id, first, last, reminder.by)
        count += sum(
            max(since, each.told_at + 1) <= remind_at(each.starts_at, timing) < until
            for each in found
        )
    return count


async def _queue(
    tx: Transaction, clinic_id: int, reminder: Reminder, found: Sequence[Remindable], now: int
) -> None:
    for each in found:
        await insert_delivery(
            tx,
            clinic_id=clinic_id,
            booking_id=each.booking_id,
            recipient="patient",
            message="booking_reminder",
            occasion=occasion_of(each.starts_at, reminder.before),
            channel=reminder.by,
            now=now,
        )
