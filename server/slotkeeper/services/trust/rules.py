"""The clinic's rules of trust, looked at when a counted event happens (T2, T3)."""

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.trust import Standing, Step
from slotkeeper.domain.trust_rule import DAY_SECONDS, TrustRule, after_rule
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.trust.noted import noted
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.news import tell_calendars
from slotkeeper.storage.trust import find_standing, lock_standing, save_standing
from slotkeeper.storage.trust_rule import count_events


async def apply_rules(tx: Transaction, clinic: Clinic, patient_id: int, now: int) -> Step:
    """Put a patient where the clinic's rules say, after a late cancellation, a no-show or an unpaid
    appointment was written down in this transaction; the step then in force.

    What staff have set is never weakened, and comes back when the rule's time is over. Nothing
    happens for a patient that the clinic has not.
    """
    before = await lock_standing(tx, clinic.id, patient_id)
    if before is None:
        return "normal"
    after = await _struck(tx, clinic, patient_id, before, now)
    if after is None:
        return before.at(now).step
    await save_standing(tx, clinic.id, patient_id, after)
    actor = Actor(clinic_id=clinic.id, staff_id=None, at=now)
    changes = noted(before.at(now), after)
    await note(tx, actor, "trust_set", "patient", patient_id, **changes)
    await tell_calendars(tx, clinic.id)
    return after.step


async def find_struck(reader: Reader, clinic: Clinic, now: int) -> dict[int, Standing]:
    """Whom the clinic's rules would put on another step now, by patient, and where to."""
    found: dict[int, Standing] = {}
    for rule in clinic.trust.rules:
        counts = await count_events(reader, clinic.id, rule.after, _since(rule, now))
        for patient_id in (each for each, counted in counts.items() if counted >= rule.times):
            stands = found.get(patient_id) or await find_standing(reader, clinic.id, patient_id)
            after = after_rule(stands, rule, now) if stands else None
            if after:
                found[patient_id] = after
    return found


async def strike(tx: Transaction, clinic: Clinic, now: int) -> None:
    """Put all of those there: the clinic has seen how many they are, and saved its rules."""
    for patient_id in sorted(await find_struck(tx, clinic, now)):
        await apply_rules(tx, clinic, patient_id, now)


async def _struck(
    tx: Transaction, clinic: Clinic, patient_id: int, before: Standing, now: int
) -> Standing | None:
    stands, is_changed = before, False
    for rule in clinic.trust.rules:
        counts = await count_events(tx, clinic.id, rule.after, _since(rule, now), patient_id)
        after = after_rule(stands, rule, now) if counts.get(patient_id, 0) >= rule.times else None
        if after:
            stands, is_changed = after, True
    return stands if is_changed else None


def _since(rule: TrustRule, now: int) -> int:
    return now - rule.within_days * DAY_SECONDS
