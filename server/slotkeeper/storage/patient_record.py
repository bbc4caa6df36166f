"""What staff know of a patient, and no patient ever sees (T1)."""

from collections.abc import Collection

from slotkeeper.storage.database import Reader


async def find_alert_notes(
    reader: Reader, clinic_id: int, patient_ids: Collection[int]
) -> dict[int, str]:
    """By id, the notes of those of the clinic's patients who have one."""
    wanted = sorted(set(patient_ids))
    if not wanted:
        return {}
    marks = ", ".join(f"${number}" for number in range(2, 2 + len(wanted)))
    rows = await reader.fetch(
        f"""SELECT id, alert_note FROM patient
            WHERE clinic_id = $1 AND alert_note <> '' AND id IN ({marks})""",  # noqa: S608
        clinic_id,
        *wanted,
    )
    return {row["id"]: row["alert_note"] for row in rows}
