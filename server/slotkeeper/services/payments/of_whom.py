"""Staff ask a patient to pay first, whatever the patient books (P6)."""

from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.patient import set_pays_first


async def ask_to_pay_first(
    toolbox: Toolbox, clinic_id: int, patient_id: int, *, pays_first: bool
) -> bool:
    """Mark a patient, or take the mark away; False where the clinic has no such patient.

    It counts wherever a type has a prepayment, of whomever else that is asked.
    """

    async def job(tx: Transaction) -> bool:
        return await set_pays_first(tx, clinic_id, patient_id, pays_first=pays_first)

    return await toolbox.database.write(job)
