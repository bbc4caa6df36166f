"""Where tests keep their files for a moment: in memory where there is room.

A commit of SQLite is flushed to the disk, in tests as in production, which takes longer than most
of what they try; CREATE DATABASE of PostgreSQL writes a thousand files.
"""

import os
import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 -- what is made there is its owner's alone
_ROOM = 2 * 2**30


def temporary() -> Path:
    """The folder for temporary files; TMPDIR names another one."""
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK):
        return Path(tempfile.gettempdir())
    return _MEMORY if shutil.disk_usage(_MEMORY).free > _ROOM else Path(tempfile.gettempdir())


def use_temporary() -> None:
    """Have all of this process and of those that it starts keep their files there."""
    os.environ["TMPDIR"] = str(temporary())
    tempfile.tempdir = None  # it is asked for anew
