"""All that a database holds, to compare it before and after."""

from collections.abc import Iterable

from tests.web.world import World

Rows = dict[str, list[str]]


async def all_rows(world: World, but: Iterable[str] = ()) -> Rows:
    """Every row of every table as text, in order; of an SQLite database."""
    database, found = world.toolbox.database, Rows()
    for name in await _tables(world):
        if name not in but:
            rows = await database.fetch(f"SELECT * FROM {name}")  # noqa: S608 - a table of ours
            found[name] = sorted(str(tuple(row)) for row in rows)  # type: ignore[arg-type]
    return found


async def mixed_up(world: World) -> list[str]:
    """Columns in which a row of one clinic points at a row of another."""
    database, found = world.toolbox.database, []
    with_clinic = {
        name for name in await _tables(world) if "clinic_id" in await _columns(world, name)
    }
    for name in sorted(with_clinic):
        for key in await database.fetch(f"PRAGMA foreign_key_list({name})"):
            there, column = key["table"], key["from"]
            if there in with_clinic and column != "clinic_id":
                sql = f"""SELECT 1 AS one FROM {name} AS here JOIN {there} AS there
                          ON there.id = here.{column} WHERE there.clinic_id <> here.clinic_id"""  # noqa: S608
                if await database.fetch(sql):
                    found.append(f"{name}.{column}")
    return found


async def _tables(world: World) -> list[str]:
    rows = await world.toolbox.database.fetch("SELECT name FROM sqlite_master WHERE type = 'table'")
    return [row["name"] for row in rows if not row["name"].startswith("sqlite_")]


async def _columns(world: World, table: str) -> set[str]:
    rows = await world.toolbox.database.fetch(f"PRAGMA table_info({table})")
    return {row["name"] for row in rows}
