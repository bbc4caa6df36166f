"""Staff block time, change that and take it away: from then on nobody can book it online. What was
promised before stays: bookings, payments under way and live holds in it are named first.
"""

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.block import Block
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import Fact, PractitionerUnknown
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.staff import Member
from slotkeeper.domain.staff_booking import Objection, Rule
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.bookings.objections import agree
from slotkeeper.services.staff.bookings.refusals import BlockStale
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.block import delete_block, find_block, insert_block, save_block
from slotkeeper.storage.booking_change import find_in_the_way
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.practitioner import lock_practitioner

LONGEST_DAYS = 366
ALL = "all"


class BlockUnknown(Fact):
    """No block of that number is in a diary that is open to them."""


class WantedBlock(Struct, frozen=True, kw_only=True):
    """[begins_at, ends_at) in epoch seconds for a practitioner by slug, ALL for everyone who works
    there. `agreed` are the keys of the objections that were read.
    """

    practitioner: str
    begins_at: int
    ends_at: int
    reason: str = ""
    agreed: frozenset[str] = frozenset()


async def get_block(reader: Reader, member: Member, block_id: int) -> Block:
    """A block in a diary that is open to that member. Raises BlockUnknown."""
    block = await find_block(reader, member.clinic_id, block_id)
    if block is None or not member.may_see_diary(block.practitioner_id):
        raise BlockUnknown
    return block


async def block_time(
    toolbox: Toolbox, member: Member, clinic: str, wanted: WantedBlock
) -> list[Block]:
    """The new block, or one for each practitioner.

    Raises ClinicUnknown, PractitionerUnknown also for another's diary where only the own is open;
    RulesAgainst where bookings or holds are in that time.
    """

    async def job(tx: Transaction) -> list[Block]:
        known = await toolbox.clinics.get(tx, clinic)
        whose = _whose(known, member, wanted.practitioner)
        for each in sorted(whose, key=lambda each: each.id):
            await lock_practitioner(tx, each.id)
        now = toolbox.clock()
        met = [one for each in whose for one in await _met(tx, each.id, wanted, now)]
        agree(met, wanted.agreed)
        actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=now)
        return [await _insert(tx, actor, each, wanted) for each in whose]

    return await toolbox.database.write(job)


async def change_block(
    toolbox: Toolbox, member: Member, clinic: str, block_id: int, revision: int, wanted: WantedBlock
) -> Block:
    """The block as it is wanted. Raises as `block_time`, and BlockUnknown, BlockStale."""

    async def job(tx: Transaction) -> Block:
        known = await toolbox.clinics.get(tx, clinic)
        [practitioner] = _whose(known, member, wanted.practitioner)
        before = await get_block(tx, member, block_id)
        for each in sorted({before.practitioner_id, practitioner.id}):
            await lock_practitioner(tx, each)
        now = toolbox.clock()
        agree(await _met(tx, practitioner.id, wanted, now), wanted.agreed)
        after = replace(
            before,
            practitioner_id=practitioner.id,
            begins_at=wanted.begins_at,
            ends_at=wanted.ends_at,
            reason=wanted.reason,
            revision=revision,
        )
        if not await save_block(tx, after):
            raise BlockStale
        actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=now)
        await note(tx, actor, "block_changed", "block", block_id, **_changes(before, after))
        return replace(after, revision=revision + 1)

    return await toolbox.database.write(job)


async def unblock_time(toolbox: Toolbox, member: Member, block_id: int, revision: int) -> Block:
    """The time can be booked again; the block as it was. Raises BlockUnknown, BlockStale."""

    async def job(tx: Transaction) -> Block:
        before = await get_block(tx, member, block_id)
        await lock_practitioner(tx, before.practitioner_id)
        if not await delete_block(tx, member.clinic_id, block_id, revision):
            raise BlockStale
        actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=toolbox.clock())
        gone = replace(before, begins_at=0, ends_at=0, reason="")
        await note(tx, actor, "block_deleted", "block", block_id, **_changes(before, gone))
        return before

    return await toolbox.database.write(job)


def _whose(clinic: Clinic, member: Member, slug: str) -> list[Practitioner]:
    if slug == ALL and member.only_diary is None:
        return [each for each in clinic.practitioners if each.enabled]
    practitioner = clinic.practitioner(slug)
    if not member.may_see_diary(practitioner.id):
        raise PractitionerUnknown(slug)
    return [practitioner]


async def _met(
    tx: Transaction, practitioner_id: int, wanted: WantedBlock, now: int
) -> list[Objection]:
    begins, ends = wanted.begins_at, wanted.ends_at
    return [
        Objection(
            rule=Rule.BOOKED,
            about=(each.id,),
            words=each.patient,
            begins_at=each.starts_at,
            ends_at=each.ends_at,
        )
        for each in await find_in_the_way(tx, practitioner_id, begins, ends, now)
    ]


async def _insert(
    tx: Transaction, actor: Actor, practitioner: Practitioner, wanted: WantedBlock
) -> Block:
    block = Block(
        id=0,
        clinic_id=actor.clinic_id,
        practitioner_id=practitioner.id,
        begins_at=wanted.begins_at,
        ends_at=wanted.ends_at,
        reason=wanted.reason,
        made_by=actor.staff_id,
        made_at=actor.at,
    )
    saved = replace(block, id=await insert_block(tx, block))
    nothing = replace(saved, practitioner_id=0, begins_at=0, ends_at=0, reason="")
    await note(tx, actor, "block_made", "block", saved.id, **_changes(nothing, saved))
    return saved


def _changes(before: Block, after: Block) -> dict[str, tuple[object, object]]:
    pairs = {
        "practitioner": (before.practitioner_id, after.practitioner_id),
        "begins_at": (before.begins_at, after.begins_at),
        "ends_at": (before.ends_at, after.ends_at),
        "reason": (before.reason, after.reason),
    }
    return {name: (old or None, new or None) for name, (old, new) in pairs.items() if old != new}
