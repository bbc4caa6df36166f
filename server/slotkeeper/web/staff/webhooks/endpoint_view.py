"""What pages show of an endpoint and of what was brought there."""

from typing import Any

from slotkeeper.domain.webhook import host_of
from slotkeeper.storage.webhook import WebhookEndpoint, WebhookTry
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments


def endpoint_view(staff: StaffVisit, endpoint: WebhookEndpoint) -> dict[str, Any]:
    """Its host, its events, and how it does in one sentence."""
    return {
        "it": endpoint,
        "host": host_of(endpoint.address),
        "state": _state(endpoint),
        "said": _said(staff, endpoint),
    }


def try_view(staff: StaffVisit, found: WebhookTry) -> dict[str, Any]:
    """One event: what it tells, when, and what was answered."""
    moments = _moments(staff)
    waits = found.state == "queued" and found.attempts > 0
    return {
        "it": found,
        "made": moments.day_and_time(found.made_at),
        "answer": answer_text(staff, found.answer),
        "again": moments.day_and_time(found.next_at) if waits else "",
    }


def answer_text(staff: StaffVisit, answer: str) -> str:
    """A status, or a word for why there was none."""
    if not answer:
        return ""
    if answer.isdecimal():
        return staff.text("webhook.answer_status", status=answer)
    return staff.text(f"webhook.answer_{answer.removeprefix('down:')}")


def replacing_text(staff: StaffVisit, endpoint: WebhookEndpoint) -> str:
    """Until when an old secret signs beside the new one, "" where none does."""
    if not endpoint.old_sealed or endpoint.old_until <= staff.toolbox.clock():
        return ""
    return staff.text("webhook.replacing", time=_moments(staff).day_and_time(endpoint.old_until))


def _state(endpoint: WebhookEndpoint) -> str:
    if not endpoint.enabled:
        return "off"
    return "failing" if endpoint.failing_since else "on"


def _said(staff: StaffVisit, endpoint: WebhookEndpoint) -> str:
    if endpoint.enabled and endpoint.failing_since:
        since = _moments(staff).day_and_time(endpoint.failing_since)
        answer = answer_text(staff, endpoint.problem)
        return staff.text("webhook.failing", since=since, answer=answer)
    return staff.text(f"webhook.is_{_state(endpoint)}")


def _moments(staff: StaffVisit) -> Moments:
    return Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
