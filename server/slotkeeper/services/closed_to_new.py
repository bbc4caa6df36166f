"""Which types are closed to new patients, as it was noticed last (S9)."""

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.new_patients import closed_types, rules_by_load
from slotkeeper.storage.database import Reader
from slotkeeper.storage.new_patient_gate import find_gates


async def find_closed(reader: Reader, clinic: Clinic) -> frozenset[int]:
    """Ids of the types that new patients cannot book, as it was noticed last."""
    rules = rules_by_load(clinic)
    gates = await find_gates(reader, clinic.id, rules) if rules else {}
    return closed_types(clinic, {key for key, each in gates.items() if each.is_closed})
