"""Whether new patients are closed by load, as it was noticed last (ADR 0020)."""

from msgspec import Struct

from slotkeeper.domain.new_patient_rule import NewPatientsByLoad
from slotkeeper.storage.database import Reader, Transaction


class Gate(Struct, frozen=True, kw_only=True):
    """The state of one rule since an instant (epoch seconds)."""

    is_closed: bool
    since: int


async def find_gates(
    reader: Reader, clinic_id: int, rules: dict[int, NewPatientsByLoad]
) -> dict[int, Gate]:
    """By the rules' keys, what is remembered of those very rules; nothing of one that is new or was
    changed.
    """
    rows = await reader.fetch(
        "SELECT appointment_type_id, rule, is_closed, since FROM new_patient_gate "
        "WHERE clinic_id = $1",
        clinic_id,
    )
    return {
        row["appointment_type_id"]: Gate(is_closed=bool(row["is_closed"]), since=row["since"])
        for row in rows
        if row["appointment_type_id"] in rules
        and row["rule"] == _text(rules[row["appointment_type_id"]])
    }


async def save_gate(
    tx: Transaction, clinic_id: int, key: int, rule: NewPatientsByLoad, gate: Gate
) -> bool:
    """Remember a state unless it is remembered already; whether that changed anything."""
    return (
        await tx.execute(_SAVE, clinic_id, key, _text(rule), int(gate.is_closed), gate.since) == 1
    )


_SAVE = """
INSERT INTO new_patient_gate (clinic_id, appointment_type_id, rule, is_closed, since)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (clinic_id, appointment_type_id) DO UPDATE
SET rule = excluded.rule, is_closed = excluded.is_closed, since = excluded.since
WHERE new_patient_gate.rule <> excluded.rule
  OR new_patient_gate.is_closed <> excluded.is_closed"""


async def forget_gates(
    tx: Transaction, clinic_id: int, rules: dict[int, NewPatientsByLoad]
) -> None:
    """Forget what is remembered of rules that the clinic has no more: one that comes back begins
    open.
    """
    kept = await find_gates(tx, clinic_id, rules)
    rows = await tx.fetch(
        "SELECT appointment_type_id FROM new_patient_gate WHERE clinic_id = $1", clinic_id
    )
    for key in {int(row["appointment_type_id"]) for row in rows} - kept.keys():
        await tx.execute(
            "DELETE FROM new_patient_gate WHERE clinic_id = $1 AND appointment_type_id = $2",
            clinic_id,
            key,
        )


def _text(rule: NewPatientsByLoad) -> str:
    return f"{rule.closes_above}/{rule.opens_below}/{rule.days}"
