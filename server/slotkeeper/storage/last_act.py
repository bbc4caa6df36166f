"""Who of the staff has just changed a booking, as the log says that is written with the change."""

import msgspec
from msgspec import Struct

from slotkeeper.storage.audit import Details
from slotkeeper.storage.database import Reader


class Act(Struct, frozen=True, kw_only=True):
    """`practitioner_id` is whose diary the one is who did it, None for who sees no patients;
    `moved_from` the practitioner who has lost the booking by it, 0 where none has.
    """

    practitioner_id: int | None
    moved_from: int


async def find_act(reader: Reader, clinic_id: int, booking_id: int, now: int) -> Act | None:
    """What staff did to that booking at that instant (epoch seconds), None where it was changed by
    somebody else.
    """
    row = await reader.fetch_one(
        """SELECT audit.details, membership.practitioner_id FROM audit
           LEFT JOIN membership ON membership.clinic_id = audit.clinic_id
             AND membership.staff_id = audit.staff_id
           WHERE audit.clinic_id = $1 AND audit.subject = 'booking' AND audit.subject_id = $2
             AND audit.at = $3 AND audit.staff_id IS NOT NULL
           ORDER BY audit.id DESC LIMIT 1""",
        clinic_id,
        booking_id,
        now,
    )
    if row is None:
        return None
    before, _ = msgspec.json.decode(row["details"], type=Details).get("practitioner", (None, None))
    return Act(
        practitioner_id=row["practitioner_id"], moved_from=before if isinstance(before, int) else 0
    )
