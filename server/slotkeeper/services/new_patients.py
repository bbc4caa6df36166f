"""Whether new patients may book now: by switch, or by how full those are whom they could see (S9).

What is remembered decides: any read that finds a load beyond a mark writes that down at once, so
that all processes say the same (ADR 0020).
"""

from dataclasses import dataclass

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.new_patient_rule import Load, NewPatientsByLoad, gate
from slotkeeper.domain.new_patients import concerned, counted_days, rules_by_load, total
from slotkeeper.services.load_cache import LoadCache
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.new_patient_gate import Gate, find_gates, save_gate
from slotkeeper.storage.practitioner import lock_practitioner

SUBJECT = "new_patients"
"""Of the log's entries; their number is the type's, or CLINIC."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a rule stands: the load over the days that it counts, what follows from it now, and what
    is remembered of it, None of a rule that nobody looked at before.
    """

    rule: NewPatientsByLoad
    load: Load
    is_closed: bool
    before: Gate | None

    @property
    def is_known(self) -> bool:
        """Whether all that follows is remembered."""
        return self.before is not None and self.before.is_closed == self.is_closed


async def find_standings(
    reader: Reader, cache: LoadCache, clinic: Clinic, now: int
) -> dict[int, Standing]:
    """How each rule by load stands, by the type's id, CLINIC for the clinic's own."""
    rules = rules_by_load(clinic)
    gates = await find_gates(reader, clinic.id, rules) if rules else {}
    found = {}
    for key, rule in rules.items():
        who, days = concerned(clinic, key), counted_days(clinic, rule, now)
        load = total(await cache.loads(reader, clinic, who, days))
        before = gates.get(key)
        is_closed = gate(load, before is not None and before.is_closed, rule)
        found[key] = Standing(rule, load, is_closed, before)
    return found


async def notice(toolbox: Toolbox, clinic: Clinic) -> None:
    """Look at the loads, and write down what follows where that is not known yet.

    Costs nothing while nothing was written (SQLite) since the last look of that day.
    """
    if not rules_by_load(clinic):
        return
    database, cache, now = toolbox.database, toolbox.loads, toolbox.clock()
    as_of = (database.generation(), clinic.version, local_date(now, clinic.time_zone))
    if as_of[0] is not None and cache.seen.get(clinic.id) == as_of:
        return
    standings = await find_standings(database, cache, clinic, now)
    if all(each.is_known for each in standings.values()):
        cache.saw(clinic, as_of)
    else:
        await database.write(lambda tx: _write_down(tx, toolbox, clinic.slug))


async def _write_down(tx: Transaction, toolbox: Toolbox, slug: str) -> None:
    """Looks again under a lock row, by the set-up of this instant. What lists of times are kept by
    rises with it, so that none of before is shown on.
    """
    clinic = await toolbox.clinics.get(tx, slug)
    if clinic.practitioners:
        await lock_practitioner(tx, min(each.id for each in clinic.practitioners))
    now = toolbox.clock()
    for key, each in (await find_standings(tx, toolbox.loads, clinic, now)).items():
        state = Gate(is_closed=each.is_closed, since=now)
        if each.is_known or not await save_gate(tx, clinic.id, key, each.rule, state):
            continue
        if each.is_closed or each.before:
            action = "new_patients_closed" if each.is_closed else "new_patients_opened"
            rule = Actor(clinic_id=clinic.id, staff_id=None, at=now)
            await note(tx, rule, action, SUBJECT, key, percent=(None, each.load.percent))
