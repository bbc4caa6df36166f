"""docs/waitlist.md says word for word what patients and staff read."""

import re
from pathlib import Path

import pytest

from slotkeeper.web.texts import Texts

ROOT = Path(__file__).parents[2]
DOCUMENT = re.sub(r"\s+", " ", (ROOT / "docs" / "waitlist.md").read_text("utf-8"))

pytestmark = pytest.mark.req("C6")


@pytest.mark.parametrize(
    "key",
    [
        "waitlist.invite",
        "waitlist.earlier_link",
        "waitlist.days_hint",
        "waitlist.on_heading",
        "waitlist.offer_heading",
        "waitlist.decline",
        "waitlist.leave",
        "waitlist.removed_heading",
        "notice.offer_over.heading",
        "details.book",
    ],
)
def test_what_patients_read_is_quoted_word_for_word(key: str) -> None:
    assert Texts(ROOT / "widget" / "locale").text("en", key) in DOCUMENT


@pytest.mark.parametrize(
    "key",
    [
        "nav.waitlist",
        "section.waitlist",
        "onlist.offer",
        "onlist.take_back",
        "onlist.turn",
        "onlist.remove",
        "onlist.offers",
    ],
)
def test_what_staff_read_is_quoted_word_for_word(key: str) -> None:
    assert Texts(ROOT / "portal" / "locale").text("en", key) in DOCUMENT
