"""docs/trust.md says word for word what patients read, and names every step, reason and event."""

import re
from pathlib import Path

import pytest

from slotkeeper.domain.trust import STEPS
from slotkeeper.domain.trust_rule import COUNTED
from slotkeeper.web.texts import Texts

ROOT = Path(__file__).parents[2]
DOCUMENT = re.sub(r"\s+", " ", (ROOT / "docs" / "trust.md").read_text("utf-8"))


@pytest.mark.req("T2")
@pytest.mark.parametrize(
    "key",
    [
        "pending.heading_patient",
        "pending.lead_patient",
        "pending.state_patient",
        "pending.heading_clinic",
        "notice.confirmed_before.heading",
        "notice.confirm_over.heading",
        "notice.declined.heading",
        "notice.please_call.heading",
        "notice.please_call.text",
    ],
)
def test_what_patients_read_is_quoted_word_for_word(key: str) -> None:
    assert Texts(ROOT / "widget" / "locale").text("en", key) in DOCUMENT


@pytest.mark.req("T2")
def test_every_step_is_explained_under_its_name_in_the_portal() -> None:
    texts = Texts(ROOT / "portal" / "locale")
    assert [step for step in STEPS if texts.text("en", f"trust.step_{step}") not in DOCUMENT] == []
    texts_of_events = {"late-cancellations", "no-shows"}
    assert texts_of_events <= {each for each in COUNTED if f'"{each}"' in DOCUMENT}
