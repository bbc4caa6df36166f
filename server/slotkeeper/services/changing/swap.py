"""One booking, two times: the rows that both are locked by, and the one statement that swaps them
(C4).
"""

from collections.abc import Iterable

from msgspec import structs

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.local_time import local_text
from slotkeeper.services.counted import kind_of, lock_counted, place_of_booking
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.notices.queue import BOTH
from slotkeeper.services.sms.queue import text_patient
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.booking_change import save_moved
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.hold import delete_hold
from slotkeeper.storage.practitioner import lock_practitioner


async def lock_times(tx: Transaction, clinic: Clinic, booking_ids: Iterable[int]) -> None:
    """What the times of all of them count in, then their practitioners, in ascending order."""
    found = [await find_booking(tx, clinic.id, each) for each in booking_ids]
    known = [each for each in found if each is not None]
    for kind in {kind.id: kind for kind in (kind_of(clinic, e) for e in known) if kind}.values():
        await lock_counted(tx, clinic, kind, {place_of_booking(clinic, each) for each in known})
    for practitioner_id in sorted({each.practitioner_id for each in known}):
        await lock_practitioner(tx, practitioner_id)


async def swap(
    tx: Transaction, clinic: Clinic, before: Booking, hold: Booking, now: int
) -> Booking | None:
    """The booking at the time of the hold, which ends; everybody is told. None where something
    takes that time, or somebody changed the booking since that revision. The caller holds the lock
    rows (`lock_times`).
    """
    after = structs.replace(
        before,
        practitioner_id=hold.practitioner_id,
        location_id=hold.location_id,
        starts_at=hold.starts_at,
        ends_at=hold.ends_at,
        busy_from=hold.busy_from,
        busy_until=hold.busy_until,
        seat=hold.seat,
    )
    await delete_hold(tx, clinic.id, hold.id)
    local_start = local_text(after.starts_at, clinic.time_zone)
    if not await save_moved(tx, after, local_start=local_start, now=now, moved_by="patient"):
        return None
    after = structs.replace(after, revision=before.revision + 1)
    for recipient in BOTH:
        await insert_delivery(
            tx,
            clinic_id=clinic.id,
            booking_id=after.id,
            recipient=recipient,
            message="booking_moved",
            occasion=str(after.revision),
            now=now,
        )
    occasion = str(after.revision)
    await text_patient(tx, clinic.id, after.id, "booking_moved", now, occasion=occasion)
    await announce(tx, clinic.id, after.id, "changed", now)
    return after
