"""Somebody at the pretend clinic's desk, one call an act."""

from dataclasses import dataclass

from slotkeeper.domain.block import Block
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.staff import Member, Role
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.blocks import (
    WantedBlock,
    block_time,
    change_block,
    unblock_time,
)
from slotkeeper.services.staff.bookings.book import WantedBooking, book_by_staff
from slotkeeper.services.staff.bookings.cancel import (
    WantedCancel,
    cancel_by_staff,
    restore_by_staff,
)
from slotkeeper.services.staff.bookings.mark import Mark, mark_by_staff, mark_unpaid
from slotkeeper.services.staff.bookings.move import WantedMove, move_by_staff
from slotkeeper.services.staff.bookings.refusals import RulesAgainst
from slotkeeper.services.staff.release_hold import release_by_staff
from slotkeeper.storage.audit import AuditEntry, find_audit
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.membership import find_member
from tests.services.desk import NINE, Desk
from tests.services.staff.people import employ

HALF_HOUR = 1800


@dataclass(frozen=True)
class FrontDesk:
    """`desk` is the same clinic as patients see it."""

    desk: Desk
    member: Member

    async def book(self, start: int = NINE, **wanted: object) -> Booking:
        given: dict[str, object] = {
            "kind": "standard",
            "practitioner": "sam-lee",
            "starts_at": start,
        }
        if "patient_id" not in wanted:
            given["details"] = somebody()
        asked = WantedBooking(**(given | wanted))  # type: ignore[arg-type]
        return await book_by_staff(self.desk.toolbox, self.member, self.desk.slug, asked)

    async def move(self, booking: Booking, start: int, **wanted: object) -> Booking:
        given: dict[str, object] = {
            "booking_id": booking.id,
            "revision": booking.revision,
            "practitioner": "sam-lee",
            "starts_at": start,
        }
        asked = WantedMove(**(given | wanted))  # type: ignore[arg-type]
        return await move_by_staff(self.desk.toolbox, self.member, self.desk.slug, asked)

    async def cancel(self, booking: Booking, **wanted: object) -> Booking:
        given = {"booking_id": booking.id, "revision": booking.revision}
        asked = WantedCancel(**(given | wanted))  # type: ignore[arg-type]
        return await cancel_by_staff(self.desk.toolbox, self.member, self.desk.slug, asked)

    async def restore(self, booking: Booking, *agreed: str, shown: int | None = None) -> Booking:
        toolbox, revision, read = self.desk.toolbox, booking.revision, frozenset(agreed)
        return await restore_by_staff(toolbox, self.member, booking.id, revision, read, shown)

    async def mark(self, booking: Booking, mark: Mark) -> Booking:
        toolbox, slug = self.desk.toolbox, self.desk.slug
        return await mark_by_staff(toolbox, self.member, slug, booking.id, booking.revision, mark)

    async def unpaid(self, booking: Booking, *, is_unpaid: bool = True) -> Booking:
        toolbox, slug, revision = self.desk.toolbox, self.desk.slug, booking.revision
        return await mark_unpaid(
            toolbox, self.member, slug, booking.id, revision, is_unpaid=is_unpaid
        )

    async def block(self, begins: int, ends: int, **wanted: object) -> Block:
        [block] = await self.blocks(begins, ends, **wanted)
        return block

    async def blocks(self, begins: int, ends: int, **wanted: object) -> list[Block]:
        asked = wanted_block(begins, ends, **wanted)
        return await block_time(self.desk.toolbox, self.member, self.desk.slug, asked)

    async def change(self, block: Block, begins: int, ends: int, **wanted: object) -> Block:
        asked = wanted_block(begins, ends, **wanted)
        toolbox, slug = self.desk.toolbox, self.desk.slug
        return await change_block(toolbox, self.member, slug, block.id, block.revision, asked)

    async def unblock(self, block: Block) -> None:
        await unblock_time(self.desk.toolbox, self.member, block.id, block.revision)

    async def release(self, hold_id: int) -> Booking:
        return await release_by_staff(self.desk.toolbox, self.member, hold_id)

    async def done(self, subject: str, subject_id: int) -> list[AuditEntry]:
        """What the audit log has of it, the newest first."""
        return await find_audit(self.desk.database, self.member.clinic_id, subject, subject_id)

    async def again(self, booking: Booking) -> Booking:
        """The booking as the database has it now."""
        found = await find_booking(self.desk.database, booking.clinic_id, booking.id)
        assert found
        return found

    async def told(self, booking: Booking) -> list[tuple[str, str, str]]:
        """What the patient is told, in order: message, occasion, words."""
        rows = await self.desk.rows(
            """SELECT message, occasion, words FROM delivery
               WHERE booking_id = $1 AND recipient = 'patient' AND channel = 'mail' ORDER BY id""",
            booking.id,
        )
        return [(row["message"], row["occasion"], row["words"]) for row in rows]


async def front_desk(desk: Desk, role: Role = "reception", practitioner: str = "") -> FrontDesk:
    staff = await employ(desk, f"{practitioner or role}@harbour.example", role, practitioner)
    clinic = await get_clinic(desk.database, desk.slug)
    found = await find_member(desk.database, clinic.id, staff.id)
    assert found
    return FrontDesk(desk, found)


def wanted_block(begins: int, ends: int, **wanted: object) -> WantedBlock:
    given = {"practitioner": "sam-lee", "begins_at": begins, "ends_at": ends}
    return WantedBlock(**(given | wanted))  # type: ignore[arg-type]


def somebody(**given: object) -> ContactDetails:
    """Somebody new who told their name only, unless `given` says more."""
    details: dict[str, object] = {
        "first_name": "Zoë",
        "last_name": "O'Neil",
        "email": "",
        "phone": "",
        "birth_date": None,
        "patient_is": "new",
    }
    return ContactDetails(**(details | given))  # type: ignore[arg-type]


def rules(refused: RulesAgainst) -> list[str]:
    """The names of what stands against it."""
    return [each.rule.value for each in refused.objections]


def keys(refused: RulesAgainst) -> frozenset[str]:
    """What a form sends that agrees to all of it."""
    return frozenset(each.key for each in refused.objections)
