"""docs/webhooks.md says what arrives, and its examples check it."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from slotkeeper.domain.webhook import EVENTS, REPLACED_FOR, EventFacts, event_body
from slotkeeper.gateways.webhook import TIMEOUT
from slotkeeper.services.notices.outcome import TASK_AFTER_SECONDS
from slotkeeper.services.webhooks.endpoints import MOST_ENDPOINTS

pytestmark = pytest.mark.req("N9")
PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text("utf-8")
EXAMPLE = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])
SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


def example(number: int, name: str) -> Callable[..., Any]:
    """The function of that name in the so-manieth piece of Python."""
    names: dict[str, Any] = {}
    exec(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[number], names)  # noqa: S102 - ours
    found: Callable[..., Any] = names[name]
    return found


def signed(body: bytes) -> dict[str, str]:
    at = datetime.now(UTC)
    return {
        "webhook-id": "msg_1_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": f"v1,old= {Webhook(SECRET).sign('msg_1_1', at, body.decode())}",
    }


def test_every_event_is_named() -> None:
    assert tuple(re.findall(r"^\| `(booking\.\w+)` \|", PAGE, re.MULTILINE)) == EVENTS


def test_the_example_has_the_fields_that_are_sent_and_no_others() -> None:
    facts = EventFacts(
        reference="",
        state="",
        revision=0,
        starts_at=0,
        ends_at=0,
        appointment_type="",
        practitioner="",
        location=None,
        clinic="",
        url="",
    )
    sent = json.loads(event_body("booking.confirmed", facts, 0))
    assert list(EXAMPLE) == list(sent)
    assert list(EXAMPLE["data"]) == list(sent["data"])


def test_the_examples_of_checking_take_ours_and_nothing_else() -> None:
    body = json.dumps(EXAMPLE).encode()
    headers = signed(body)
    assert example(0, "take")(SECRET, body, headers) == EXAMPLE
    assert example(1, "is_ours")(SECRET, body, headers)
    with pytest.raises(PermissionError):
        example(0, "take")(SECRET, body + b" ", headers)
    assert not example(1, "is_ours")(SECRET, body + b" ", headers)


def test_its_numbers_are_those_of_the_code() -> None:
    assert f"up to {MOST_ENDPOINTS} of them" in PAGE
    assert f"within {TIMEOUT:.0f} seconds" in PAGE
    assert (TASK_AFTER_SECONDS, REPLACED_FOR) == (15 * 60, 24 * 3600)
