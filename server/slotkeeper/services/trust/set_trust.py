"""Staff put a patient on a step of the ladder, or take them off it (T2)."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.identity import identity_keys
from slotkeeper.domain.local_time import DAY_MINUTES, to_instant
from slotkeeper.domain.patient_merge import PatientUnknown
from slotkeeper.domain.trust import NORMAL, REASONS, Standing, Step
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.trust.noted import noted
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.identity import lock_identities
from slotkeeper.storage.news import tell_calendars
from slotkeeper.storage.recognition import find_family
from slotkeeper.storage.trust import find_person, lock_standing, save_standing

LONGEST_NOTE = 1000
LONGEST_SECONDS = 20 * 366 * 86_400


class TrustAsked(Struct, frozen=True, kw_only=True):
    """A form of staff: `until` is the last local day on which it counts, None for good."""

    step: Step
    reason: str = ""
    note: str = ""
    until: date | None = None


async def set_trust(
    toolbox: Toolbox, clinic: Clinic, actor: Actor, patient_id: int, asked: TrustAsked
) -> Standing:
    """Put a patient there, with all records that were merged with theirs: it counts for every
    booking that is made from now on; the database decides which comes first.

    Raises PatientUnknown; FieldsInvalid for a reason that is no code, a note that is too long, a
    day that is over.
    """
    wanted = _standing(clinic, actor, asked)

    async def job(tx: Transaction) -> Standing:
        family = await find_family(tx, clinic.id, patient_id)
        if not family:
            raise PatientUnknown
        await _lock_persons(tx, clinic.id, family)
        before = await _save_all(tx, clinic.id, family, patient_id, wanted)
        changes = noted(before.at(actor.at), wanted)
        await note(tx, actor, "trust_set", "patient", patient_id, **changes)
        await tell_calendars(tx, clinic.id)
        return wanted

    return await toolbox.database.write(job)


def _standing(clinic: Clinic, actor: Actor, asked: TrustAsked) -> Standing:
    problems = {}
    if asked.step != "normal" and asked.reason not in REASONS:
        problems["reason"] = Problem("wrong.trust_reason")
    if len(asked.note) > LONGEST_NOTE:
        problems["note"] = Problem("wrong.too_long", most=LONGEST_NOTE)
    until = _end(clinic, asked.until) if asked.step != "normal" else None
    if until is not None and not actor.at < until <= actor.at + LONGEST_SECONDS:
        problems["until"] = Problem("wrong.trust_until")
    if problems:
        raise FieldsInvalid(problems)
    standing = replace(NORMAL, by="staff", since=actor.at, staff_id=actor.staff_id)
    if asked.step == "normal":
        return replace(standing, note=asked.note)
    return replace(standing, step=asked.step, reason=asked.reason, note=asked.note, until=until)


def _end(clinic: Clinic, last: date | None) -> int | None:
    """The midnight that ends that local day."""
    if last is None:
        return None
    return to_instant(last, DAY_MINUTES, clinic.time_zone) if last.year < date.max.year else 0


async def _lock_persons(tx: Transaction, clinic_id: int, family: list[int]) -> None:
    """As the booking transaction does: by whatever the person is recognised (DESIGN.md)."""
    keys: set[str] = set()
    for patient_id in family:
        person = await find_person(tx, clinic_id, patient_id)
        if person is not None:
            keys.update(identity_keys(*person))
    await lock_identities(tx, clinic_id, sorted(keys))


async def _save_all(
    tx: Transaction, clinic_id: int, family: list[int], patient_id: int, wanted: Standing
) -> Standing:
    """What stood before, of the one that was meant."""
    before = NORMAL
    for each in family:
        stood = await lock_standing(tx, clinic_id, each)
        if each == patient_id and stood is not None:
            before = stood
        await save_standing(tx, clinic_id, each, wanted)
    return before
