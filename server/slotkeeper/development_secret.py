"""A secret for development, so that links and holds outlive a restart."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

DEVELOPMENT_SECRET = "for development only, everybody knows it"  # noqa: S105 - it says so itself
"""Where several processes must agree and none was given; production refuses it."""


def keep_secret_beside(database: Path) -> str:
    """The secret in the file `….secret` beside an SQLite file, made at the first call.

    Readable by its owner only. Processes that start together get the same. Raises OSError.
    """
    file = database.with_suffix(".secret")
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        _make(file)
    return file.read_text().strip()


def find_secret_beside(database: Path) -> str:
    """The same without making it: "" where there is none, or this user may not read it."""
    try:
        return database.with_suffix(".secret").read_text().strip()
    except OSError:
        return ""


def _make(file: Path) -> None:
    """Written aside and linked, so that nobody reads half of it and only the first one counts."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    try:
        draft.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()
