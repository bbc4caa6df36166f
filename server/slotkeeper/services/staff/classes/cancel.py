"""The clinic cancels a whole class: everybody who comes, or nobody."""

from collections.abc import Mapping

from msgspec import Struct

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.staff import Member
from slotkeeper.services.changing.chosen import find_chosen, whose
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.bookings.cancel import (
    WantedCancel,
    cancel_within,
    restore_within,
)
from slotkeeper.services.staff.bookings.give_back import GiveBack
from slotkeeper.services.staff.classes.find import ClassAt, ClassChanged, ClassKey, get_class
from slotkeeper.services.staff.classes.timetable import save_values, with_class, without_class
from slotkeeper.services.staff.series.counted import lock_all_counted
from slotkeeper.services.staff.settings.save import SettingsStale
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.clinic import lock_set_up
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.practitioner import lock_practitioner
from slotkeeper.storage.waitlist_undo import lock_entries_of


class WantedClassCancel(Struct, frozen=True, kw_only=True):
    """`bookings` are those that were shown, each with its revision. `take_out`: it is not offered
    on that day any more. The others are as those of `WantedCancel`.
    """

    key: ClassKey
    bookings: Mapping[int, int]
    reason: str = ""
    message: str = ""
    tell: bool = True
    give: GiveBack = "nothing"
    take_out: bool = True


async def cancel_class(
    toolbox: Toolbox, member: Member, clinic: str, wanted: WantedClassCancel
) -> list[Booking]:
    """All of its bookings are cancelled by the clinic, and what was paid is given back where that
    is wanted, in one transaction.

    Raises ClinicUnknown; as `get_class`; ClassChanged where others come by now; SettingsStale;
    RefundNotYours.
    """

    async def job(tx: Transaction) -> list[Booking]:
        chosen = await find_chosen(tx, member.clinic_id, wanted.bookings, toolbox.clock())
        found, actor = await lock_class(tx, toolbox, member, clinic, wanted.key, *whose(chosen))
        if {each.id: each.revision for each in found.coming} != wanted.bookings:
            raise ClassChanged
        if wanted.take_out and found.planned:
            await save_values(tx, actor, found, without_class(found))
        return [
            await cancel_within(tx, toolbox, member, clinic, _one(wanted, each), actor.at)
            for each in wanted.bookings
        ]

    cancelled = await toolbox.database.write(job)
    toolbox.bell.ring()
    return cancelled


async def restore_class(
    toolbox: Toolbox, member: Member, clinic: str, key: ClassKey, bookings: Mapping[int, int]
) -> list[Booking]:
    """What was cancelled with the last press stands again, all of it, and the class is back in the
    timetable.

    Raises as `get_class` and `restore_by_staff`; ClassChanged where that is not what was shown.
    """

    async def job(tx: Transaction) -> list[Booking]:
        for booking_id in sorted(bookings):
            await lock_entries_of(tx, member.clinic_id, booking_id)
        found, actor = await lock_class(tx, toolbox, member, clinic, key)
        if not bookings or {each.id: each.revision for each in found.undoable} != bookings:
            raise ClassChanged
        if found.planned is None:
            await save_values(tx, actor, found, with_class(found))
        return [
            await restore_within(tx, toolbox, member, booking_id, revision, frozenset())
            for booking_id, revision in bookings.items()
        ]

    restored = await toolbox.database.write(job)
    toolbox.bell.ring()
    return restored


async def lock_class(
    tx: Transaction, toolbox: Toolbox, member: Member, slug: str, key: ClassKey, *also: int
) -> tuple[ClassAt, Actor]:
    """The class as it is while nobody else changes it or the set-up; with the lock rows of the
    practitioners `also`. Raises as `get_class`, and SettingsStale.
    """
    clinic = await toolbox.clinics.get(tx, slug)
    await get_class(tx, clinic, member, key, toolbox.clock())
    if not await lock_set_up(tx, clinic.id, clinic.version):
        raise SettingsStale
    await lock_all_counted(tx, clinic, key.kind_id)
    for practitioner_id in sorted({key.practitioner_id, *also}):
        await lock_practitioner(tx, practitioner_id)
    now = toolbox.clock()
    actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=now)
    return await get_class(tx, clinic, member, key, now), actor


def _one(wanted: WantedClassCancel, booking_id: int) -> WantedCancel:
    return WantedCancel(
        booking_id=booking_id,
        revision=wanted.bookings[booking_id],
        reason=wanted.reason,
        message=wanted.message,
        tell=wanted.tell,
        give=wanted.give,
    )
