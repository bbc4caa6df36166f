"""Writing down who did what (A1): in the transaction of the change itself."""

from msgspec import Struct

from slotkeeper.storage.audit import AuditEntry, insert_audit
from slotkeeper.storage.database import Transaction


class Actor(Struct, frozen=True, kw_only=True):
    """Who does something at a clinic, and when (epoch seconds). `staff_id` is None for whoever runs
    the server.
    """

    clinic_id: int
    staff_id: int | None
    at: int


async def note(
    tx: Transaction,
    actor: Actor,
    action: str,
    subject: str,
    subject_id: int,
    **changes: tuple[object, object],
) -> None:
    """Write down what `actor` did to a subject such as "booking", "patient", "setting" or "staff".

    `changes` are names with the old and the new value, as JSON has them.
    """
    entry = AuditEntry(
        clinic_id=actor.clinic_id,
        staff_id=actor.staff_id,
        at=actor.at,
        action=action,
        subject=subject,
        subject_id=subject_id,
        details=changes,
    )
    await insert_audit(tx, entry)
