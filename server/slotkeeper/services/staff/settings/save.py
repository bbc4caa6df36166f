"""Saving a drafted change, once, unless somebody else was quicker."""

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import Fact
from slotkeeper.services.clinics import save_set_up
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.settings.draft import Draft
from slotkeeper.services.trust.rules import strike
from slotkeeper.storage.audit import AuditEntry, find_audit
from slotkeeper.storage.clinic import lock_set_up
from slotkeeper.storage.database import Database, Reader, Transaction

SUBJECT, ACTION = "setting", "setting_changed"


class SettingsStale(Fact):
    """The set-up was changed since it was read; nothing was overwritten."""


async def save_draft(database: Database, actor: Actor, draft: Draft) -> Clinic:
    """The clinic as it is stored now, and each changed setting in the audit log (A1).

    Raises SettingsStale; then nothing has changed.
    """

    async def save(tx: Transaction) -> Clinic:
        if not await lock_set_up(tx, draft.old.id, draft.old.version):
            raise SettingsStale
        if not draft.changes:
            return draft.old
        await note(tx, actor, ACTION, SUBJECT, 0, **draft.changes)
        saved = await save_set_up(tx, draft.new, actor.at)
        if draft.old.trust.rules != draft.new.trust.rules:
            await strike(tx, saved, actor.at)  # as the effect has said
        return saved

    return await database.write(save)


async def find_last_change(reader: Reader, clinic_id: int) -> AuditEntry | None:
    """The newest change of the set-up that was made on these pages."""
    found = await find_audit(reader, clinic_id, SUBJECT, 0, limit=1)
    return found[0] if found else None
