"""A rule of the schema that is broken: one name on both engines, and nothing kept."""

import pytest

from slotkeeper.storage.database import ConstraintBroken, Database, Transaction
from tests.storage.notes import INSERT, ids, insert


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("INSERT INTO note (id, text) VALUES (1, 'other')", "note_pkey"),
        ("INSERT INTO note (id, text, number) VALUES (2, 'note', 1)", "note_text_number_key"),
        ("INSERT INTO note (id, text, number) VALUES (2, 'b', 1000)", "note_number_small"),
        ("INSERT INTO note (id) VALUES (2)", "note_text_not_null"),
        ("INSERT INTO note (id, text, parent) VALUES (2, 'b', 77)", "foreign_key"),
    ],
)
async def test_a_broken_rule_has_one_name_on_both_engines(
    notes: Database, change: str, name: str
) -> None:
    await insert(notes, 1)
    with pytest.raises(ConstraintBroken) as broken:
        await notes.write(lambda tx: tx.execute(change))
    assert broken.value.name == name
    assert await ids(notes) == [1]


async def test_a_unique_index_is_named_as_it_was_made(notes: Database) -> None:
    await notes.write(lambda tx: tx.execute("CREATE UNIQUE INDEX note_one_text ON note (text)"))
    await insert(notes, 1)
    with pytest.raises(ConstraintBroken, match=r"^note_one_text$"):
        await insert(notes, 2)


async def test_a_job_that_swallows_a_broken_rule_is_not_kept(notes: Database) -> None:
    async def job(tx: Transaction) -> str:
        await tx.execute(INSERT, 1, "first")
        try:
            await tx.execute(INSERT, 1, "again")
        except ConstraintBroken:
            return "all is well"
        return "no rule"

    with pytest.raises(ConstraintBroken):
        await notes.write(job)
    assert await ids(notes) == []


async def test_after_a_broken_rule_a_job_cannot_go_on(notes: Database) -> None:
    async def job(tx: Transaction) -> None:
        try:
            await tx.execute("INSERT INTO note (id) VALUES (1)")
        except ConstraintBroken:
            await tx.execute(INSERT, 1, "instead")

    with pytest.raises(RuntimeError, match="earlier statement failed"):
        await notes.write(job)


async def test_a_job_may_answer_a_broken_rule_with_a_fact_of_its_own(notes: Database) -> None:
    await insert(notes, 1)

    async def job(tx: Transaction) -> None:
        try:
            await tx.execute(INSERT, 1, "again")
        except ConstraintBroken as broken:
            raise LookupError(broken.name) from broken

    with pytest.raises(LookupError, match="note_pkey"):
        await notes.write(job)
    assert await insert(notes, 2) == 1
