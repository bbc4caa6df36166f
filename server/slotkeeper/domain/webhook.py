"""Events that a clinic's own systems can hear of (N9)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from msgspec import Struct

from slotkeeper.domain.booking_event import Event

WebhookEvent = Literal[
    "booking.requested",
    "booking.confirmed",
    "booking.changed",
    "booking.cancelled",
    "booking.arrived",
    "booking.fulfilled",
    "booking.noshow",
]
OF_BOOKINGS: Mapping[Event, WebhookEvent] = {
    "requested": "booking.requested",
    "confirmed": "booking.confirmed",
    "changed": "booking.changed",
    "cancelled": "booking.cancelled",
    "arrived": "booking.arrived",
    "fulfilled": "booking.fulfilled",
    "noshow": "booking.noshow",
}
EVENTS: tuple[WebhookEvent, ...] = get_args(WebhookEvent)
STANDARD: tuple[WebhookEvent, ...] = ("booking.confirmed", "booking.changed", "booking.cancelled")
"""What a new endpoint hears of, unless it is chosen otherwise."""

TRIAL = "test"
"""The type of a message that owners send to try their system."""

REPLACED_FOR = 24 * 3600
"""Seconds for which the old secret signs beside a new one."""


class PreviousFacts(Struct, frozen=True, kw_only=True):
    """Where a booking was before the change that an event tells of, and who moved it: "patient" or
    "clinic".
    """

    starts_at: int
    ends_at: int
    practitioner: str
    location: str | None
    moved_by: str


class EventFacts(Struct, frozen=True, kw_only=True):
    """What an event tells: where to look, and nothing of the patient. Instants in epoch seconds;
    `previous` is None for what is no move.
    """

    reference: str
    state: str
    revision: int
    starts_at: int
    ends_at: int
    appointment_type: str
    practitioner: str
    location: str | None
    clinic: str
    url: str
    previous: PreviousFacts | None = None


def event_body(event: str, facts: EventFacts, made_at: int) -> bytes:
    """The JSON that is signed and sent, in the specification's words: type, timestamp, data."""
    data: Mapping[str, Any] = {
        "clinic": facts.clinic,
        "reference": facts.reference,
        "state": facts.state,
        "revision": facts.revision,
        "starts_at": _text(facts.starts_at),
        "ends_at": _text(facts.ends_at),
        "type": facts.appointment_type,
        "practitioner": facts.practitioner,
        "location": facts.location,
        "url": facts.url,
    }
    if facts.previous is not None:
        data = {**data, "previous": _previous(facts.previous)}
    return _json({"type": event, "timestamp": _text(made_at), "data": data})


def _previous(facts: PreviousFacts) -> Mapping[str, Any]:
    return {
        "starts_at": _text(facts.starts_at),
        "ends_at": _text(facts.ends_at),
        "practitioner": facts.practitioner,
        "location": facts.location,
        "moved_by": facts.moved_by,
    }


def trial_body(clinic: str, now: int) -> bytes:
    """The JSON of a message that tells of nothing, to try whether it arrives."""
    return _json({"type": TRIAL, "timestamp": _text(now), "data": {"clinic": clinic}})


def host_of(address: str) -> str:
    """Host and port of an address as people know it, "" where it has none."""
    try:
        return urlsplit(address).netloc.rpartition("@")[2]
    except ValueError:
        return ""


def _json(whole: Mapping[str, Any]) -> bytes:
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _text(instant: int) -> str:
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
