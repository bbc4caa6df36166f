"""The clinic moves a whole class to another time or practitioner: all who come, or nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import replace as instead

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import PractitionerUnknown
from slotkeeper.domain.local_time import local_text
from slotkeeper.domain.occurrence import occurrence_at
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.staff import Member
from slotkeeper.domain.staff_booking import Objection, Rule, StaffTime
from slotkeeper.services.changing.chosen import find_chosen, let_go, whose
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.bookings.lock import check_revision
from slotkeeper.services.staff.bookings.move import (
    MOVABLE,
    against_move,
    get_kind_of,
    moved_to,
    note_moved,
)
from slotkeeper.services.staff.bookings.objections import check_place
from slotkeeper.services.staff.bookings.refusals import RulesAgainst, StateForbids, TimeTaken
from slotkeeper.services.staff.bookings.tell import tell_of_change
from slotkeeper.services.staff.classes.cancel import lock_class
from slotkeeper.services.staff.classes.find import ClassAt, ClassChanged, ClassKey
from slotkeeper.services.staff.classes.timetable import save_values, with_class_moved
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking_change import save_moved
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.session_booking import park


class WantedClassMove(Struct, frozen=True, kw_only=True):
    """Where to: practitioner by slug, start in epoch seconds. `bookings` are those that were shown,
    each with its revision; `agreed` the keys of the objections that were read.
    """

    key: ClassKey
    bookings: Mapping[int, int]
    practitioner: str
    starts_at: int
    tell: bool = True
    agreed: frozenset[str] = frozenset()


async def move_class(
    toolbox: Toolbox, member: Member, slug: str, wanted: WantedClassMove
) -> ClassKey:
    """All of its bookings at the new time, and that day in the timetable, in one transaction; the
    class as it is known from then on.

    Raises ClinicUnknown; as `get_class`; PractitionerUnknown; ClassChanged where others come by
    now; SettingsStale; StateForbids; TimeTaken; RulesAgainst with all that must be agreed to.
    """

    async def job(tx: Transaction) -> ClassKey:
        to = (await toolbox.clinics.get(tx, slug)).practitioner(wanted.practitioner)
        if not member.may_see_diary(to.id):
            raise PractitionerUnknown(wanted.practitioner)
        chosen = await find_chosen(tx, member.clinic_id, wanted.bookings, toolbox.clock())
        also = to.id, *whose(chosen)
        found, actor = await lock_class(tx, toolbox, member, slug, wanted.key, *also)
        if {each.id: each.revision for each in found.coming} != wanted.bookings:
            raise ClassChanged
        kind, start = wanted.key.kind_id, wanted.starts_at
        there = ClassKey(practitioner_id=to.id, kind_id=kind, starts_at=start)
        if there != wanted.key:
            clinic = await _plan(tx, toolbox, actor, found, to, there)
            await let_go(tx, chosen)
            parked = await _park(tx, member, wanted)
            met = [await _place(tx, clinic, member, wanted, each, actor.at) for each in parked]
            _check_agreed([each for some in met for each in some], wanted.agreed)
        return there

    key = await toolbox.database.write(job)
    toolbox.bell.ring()
    return key


async def _plan(
    tx: Transaction,
    toolbox: Toolbox,
    actor: Actor,
    found: ClassAt,
    to: Practitioner,
    there: ClassKey,
) -> Clinic:
    """The set-up in which it takes place then, if it was planned at all."""
    if found.planned is None:
        return found.clinic
    planned = occurrence_at(found.clinic, found.kind, to, there.starts_at)
    target = instead(found, key=there, practitioner=to, planned=planned)
    await save_values(tx, actor, found, with_class_moved(found, target))
    return await toolbox.clinics.get(tx, found.clinic.slug)


async def _park(tx: Transaction, member: Member, wanted: WantedClassMove) -> list[Booking]:
    """All of them, as they were; a class may move into its own time."""
    found = [
        await check_revision(tx, member, each, revision)
        for each, revision in wanted.bookings.items()
    ]
    for booking in found:
        if booking.state not in MOVABLE or not await park(tx, booking):
            raise StateForbids(booking)
    return found


async def _place(
    tx: Transaction,
    clinic: Clinic,
    member: Member,
    wanted: WantedClassMove,
    before: Booking,
    now: int,
) -> list[Objection]:
    """One of them at its new time; what stands against that and is a matter of choice."""
    kind = await get_kind_of(tx, clinic, before)
    who = clinic.practitioner(wanted.practitioner)
    time = StaffTime(kind=kind, practitioner=who, starts_at=wanted.starts_at)
    seat = await check_place(tx, clinic, time, now, before.id)
    found = await against_move(tx, clinic, time, now, before.id)
    after = replace(moved_to(clinic, before, time), seat=seat)
    start = local_text(after.starts_at, clinic.time_zone)
    if not await save_moved(tx, after, local_start=start, now=now, is_parked=True):
        raise TimeTaken([])
    after = replace(after, revision=before.revision + 1)
    beyond = [each.rule.value for each in found if not each.is_said_only]
    await note_moved(tx, member, before, after, beyond, now)
    if wanted.tell:
        await tell_of_change(tx, after, "booking_moved", now)
    await announce(tx, clinic.id, after.id, "changed", now)
    return found


def _check_agreed(objections: Sequence[Objection], agreed: frozenset[str]) -> None:
    """Each rule is agreed to once for the class: its numbers grow with everybody who is placed.

    Raises RulesAgainst.
    """
    last: dict[Rule, Objection] = {each.rule: each for each in objections}
    rules = {key.partition("-")[0] for key in agreed}
    binding = (each for each in last.values() if not each.is_said_only)
    if any(each.rule.value not in rules for each in binding):
        raise RulesAgainst(list(last.values()))
