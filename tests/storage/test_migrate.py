"""Migrations: each exactly once, in order, never a changed one."""

import asyncio
import json
import sqlite3
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from slotkeeper.storage.database import open_database
from slotkeeper.storage.migrate import MigrationError, migrate, pending
from slotkeeper.storage.migrate_sqlite import split_statements
from tests.databases import ENGINES
from tests.postgresql_cluster import Cluster

NAMES = ["0001_note", "0002_tag", "0003_trigger"]
MIGRATIONS = {
    "0001_note.sql": "-- One; purpose.\nCREATE TABLE note (id IDENTITY_KEY, text TEXT);\n",
    "0002_tag.sql": "CREATE TABLE tag (id IDENTITY_KEY); INSERT INTO tag (id) VALUES (7);",
    "0003_trigger.sqlite.sql": """CREATE TRIGGER loud BEFORE INSERT ON note BEGIN
  SELECT CASE WHEN NEW.text = 'stop;' THEN RAISE(ABORT, 'loud') END;
  SELECT 1;
END;""",
    "0003_trigger.postgresql.sql": """CREATE FUNCTION loud() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF NEW.text = 'stop;' THEN RAISE EXCEPTION 'loud'; END IF; RETURN NEW; END; $$;
CREATE TRIGGER loud BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION loud();""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    for name, text in MIGRATIONS.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield str(tmp_path / "new" / "slotkeeper.db")
        return
    cluster: Cluster = request.getfixturevalue("postgresql_cluster")
    name = f"empty_{uuid.uuid4().hex}"
    yield cluster.create_database(name)
    cluster.drop_database(name)


async def tags(url: str) -> list[int]:
    database = await open_database(url, migrate=False)
    rows = await database.fetch("SELECT id FROM tag")
    await database.close()
    return [row["id"] for row in rows]


async def test_each_is_applied_once_and_in_order(url: str, folder: Path) -> None:
    assert await pending(url, folder) == NAMES
    assert await migrate(url, folder) == NAMES
    assert await pending(url, folder) == []
    assert await migrate(url, folder) == []
    assert await tags(url) == [7]


async def test_asking_what_is_pending_changes_nothing(tmp_path: Path, folder: Path) -> None:
    assert await pending(str(tmp_path / "new" / "slotkeeper.db"), folder) == NAMES
    assert not (tmp_path / "new").exists()


async def test_a_new_one_is_applied_to_what_is_there(url: str, folder: Path) -> None:
    (folder / "0002_tag.sql").rename(folder.parent / "later")
    assert await migrate(url, folder) == ["0001_note", "0003_trigger"]
    (folder.parent / "later").rename(folder / "0002_tag.sql")
    assert await pending(url, folder) == ["0002_tag"]
    assert await migrate(url, folder) == ["0002_tag"]
    assert await tags(url) == [7]


async def test_the_engine_numbers_identity_keys(url: str, folder: Path) -> None:
    await migrate(url, folder)
    database = await open_database(url, migrate=False)
    sql = "INSERT INTO note (text) VALUES ($1) RETURNING id"
    for expected in (1, 2, 3):
        row = await database.write(lambda tx: tx.fetch_one(sql, "x"))
        assert row is not None
        assert row["id"] == expected
    await database.close()


async def test_a_trigger_keeps_its_inner_statements(url: str, folder: Path) -> None:
    await migrate(url, folder)
    database = await open_database(url, migrate=False)
    with pytest.raises(Exception, match=r"^loud$"):
        await database.write(lambda tx: tx.execute("INSERT INTO note (text) VALUES ('stop;')"))
    await database.close()


@pytest.mark.req("O2")
async def test_eight_processes_that_start_at_once_apply_each_exactly_once(
    url: str, folder: Path
) -> None:
    starters = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", STARTER, url, str(folder)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for _ in range(8)
    ]
    for starter in starters:
        assert starter.stdout is not None
        assert await starter.stdout.readline() == b"ready\n"
    answers = await asyncio.gather(*(starter.communicate(b"go\n") for starter in starters))
    assert [starter.returncode for starter in starters] == [0] * 8
    assert sorted(name for out, _ in answers for name in json.loads(out)) == NAMES
    assert await tags(url) == [7]


STARTER = """
import asyncio, json, pathlib, sys
from slotkeeper.storage.migrate import migrate
if sys.argv[1].startswith("postgresql"):
    import asyncpg
print("ready", flush=True)
sys.stdin.readline()
print(json.dumps(asyncio.run(migrate(sys.argv[1], pathlib.Path(sys.argv[2])))))
"""


async def test_one_that_was_changed_afterwards_is_refused(url: str, folder: Path) -> None:
    await migrate(url, folder)
    with (folder / "0002_tag.sql").open("a") as file:
        file.write("-- a better comment\n")
    for ask in (migrate, pending):
        with pytest.raises(MigrationError, match="0002_tag was changed after it had been applied"):
            await ask(url, folder)


async def test_a_database_of_a_later_release_is_refused(url: str, folder: Path) -> None:
    await migrate(url, folder)
    (folder / "0002_tag.sql").unlink()
    with pytest.raises(MigrationError, match="0002_tag, which this release does not know"):
        await migrate(url, folder)


async def test_one_that_fails_leaves_nothing_and_keeps_those_before_it(
    url: str, folder: Path
) -> None:
    wrong = "CREATE TABLE half (id BIGINT);\nINSERT INTO nowhere VALUES (1);"
    (folder / "0004_wrong.sql").write_text(wrong)
    with pytest.raises(MigrationError, match=r"0004_wrong failed: .*nowhere"):
        await migrate(url, folder)
    assert await pending(url, folder) == ["0004_wrong"]
    (folder / "0004_wrong.sql").write_text("CREATE TABLE half (id BIGINT);")
    assert await migrate(url, folder) == ["0004_wrong"]


async def test_the_project_s_own_run_on_both_engines(url: str) -> None:
    assert await pending(url) != []
    applied = await migrate(url)
    assert applied == sorted(applied)
    assert applied[0] == "0001_clinic"
    assert await pending(url) == []


@pytest.mark.parametrize(
    ("file", "complaint"),
    [
        ("4_short.sql", "is not named like 0001_purpose.sql"),
        ("0004_typo.sqllite.sql", "is not named like"),
        ("0002_other.sql", "two migrations have the number of 0002_"),
    ],
)
async def test_a_file_that_fits_no_place_is_refused(
    folder: Path, tmp_path: Path, file: str, complaint: str
) -> None:
    (folder / file).write_text("SELECT 1;")
    with pytest.raises(MigrationError, match=complaint):
        await migrate(str(tmp_path / "slotkeeper.db"), folder)


async def test_sqlite_may_build_a_table_anew_but_leaves_no_orphans(
    folder: Path, tmp_path: Path
) -> None:
    url = str(tmp_path / "slotkeeper.db")
    (folder / "0004_leaf.sql").write_text(
        "CREATE TABLE leaf (tag BIGINT REFERENCES tag (id)); INSERT INTO leaf VALUES (7);"
    )
    anew = "CREATE TABLE new (id IDENTITY_KEY); {} DROP TABLE tag; ALTER TABLE new RENAME TO tag;"
    (folder / "0005_anew.sql").write_text(anew.format(""))
    with pytest.raises(MigrationError, match="0005_anew leaves orphans in table leaf"):
        await migrate(url, folder)
    (folder / "0005_anew.sql").write_text(anew.format("INSERT INTO new SELECT id FROM tag;"))
    assert await migrate(url, folder) == ["0005_anew"]


async def test_what_is_up_to_date_starts_though_somebody_writes(
    folder: Path, tmp_path: Path
) -> None:
    url = str(tmp_path / "slotkeeper.db")
    await migrate(url, folder)
    somebody = sqlite3.connect(url, isolation_level=None)
    somebody.execute("BEGIN IMMEDIATE")
    async with asyncio.timeout(60):
        assert await migrate(url, folder) == []
    somebody.close()


@pytest.mark.parametrize(
    ("script", "statements"),
    [
        ("", []),
        ("SELECT 1", ["SELECT 1"]),
        ("SELECT 1; SELECT 2;", ["SELECT 1;", "SELECT 2;"]),
        ("SELECT ';'; SELECT \"a;b\";", ["SELECT ';';", 'SELECT "a;b";']),
        ("/* a; b */ SELECT 1; -- c;\nSELECT 2;", ["/* a; b */ SELECT 1;", "-- c;\nSELECT 2;"]),
    ],
)
def test_a_script_is_split_where_sqlite_ends_a_statement(
    script: str, statements: list[str]
) -> None:
    assert list(split_statements(script)) == statements
