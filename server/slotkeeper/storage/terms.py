"""The versions of a clinic's terms: what was shown stays readable for ever (B4)."""

from slotkeeper.domain.terms import Terms, hash_terms
from slotkeeper.storage.database import Reader, Row, Transaction

__all__ = ["Terms", "find_terms", "get_current_terms", "save_terms"]


async def get_current_terms(reader: Reader, clinic_id: int) -> Terms:
    """The version that a patient is asked to accept now; its text may be empty.

    Raises LookupError for a clinic that was never imported: importing one makes its first version.
    """
    terms = await _find_newest(reader, clinic_id)
    if terms is None:
        raise LookupError(clinic_id)
    return terms


async def find_terms(reader: Reader, clinic_id: int, number: int) -> Terms | None:
    """One version by its number, counted from 1."""
    row = await reader.fetch_one(
        "SELECT id, number, text, sha256, made_at FROM terms WHERE clinic_id = $1 AND number = $2",
        clinic_id,
        number,
    )
    return _terms(row) if row else None


async def save_terms(tx: Transaction, clinic_id: int, text: str, now: int) -> Terms:
    """The current version, a new one if the text is not that of the newest.

    The caller has written the clinic's row before, so that two imports cannot meet here.
    """
    newest = await _find_newest(tx, clinic_id)
    if newest and newest.text == text:
        return newest
    [row] = await tx.fetch(
        "INSERT INTO terms (clinic_id, number, text, sha256, made_at) "
        "VALUES ($1, $2, $3, $4, $5) RETURNING id, number, text, sha256, made_at",
        clinic_id,
        newest.number + 1 if newest else 1,
        text,
        hash_terms(text),
        now,
    )
    return _terms(row)


async def _find_newest(reader: Reader, clinic_id: int) -> Terms | None:
    row = await reader.fetch_one(
        "SELECT id, number, text, sha256, made_at FROM terms WHERE clinic_id = $1 "
        "ORDER BY number DESC LIMIT 1",
        clinic_id,
    )
    return _terms(row) if row else None


def _terms(row: Row) -> Terms:
    return Terms(
        id=row["id"],
        number=row["number"],
        text=row["text"],
        sha256=row["sha256"],
        made_at=row["made_at"],
    )
