"""What nobody has seen to is told to somebody else, step by step, until somebody has (N2)."""

from functools import partial

from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import ClinicUnknown
from slotkeeper.domain.escalation import (
    LATEST_START_SECONDS,
    OWNERS,
    TEXT,
    Step,
    join_outages,
    steps_due,
)
from slotkeeper.services.notices.outcome import TASK_AFTER_SECONDS
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.clinic import find_slug
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.delivery import Channel, insert_delivery
from slotkeeper.storage.escalation import (
    find_calling_clinics,
    find_forgotten,
    find_unseen,
    has_unseen,
    lock_escalation,
    make_task,
    note_step,
    save_steps,
)
from slotkeeper.storage.membership import find_member, find_members
from slotkeeper.storage.outbox import Delivery

EVERY_SECONDS = 20
_PAUSE_SECONDS = 600
"""What comes together is told together: between two steps of a clinic lies so much time."""


async def escalate(toolbox: Toolbox) -> int:
    """Take every step that is due, at all clinics; how many notices were queued by that.

    Several servers may do so at once: the database lets one of them take a step. Raises
    DatabaseUnavailable.
    """
    await find_what_is_forgotten(toolbox)
    queued = 0
    for clinic_id in await find_calling_clinics(toolbox.database):
        clinic = await _clinic(toolbox, clinic_id)
        if clinic is not None and await _is_any_due(toolbox, clinic):
            queued += await toolbox.database.write(
                partial(_escalate, clinic=clinic, now=toolbox.clock())
            )
    if queued:
        toolbox.bell.ring()
    return queued


async def find_what_is_forgotten(toolbox: Toolbox) -> int:
    """What should have gone long ago and was not even tried becomes a task; how many (N4).

    Where no mail server is set, that alone is said (services/notices/tasks.py).
    """
    now = toolbox.clock()
    channels = ["sms", "diary", "webhook", *(["mail"] if toolbox.mail else [])]
    found = await find_forgotten(toolbox.database, channels, now - TASK_AFTER_SECONDS)
    if not found:
        return 0

    async def job(tx: Transaction) -> int:
        return sum([await make_task(tx, each.id, now) for each in found])

    return await toolbox.database.write(job)


async def is_seen(reader: Reader, delivery: Delivery) -> bool:
    """Whether a call for help need not go out any more: all was seen to, or has arrived."""
    if delivery.message != "unseen_failure":
        return False
    return not await has_unseen(reader, delivery.clinic_id)


async def find_owner(reader: Reader, delivery: Delivery) -> tuple[str, str] | None:
    """Address and name of the owner whom a call for help goes to; None for everything else. Who is
    no owner of the clinic any more has the address "".
    """
    if delivery.message != "unseen_failure" or not delivery.target:
        return None
    member = await find_member(reader, delivery.clinic_id, delivery.target)
    if member is None or member.role != "owner":
        return "", ""
    return member.staff.email, member.staff.name


def said_count(delivery: Delivery) -> int:
    """Of how many tasks a call for help tells."""
    return int(delivery.occasion.rpartition(":")[2] or 1)


async def _is_any_due(toolbox: Toolbox, clinic: Clinic) -> bool:
    now = toolbox.clock()
    unseen = await find_unseen(toolbox.database, clinic.id, now - LATEST_START_SECONDS)
    return bool(join_outages(unseen) or steps_due(unseen, clinic.notices, now))


async def _escalate(tx: Transaction, clinic: Clinic, now: int) -> int:
    told_at = await lock_escalation(tx, clinic.id)
    unseen = await find_unseen(tx, clinic.id, now - LATEST_START_SECONDS)
    joined = {each.told.id: each for each in join_outages(unseen)}
    await save_steps(tx, list(joined.values()))
    unseen = [joined.get(each.told.id, each) for each in unseen]
    queued = 0
    for step in steps_due(unseen, clinic.notices, now):
        if step.is_said and now - told_at < _PAUSE_SECONDS:
            continue
        await save_steps(
            tx, [replace(each, escalation=step.step, escalated_at=now) for each in step.tasks]
        )
        queued += await _say(tx, clinic, step, now) if step.is_said else 0
    if queued:
        await note_step(tx, clinic.id, now)
    return queued


async def _say(tx: Transaction, clinic: Clinic, step: Step, now: int) -> int:
    if step.step != OWNERS:
        await _queue(tx, clinic, step, "sms" if step.step == TEXT else "mail", now)
        return 1
    members = await find_members(tx, clinic.id)
    owners = [each.staff.id for each in members if each.role == "owner"]
    for staff_id in owners:
        await _queue(tx, clinic, step, "mail", now, staff_id)
    return len(owners)


async def _queue(
    tx: Transaction, clinic: Clinic, step: Step, channel: Channel, now: int, target: int = 0
) -> None:
    first = step.tasks[0].told
    await insert_delivery(
        tx,
        clinic_id=clinic.id,
        booking_id=first.booking_id,
        recipient="clinic",
        message="unseen_failure",
        now=now,
        occasion=f"{first.id}:{step.step}:{len(step.tasks)}",
        channel=channel,
        target=target,
    )


async def _clinic(toolbox: Toolbox, clinic_id: int) -> Clinic | None:
    slug = await find_slug(toolbox.database, clinic_id)
    try:
        return await toolbox.clinics.get(toolbox.database, slug or "")
    except ClinicUnknown:
        return None
