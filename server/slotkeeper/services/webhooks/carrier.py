"""Brings events to clinics' own systems."""

from dataclasses import dataclass, field

from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.webhook import EventFacts, PreviousFacts, event_body
from slotkeeper.gateways.webhook import (
    Endpoint,
    Event,
    WebhookGateway,
    WebhookPutOff,
    WebhookRefused,
)
from slotkeeper.services.notices.carrier import outcome_of
from slotkeeper.services.notices.outcome import Outcome
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.webhooks.secret import open_secrets
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.booking_move import find_move
from slotkeeper.storage.clinic import find_slug
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import Channel
from slotkeeper.storage.outbox import Delivery
from slotkeeper.storage.set_up import get_appointment_type, get_location, get_practitioner
from slotkeeper.storage.webhook import find_endpoint, hurry_endpoint, note_try

_SILENT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class WebhookCarrier:
    """The carrier of events: one endpoint that is down keeps no other waiting."""

    toolbox: Toolbox
    webhooks: WebhookGateway
    channel: Channel = "webhook"
    silent_until: dict[int, int] = field(default_factory=dict)
    """Endpoints that let us wait, by id, until an instant at which they are asked again: what is
    for others would wait behind them.
    """

    async def send(self, delivery: Delivery) -> Outcome:
        """Bring an event there. What an endpoint answers is noted beside it."""
        return await outcome_of(self._send(delivery), delivery)

    async def rest(self) -> None:
        """Nothing is kept open."""

    async def _send(self, delivery: Delivery) -> Outcome:
        toolbox, now = self.toolbox, self.toolbox.clock()
        endpoint = await find_endpoint(toolbox.database, delivery.clinic_id, delivery.target)
        if endpoint is None or not endpoint.enabled:
            return Outcome("dropped", "endpoint_off")
        if self.silent_until.get(endpoint.id, 0) > now:
            return Outcome("later", "silent")
        event = Event(
            id=f"msg_{delivery.clinic_id}_{delivery.id}",
            body=event_body(delivery.message, await _facts(toolbox, delivery), delivery.made_at),
            sent_at=now,
        )
        to = Endpoint(address=endpoint.address, secrets=open_secrets(toolbox.vault, endpoint, now))
        outcome, answer = await self._try(to, event)
        if answer == "silent":
            self.silent_until[endpoint.id] = toolbox.clock() + _SILENT_SECONDS

        async def job(tx: Transaction) -> None:
            await note_try(tx, delivery.clinic_id, endpoint.id, delivery.id, answer, now)
            if outcome.kind == "sent" and endpoint.failing_since is not None:
                await hurry_endpoint(tx, delivery.clinic_id, endpoint.id, now)

        await toolbox.database.write(job)
        return outcome

    async def _try(self, to: Endpoint, event: Event) -> tuple[Outcome, str]:
        """What becomes of it, and what the endpoint answered."""
        try:
            return Outcome("sent"), str(await self.webhooks.send(to, event))
        except WebhookPutOff as later:
            return Outcome("later", later.problem), later.problem
        except WebhookRefused as refused:
            return Outcome("failed", refused.problem), refused.problem


async def _facts(toolbox: Toolbox, delivery: Delivery) -> EventFacts:
    """As they are now: an event that is late tells no old times."""
    reader = toolbox.database
    slug = await find_slug(reader, delivery.clinic_id) or ""
    booking = await find_booking(reader, delivery.clinic_id, delivery.booking_id)
    if booking is None:
        raise BookingUnknown
    location = await get_location(reader, booking)
    return EventFacts(
        reference=booking.reference,
        state=booking.state,
        revision=booking.revision,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        appointment_type=(await get_appointment_type(reader, booking)).slug,
        practitioner=(await get_practitioner(reader, booking)).slug,
        location=location.slug if location else None,
        clinic=slug,
        url=f"{toolbox.base_url}/staff/{slug}/bookings/{booking.id}",
        previous=await _previous(toolbox, delivery, booking),
    )


async def _previous(toolbox: Toolbox, delivery: Delivery, booking: Booking) -> PreviousFacts | None:
    """Where it was before the change that this event tells of."""
    if delivery.message != "booking.changed":
        return None
    reader = toolbox.database
    was = await find_move(reader, booking.clinic_id, booking.id, delivery.occasion)
    if was is None:
        return None
    there = replace(booking, practitioner_id=was.practitioner_id, location_id=was.location_id)
    location = await get_location(reader, there)
    return PreviousFacts(
        starts_at=was.starts_at,
        ends_at=was.ends_at,
        practitioner=(await get_practitioner(reader, there)).slug,
        location=location.slug if location else None,
        moved_by=was.moved_by,
    )
