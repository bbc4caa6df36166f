"""docs/diary.md says what the pages do."""

from pathlib import Path

import pytest

from slotkeeper.domain.diary_provider import PROVIDERS
from slotkeeper.services.diary.try_it import LOOKS_AHEAD
from slotkeeper.services.diary.watch import FAR_EVERY_SECONDS, NEAR_SECONDS, POLL_SECONDS
from slotkeeper.web.staff.diary.week import DAYS

pytestmark = pytest.mark.req("N3")
PAGE = (Path(__file__).parents[2] / "docs" / "diary.md").read_text("utf-8")
_DAY = 86_400


def test_everybody_who_keeps_diaries_has_a_line() -> None:
    rows = {line.split("|")[1].strip(): line for line in PAGE.splitlines() if line.startswith("|")}
    for each in PROVIDERS:
        name = {"other": "Somebody else", "microsoft": "Microsoft 365, Outlook.com"}
        row = rows[name.get(each.key, each.name)]
        assert ("cannot be connected" in row) == (not each.is_open)
        assert ("none to type" in row) == bool(each.address)


def test_how_often_and_how_far_is_looked_is_what_is_said() -> None:
    assert (POLL_SECONDS, "A diary is looked at each minute" in PAGE) == (60, True)
    assert (FAR_EVERY_SECONDS, "within a quarter of an hour" in PAGE) == (900, True)
    assert (NEAR_SECONDS, "further ahead than two weeks" in PAGE) == (14 * _DAY, True)
    assert (LOOKS_AHEAD, "the next four weeks" in PAGE) == (28 * _DAY, True)
    assert DAYS == 7
