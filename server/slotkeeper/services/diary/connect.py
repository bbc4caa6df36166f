"""Which diary a practitioner has: started, changed, switched off, taken away (N3). Each change is
in the log; a password is sealed before anything is written.
"""

from msgspec.structs import replace

from slotkeeper.services.diary.password import seal_password
from slotkeeper.services.diary.reconcile import queue_missing
from slotkeeper.services.diary.try_it import Login
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.diary import (
    Diary,
    Shows,
    delete_diary,
    find_diary,
    insert_diary,
    save_diary,
)
from slotkeeper.storage.diary_busy import forget_pieces
from slotkeeper.storage.practitioner import lock_practitioner
from slotkeeper.storage.transfer import drop_transfers

_TOLD = ("kind", "calendar", "shows", "enabled")
"""What the log tells of a change; never who gets in, or how."""


class DiaryUnknown(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """The practitioner has no diary (any more), or somebody changed it since."""


async def start_diary(
    toolbox: Toolbox, actor: Actor, practitioner_id: int, login: Login, shows: Shows
) -> None:
    """From now on bookings are written into the calendar of that login, and what takes time there
    is not offered. Raises VaultLocked, DiaryUnknown where no calendar was chosen.
    """
    if login.calendar is None:
        raise DiaryUnknown
    diary = Diary(
        practitioner_id=practitioner_id,
        clinic_id=actor.clinic_id,
        kind="caldav",
        address=login.calendar.address,
        calendar=login.calendar.name,
        username=login.user,
        password_sealed=seal_password(
            toolbox.vault, actor.clinic_id, practitioner_id, login.password
        ),
        shows=shows,
        made_at=actor.at,
    )
    await _put(toolbox, actor, diary)


async def start_by_hand(toolbox: Toolbox, actor: Actor, practitioner_id: int) -> None:
    """From now on staff write bookings into the diary themselves."""
    diary = Diary(
        practitioner_id=practitioner_id,
        clinic_id=actor.clinic_id,
        kind="by_hand",
        made_at=actor.at,
    )
    await _put(toolbox, actor, diary)


async def change_diary(
    toolbox: Toolbox,
    actor: Actor,
    practitioner_id: int,
    *,
    shows: Shows | None = None,
    enabled: bool | None = None,
) -> None:
    """What its entries tell, or whether it is in use: while it is not, nothing is written there
    and nothing that stands there takes time. Raises DiaryUnknown.
    """

    async def job(tx: Transaction) -> None:
        before = await _get(tx, actor.clinic_id, practitioner_id)
        after = replace(
            before,
            shows=before.shows if shows is None else shows,
            enabled=before.enabled if enabled is None else enabled,
        )
        await _save(tx, actor, before, after)

    await toolbox.database.write(job)
    toolbox.bell.ring()


async def remove_diary(toolbox: Toolbox, actor: Actor, practitioner_id: int) -> None:
    """Forget it with its password; what was written into it stays there. Raises DiaryUnknown."""

    async def job(tx: Transaction) -> None:
        before = await _get(tx, actor.clinic_id, practitioner_id)
        await _forget(tx, before)
        pairs = {"kind": (before.kind, None), "calendar": (before.calendar, None)}
        await note(tx, actor, "diary_removed", "diary", practitioner_id, **pairs)

    await toolbox.database.write(job)


async def _put(toolbox: Toolbox, actor: Actor, diary: Diary) -> None:
    """In another calendar nothing is written yet, and other things take time."""

    async def job(tx: Transaction) -> None:
        before = await find_diary(tx, diary.clinic_id, diary.practitioner_id)
        if before and (before.kind, before.address) == (diary.kind, diary.address):
            await _save(tx, actor, before, replace(diary, revision=before.revision))
            return
        if before:
            await _forget(tx, before)
        await insert_diary(tx, diary, actor.staff_id)
        await queue_missing(tx, diary, actor.at)
        pairs = {
            name: (getattr(before, name) if before else None, getattr(diary, name))
            for name in ("kind", "calendar")
        }
        await note(tx, actor, "diary_started", "diary", diary.practitioner_id, **pairs)

    await toolbox.database.write(job)
    toolbox.bell.ring()


async def _save(tx: Transaction, actor: Actor, before: Diary, after: Diary) -> None:
    if not after.enabled:
        await lock_practitioner(tx, after.practitioner_id)
        await forget_pieces(tx, actor.clinic_id, after.practitioner_id)
        await drop_transfers(tx, actor.clinic_id, after.practitioner_id)
    if not await save_diary(tx, after):
        raise DiaryUnknown
    if after.enabled:
        await queue_missing(tx, after, actor.at)
    pairs = {
        name: (getattr(before, name), getattr(after, name))
        for name in _TOLD
        if getattr(before, name) != getattr(after, name)
    }
    await note(tx, actor, "diary_changed", "diary", after.practitioner_id, **pairs)


async def _forget(tx: Transaction, diary: Diary) -> None:
    """With what stood in it and what waited to be written there by hand."""
    await lock_practitioner(tx, diary.practitioner_id)
    await delete_diary(tx, diary.clinic_id, diary.practitioner_id)
    await drop_transfers(tx, diary.clinic_id, diary.practitioner_id, also_ticked=True)


async def _get(tx: Transaction, clinic_id: int, practitioner_id: int) -> Diary:
    diary = await find_diary(tx, clinic_id, practitioner_id)
    if diary is None:
        raise DiaryUnknown
    return diary
