"""Writing into a diary that no server keeps: a queue for staff, ticked when it is done (N3)."""

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.staff import Member
from slotkeeper.domain.transfer import Act, Stretch, act_for, recall, remember
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage import transfer as stored
from slotkeeper.storage.addressee import Addressee, find_addressee
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.diary_entry import (
    STANDS_IN_DIARIES,
    WrittenEntry,
    find_entries_of,
    save_entry,
)
from slotkeeper.storage.transfer import Transfer

MOST = 200
_UNDONE_FOR = 86_400


class ToTransfer(Struct, frozen=True, kw_only=True):
    """One booking and whose diary: what is to be done there, and what stood there `before`."""

    transfer: Transfer
    booking: Booking
    patient: Addressee | None
    act: Act
    before: Stretch | None


class TransferGone(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """Somebody else was quicker, or it is not to be done any more."""


class TransferUnknown(Exception):  # noqa: N818
    """It was never theirs to do."""


async def count_transfers(toolbox: Toolbox, clinic: Clinic, member: Member) -> int:
    """How many wait for that member; a practitioner sees to their own diary."""
    return await stored.count_transfers(toolbox.database, clinic.id, member.only_diary)


async def find_waiting(toolbox: Toolbox, clinic: Clinic, member: Member) -> list[ToTransfer]:
    """At most MOST, the appointment that is next first."""
    found = await stored.find_transfers(toolbox.database, clinic.id, member.only_diary, MOST)
    return [item for each in found if (item := await _read(toolbox.database, clinic.id, each))]


async def find_done(toolbox: Toolbox, clinic: Clinic, member: Member) -> list[ToTransfer]:
    """What was ticked within a day, the latest first; `before` is what stood there before that."""
    since = toolbox.clock() - _UNDONE_FOR
    reader, only = toolbox.database, member.only_diary
    found = await stored.find_done_transfers(reader, clinic.id, only, since, MOST)
    return [item for each in found if (item := await _read(reader, clinic.id, each))]


async def tick(toolbox: Toolbox, actor: Actor, member: Member, transfer_id: int) -> None:
    """It stands in the diary as it stands in the list. Raises TransferGone, TransferUnknown."""

    async def job(tx: Transaction) -> None:
        transfer = await _get(tx, actor.clinic_id, member, transfer_id)
        item = await _read(tx, actor.clinic_id, transfer)
        if item is None or not await stored.tick_transfer(tx, transfer, actor.staff_id, actor.at):
            raise TransferGone
        await _save(tx, item, actor.at)
        await note(tx, actor, "transfer_done", "booking", transfer.booking_id)

    await toolbox.database.write(job)


async def untick(toolbox: Toolbox, actor: Actor, member: Member, transfer_id: int) -> None:
    """It was not done after all, and waits again. Raises TransferGone, TransferUnknown."""

    async def job(tx: Transaction) -> None:
        transfer = await _get(tx, actor.clinic_id, member, transfer_id)
        if not await stored.untick_transfer(tx, transfer):
            raise TransferGone
        entries = await find_entries_of(tx, actor.clinic_id, transfer.booking_id)
        if entry := entries.get(transfer.practitioner_id):
            before = recall(entry.said)
            times = before or Stretch(starts_at=entry.starts_at, ends_at=entry.ends_at)
            undone = replace(
                entry,
                starts_at=times.starts_at,
                ends_at=times.ends_at,
                state="inserted" if before else "removed",
                said="",
                seen_at=actor.at,
            )
            await save_entry(tx, undone)
        await note(tx, actor, "transfer_undone", "booking", transfer.booking_id)

    await toolbox.database.write(job)


async def _get(reader: Reader, clinic_id: int, member: Member, transfer_id: int) -> Transfer:
    found = await stored.find_transfer(reader, clinic_id, member.only_diary, transfer_id)
    if found is None:
        raise TransferUnknown
    return found


async def _read(reader: Reader, clinic_id: int, transfer: Transfer) -> ToTransfer | None:
    booking = await find_booking(reader, clinic_id, transfer.booking_id)
    if booking is None:
        return None
    entries = await find_entries_of(reader, clinic_id, booking.id)
    before = _stands(entries.get(transfer.practitioner_id), is_done=transfer.done_at is not None)
    patient = None
    if booking.patient_id is not None:
        patient = await find_addressee(reader, clinic_id, booking.patient_id)
    return ToTransfer(
        transfer=transfer,
        booking=booking,
        patient=patient,
        act=act_for(before, _wanted(booking, transfer)),
        before=before,
    )


def _stands(entry: WrittenEntry | None, *, is_done: bool) -> Stretch | None:
    if entry is None:
        return None
    if is_done:
        return recall(entry.said)
    if entry.state == "removed":
        return None
    return Stretch(starts_at=entry.starts_at, ends_at=entry.ends_at)


def _wanted(booking: Booking, transfer: Transfer) -> Stretch | None:
    is_theirs = booking.practitioner_id == transfer.practitioner_id
    if not is_theirs or booking.state not in STANDS_IN_DIARIES:
        return None
    return Stretch(starts_at=booking.starts_at, ends_at=booking.ends_at)


async def _save(tx: Transaction, item: ToTransfer, now: int) -> None:
    booking, wanted = item.booking, _wanted(item.booking, item.transfer)
    times = wanted or item.before
    await save_entry(
        tx,
        WrittenEntry(
            booking_id=booking.id,
            practitioner_id=item.transfer.practitioner_id,
            clinic_id=booking.clinic_id,
            uid="",
            starts_at=times.starts_at if times else booking.starts_at,
            ends_at=times.ends_at if times else booking.ends_at,
            said=remember(item.before),
            state="inserted" if wanted else "removed",
            seen_at=now,
        ),
    )
