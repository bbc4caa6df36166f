"""The command line as somebody types it, in this process or in one of its own."""

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner, Result

from slotkeeper.cli import main

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "demo" / "clinic.toml"


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    for name in [name for name in os.environ if name.startswith("SLOTKEEPER_")]:
        monkeypatch.delenv(name)
    settings = {"SLOTKEEPER_DATABASE": str(tmp_path / "data" / "clinic.db")}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return {**os.environ, "PYTHONPATH": str(ROOT / "server")}


def run(*args: str, stdin: bytes | str | None = None) -> Result:
    return CliRunner().invoke(main, args, input=stdin)


class serving:  # noqa: N801 - reads as a sentence
    """A command in a process of its own, with the addresses that it prints."""

    def __init__(self, environ: dict[str, str], *args: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "slotkeeper.cli", *args],
            env={**environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> tuple[Iterator[str], "subprocess.Popen[str]"]:
        assert self.process.stdout
        return addresses(self.process.stdout), self.process

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()


def addresses(lines: IO[str]) -> Iterator[str]:
    for line in lines:
        yield from re.findall(r"http://\S+", line)


def fetch(address: str) -> int:
    with urllib.request.urlopen(address, timeout=120) as answer:  # noqa: S310 - ours
        return int(answer.status)
