"""`slotkeeper migrate`"""

import click

from slotkeeper.config import read_settings
from slotkeeper.storage.migrate import migrate


async def migrate_database() -> None:
    """Apply what is missing and name it."""
    await migrate_and_tell(read_settings(keep_secret=False).database, quiet=False)


async def migrate_and_tell(database: str, *, quiet: bool) -> None:
    """Apply what is missing and name it; `quiet` says nothing where nothing was missing."""
    applied = await migrate(database)
    for name in applied:
        click.echo(f"Applied {name}")
    if not applied and not quiet:
        click.echo("The database is up to date.")
