"""Whether anything changed that a list of slots shows."""

from slotkeeper.storage.database import Reader


async def get_slot_version(reader: Reader, slug: str) -> int | None:
    """A number that rises with every change of the clinic's set-up or of any practitioner's time;
    None for no clinic.
    """
    row = await reader.fetch_one(
        """SELECT CAST(clinic.version + (
             SELECT COALESCE(SUM(practitioner.version), 0) FROM practitioner
             WHERE practitioner.clinic_id = clinic.id
           ) AS BIGINT) AS version
           FROM clinic WHERE clinic.slug = $1""",
        slug,
    )
    return None if row is None else int(row["version"])


async def find_versions(reader: Reader, clinic_id: int) -> dict[int, int]:
    """By practitioner id, a number that rises with every change of that one's time."""
    rows = await reader.fetch(
        "SELECT id, version FROM practitioner WHERE clinic_id = $1", clinic_id
    )
    return {row["id"]: row["version"] for row in rows}
