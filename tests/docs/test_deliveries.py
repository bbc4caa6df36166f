"""docs/deliveries.md says what the page says."""

import re
from pathlib import Path
from typing import get_args

import pytest

from slotkeeper.assets import portal_folder
from slotkeeper.domain.notice_rules import NoticeRules
from slotkeeper.domain.way import WayState
from slotkeeper.services.notices.outcome import TASK_AFTER_SECONDS
from slotkeeper.web.texts import Texts

pytestmark = pytest.mark.req("N2")
PAGE = (Path(__file__).parents[2] / "docs" / "deliveries.md").read_text("utf-8")
STATES = PAGE.partition("## The states of a way")[2].partition("## When")[0]


def test_every_state_is_explained_under_the_name_that_it_has_on_the_page() -> None:
    texts = Texts(portal_folder() / "locale")
    named = {texts.text("en", f"ways.state_{state}") for state in get_args(WayState)}
    assert set(re.findall(r"^\| ([^|]+?) \|", STATES, re.MULTILINE)) - {"State", "---"} == named


def test_the_times_are_those_of_the_program() -> None:
    assert f"for {TASK_AFTER_SECONDS // 60} minutes" in PAGE
    assert f"{NoticeRules().escalate_after} minutes unless the clinic says otherwise" in PAGE
