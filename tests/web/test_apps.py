"""An application that one test after the other uses is as good as new for each."""

import shutil
from pathlib import Path

import pytest

from slotkeeper.web.rate_limits import RATES, Rate
from tests.web.clinics import DEMO
from tests.web.world import open_world

CLINIC = "/f/harbour-physio"


async def test_it_forgets_who_asked_too_often_and_what_was_answered(
    sqlite_url: str, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RATES, "hold", Rate(3, 3600.0))
    other_url = shutil.copyfile(sqlite_template, f"{sqlite_url}.other")
    async with open_world(sqlite_url, DEMO) as first:
        browser = await first.browser()
        asked = [await browser.post(f"{CLINIC}/holds") for _ in range(4)]
        assert asked[-1].status_code == 429
        assert "First meeting" not in (await browser.get(f"{CLINIC}/start")).text
    renamed = DEMO.replace('"Initial consultation"', '"First meeting"')
    async with open_world(other_url, renamed) as second:
        assert second.app is first.app
        browser = await second.browser()
        assert (await browser.post(f"{CLINIC}/holds")).status_code != 429
        assert "First meeting" in (await browser.get(f"{CLINIC}/start")).text
