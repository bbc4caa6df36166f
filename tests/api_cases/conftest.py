"""One server for all cases: each has a clinic of its own in it, so none sees another's holds."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.databases import sqlite_template
from tests.web.world import World, open_world

__all__ = ["sqlite_template"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    copy = tmp_path_factory.mktemp("cases") / "slotkeeper.db"
    shutil.copyfile(sqlite_template, copy)
    async with open_world(str(copy), abuse_checks=False) as opened:
        yield opened
