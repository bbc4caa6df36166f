"""Patients found by beginnings: what is indexed, and how it is asked for."""

from collections.abc import Sequence

from slotkeeper.storage.database import Reader, Transaction, Value

Terms = Sequence[Sequence[str]]
"""One of the beginnings of every term must be there."""

_LAST = "\U0010ffff"
"""After every letter, in the order of bytes."""


async def save_search_words(
    tx: Transaction, clinic_id: int, patient_id: int, words: Sequence[str]
) -> None:
    """From now on the patient is found by these words alone."""
    await tx.execute(
        "DELETE FROM patient_search WHERE clinic_id = $1 AND patient_id = $2", clinic_id, patient_id
    )
    await insert_search_words(tx, clinic_id, patient_id, words)


async def insert_search_words(
    tx: Transaction, clinic_id: int, patient_id: int, words: Sequence[str]
) -> None:
    """The same for a patient who is new."""
    rows = ", ".join(f"($1, ${number}, $2)" for number in range(3, 3 + len(words)))
    await tx.execute(
        f"INSERT INTO patient_search (clinic_id, word, patient_id) VALUES {rows}",  # noqa: S608
        clinic_id,
        patient_id,
        *words,
    )


async def find_patient_ids(reader: Reader, clinic_id: int, terms: Terms, most: int) -> list[int]:
    """Patients of the clinic who are found by every term, at most so many, in no order."""
    # The longest term is the rarest, as a rule: the others are looked up for whom it finds.
    first, *others = sorted(terms, key=lambda term: -max(map(len, term)))
    values: list[Value] = [clinic_id, most]
    found = _begins(first, "found", values)
    also = "".join(f" AND {has_word(other, 'found.patient_id', values)}" for other in others)
    rows = await reader.fetch(
        f"""SELECT DISTINCT found.patient_id FROM patient_search AS found
            WHERE found.clinic_id = $1 AND {found}{also} LIMIT $2""",  # noqa: S608 - placeholders
        *values,
    )
    return [row["patient_id"] for row in rows]


def has_word(term: Sequence[str], patient_id: str, values: list[Value]) -> str:
    """The condition that the patient in that column is found by a term; its values are added to
    `values`, of which the first is the clinic's id.
    """
    return f"""EXISTS (SELECT 1 FROM patient_search AS word WHERE word.clinic_id = $1
      AND word.patient_id = {patient_id} AND {_begins(term, "word", values)})"""  # noqa: S608


def _begins(term: Sequence[str], table: str, values: list[Value]) -> str:
    ranges = []
    for beginning in term:
        values += [beginning, beginning + _LAST]
        last = len(values)
        ranges.append(f"({table}.word >= ${last - 1} AND {table}.word < ${last})")
    return f"({' OR '.join(ranges)})"
