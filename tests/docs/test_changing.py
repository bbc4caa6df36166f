"""docs/changing.md says what patients read."""

import re
from pathlib import Path

import pytest

from slotkeeper.services.booking_link import KEPT_SECONDS
from slotkeeper.services.changing.cancel import UNDO_SECONDS
from slotkeeper.services.changing.often import MOST_MOVES, MOVES_WITHIN_SECONDS
from slotkeeper.web.texts import Texts

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "changing.md").read_text("utf-8")


@pytest.mark.parametrize("case", ["nothing", "late", "goes_along", "kept"])
def test_it_says_word_for_word_what_a_change_costs(case: str) -> None:
    text = Texts(ROOT / "widget" / "locale").template("en", f"move.cost_{case}")
    assert f'"{re.sub(r"{[a-z]+}", "…", text)}"' in GUIDE


def test_it_says_how_long_things_last() -> None:
    assert f"{KEPT_SECONDS // 86_400} days after the appointment" in GUIDE
    assert UNDO_SECONDS == 60
    assert "For a minute it can be taken back" in GUIDE


def test_it_says_how_often_an_appointment_is_moved_by_its_link() -> None:
    assert (MOST_MOVES, MOVES_WITHIN_SECONDS) == (10, 24 * 3600)
    assert "ten times within 24 hours at most (`MOST_MOVES`" in GUIDE
