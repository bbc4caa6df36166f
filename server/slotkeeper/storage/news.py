"""Whether anything changed that an open calendar shows, time or not."""

from slotkeeper.storage.database import Reader, Transaction


async def tell_calendars(tx: Transaction, clinic_id: int) -> None:
    """Something besides time changed that calendars show: an alert note, a name, a mark."""
    await tx.execute("UPDATE clinic SET news = news + 1 WHERE id = $1", clinic_id)


async def get_news(reader: Reader, clinic_id: int) -> int | None:
    """A number that rises with every change of the clinic's set-up, of any practitioner's time, and
    with `tell_calendars`; None for no clinic. It does not rise when a hold runs out.
    """
    row = await reader.fetch_one(
        """SELECT CAST(clinic.version + clinic.news + (
             SELECT COALESCE(SUM(practitioner.version), 0) FROM practitioner
             WHERE practitioner.clinic_id = clinic.id
           ) AS BIGINT) AS news
           FROM clinic WHERE clinic.id = $1""",
        clinic_id,
    )
    return None if row is None else int(row["news"])
