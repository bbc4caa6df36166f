"""What docs/mail.md says of a clinic's own words holds."""

import re
from pathlib import Path

import pytest

from slotkeeper.services.notices.wording import placeholders_of
from slotkeeper.web.staff.messages.standard import worded_messages

pytestmark = pytest.mark.req("N7")

_MAIL = Path(__file__).parents[2] / "docs" / "mail.md"


def test_every_placeholder_is_explained_and_no_other() -> None:
    words = _MAIL.read_text("utf-8").partition("## Your own words")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in words.splitlines() if line.startswith("| `{")]
    explained = set(re.findall(r"`\{(\w+)\}`", " ".join(rows)))
    assert explained == {
        name for channel, message in worded_messages() for name in placeholders_of(channel, message)
    }
