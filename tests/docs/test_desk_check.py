"""docs/desk-check.md says what the desk is told, and by what times are found."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from slotkeeper.domain.desk_check import TONES, code_address
from slotkeeper.domain.squeeze import STEP, WARNING, WORTH

pytestmark = pytest.mark.req("N5")
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "desk-check.md").read_text("utf-8")
ENGLISH = ROOT / "portal/locale/en/LC_MESSAGES/slotkeeper.po"


def test_every_answer_is_explained() -> None:
    with ENGLISH.open("rb") as source:
        texts = {str(each.id): str(each.string) for each in read_po(source)}
    answers = {texts[f"desk.verdict_{each}"] for each in (*TONES, "unknown", "elsewhere")}
    named = {text.removesuffix(" at this moment") for text in map(_plain, answers)}
    assert named == set(re.findall(r"\*\*([A-Z][^*:]+)\*\*(?=[,| ])", PAGE)) & named


def test_the_numbers_are_those_of_the_rules() -> None:
    assert (STEP, WORTH, WARNING) == (5 * 60, 10 * 60, 15 * 60)
    for said in ("by five minutes", "ten minutes earlier", "a quarter"):
        assert said in PAGE


def test_the_code_is_the_address_that_is_named() -> None:
    address = code_address("https://…", "{clinic}", "{reference}")
    assert f"`{address}`" in PAGE


def _plain(text: str) -> str:
    """The words before the day and the time."""
    return re.split(r"[:,]", text)[0]
