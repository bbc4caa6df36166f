"""Which types are closed to new patients, as it was noticed last (S9)."""

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.new_patients import CLINIC, closed_types, rule_of, rules_by_load
from slotkeeper.storage.database import Reader
from slotkeeper.storage.new_patient_gate import find_gates


async def find_closed(reader: Reader, clinic: Clinic) -> frozenset[int]:
    """Ids of the types that new patients cannot book, as it was noticed last."""
    rules = rules_by_load(clinic)
    gates = await find_gates(reader, clinic.id, rules) if rules else {}
    return closed_types(clinic, {key for key, each in gates.items() if each.is_closed})


async def closed_since(reader: Reader, clinic: Clinic, kind: AppointmentType) -> int | None:
    """Since when that type is closed to new patients: an instant (epoch seconds) where it is by
    load, 0 by switch, None where it is open.
    """
    rules = rules_by_load(clinic)
    key = kind.id if kind.new_patients else CLINIC
    if key not in rules:
        return 0 if rule_of(clinic, kind) == "closed" else None
    gate = (await find_gates(reader, clinic.id, rules)).get(key)
    return gate.since if gate and gate.is_closed else None
