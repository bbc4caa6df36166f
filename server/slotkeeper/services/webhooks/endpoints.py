"""Setting up endpoints (N9); owners do, and each change is in the log."""

from collections.abc import Iterable

from msgspec.structs import replace

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.webhook import EVENTS, REPLACED_FOR, host_of
from slotkeeper.gateways.webhook import WebhookGateway, WebhookPutOff, WebhookRefused
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.webhooks.secret import new_secret, seal_secret
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.task import send_again
from slotkeeper.storage.webhook import (
    WebhookEndpoint,
    delete_endpoint,
    find_endpoint,
    find_endpoints,
    has_event,
    insert_endpoint,
    save_endpoint,
)

MOST_ENDPOINTS = 20
_LONGEST = 500


class EndpointUnknown(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """The clinic has no such endpoint (any more)."""


class EndpointStale(Exception):  # noqa: N818
    """Somebody changed it since it was read."""


async def add_endpoint(
    toolbox: Toolbox, webhooks: WebhookGateway, actor: Actor, address: str, events: Iterable[str]
) -> tuple[int, str]:
    """A new endpoint: its id, and its secret, which is shown this once.

    Raises FieldsInvalid at `address` or `events`, VaultLocked where nothing can be kept secret.
    """
    chosen = _read_events(events)
    address = await _read_address(webhooks, address)
    secret = new_secret()
    sealed = seal_secret(toolbox.vault, actor.clinic_id, secret)

    async def job(tx: Transaction) -> int:
        if len(await find_endpoints(tx, actor.clinic_id)) >= MOST_ENDPOINTS:
            raise FieldsInvalid({"address": Problem("wrong.most_endpoints", most=MOST_ENDPOINTS)})
        number = await insert_endpoint(
            tx,
            actor.clinic_id,
            address=address,
            events=chosen,
            secret=sealed,
            made_by=actor.staff_id,
            now=actor.at,
        )
        await note(tx, actor, "webhook_made", "webhook", number, address=(None, address))
        return number

    return await toolbox.database.write(job), secret


async def change_endpoint(
    toolbox: Toolbox,
    webhooks: WebhookGateway,
    actor: Actor,
    changed: WebhookEndpoint,
) -> None:
    """Address, events and switch as `changed` has them.

    Raises FieldsInvalid, EndpointUnknown, EndpointStale.
    """
    chosen = _read_events(changed.events)
    address = await _read_address(webhooks, changed.address)

    async def job(tx: Transaction) -> None:
        before = await _get(tx, actor.clinic_id, changed.id)
        after = replace(
            before,
            address=address,
            events=chosen,
            enabled=changed.enabled,
            revision=changed.revision,
        )
        if not await save_endpoint(tx, after):
            raise EndpointStale
        pairs = {
            name: (getattr(before, name), getattr(after, name))
            for name in ("address", "events", "enabled")
            if getattr(before, name) != getattr(after, name)
        }
        await note(tx, actor, "webhook_changed", "webhook", before.id, **pairs)

    await toolbox.database.write(job)


async def renew_secret(toolbox: Toolbox, actor: Actor, endpoint_id: int) -> str:
    """A new secret, shown this once; the old one signs beside it for a day.

    Raises EndpointUnknown, EndpointStale, VaultLocked.
    """
    secret = new_secret()
    sealed = seal_secret(toolbox.vault, actor.clinic_id, secret)

    async def job(tx: Transaction) -> None:
        before = await _get(tx, actor.clinic_id, endpoint_id)
        until = actor.at + REPLACED_FOR
        after = replace(
            before, secret_sealed=sealed, old_sealed=before.secret_sealed, old_until=until
        )
        if not await save_endpoint(tx, after):
            raise EndpointStale
        await note(tx, actor, "webhook_secret_renewed", "webhook", endpoint_id)

    await toolbox.database.write(job)
    return secret


async def remove_endpoint(toolbox: Toolbox, actor: Actor, endpoint_id: int) -> None:
    """Nothing goes there any more. Raises EndpointUnknown."""

    async def job(tx: Transaction) -> None:
        before = await _get(tx, actor.clinic_id, endpoint_id)
        await delete_endpoint(tx, actor.clinic_id, endpoint_id)
        await note(
            tx, actor, "webhook_removed", "webhook", endpoint_id, address=(before.address, None)
        )

    await toolbox.database.write(job)


async def redeliver(toolbox: Toolbox, actor: Actor, endpoint_id: int, delivery_id: int) -> bool:
    """Bring an event there once more; False where it is on its way. Raises EndpointUnknown where
    it never was for that endpoint.
    """

    async def job(tx: Transaction) -> bool:
        if not await has_event(tx, actor.clinic_id, endpoint_id, delivery_id):
            raise EndpointUnknown
        again = await send_again(tx, actor.clinic_id, delivery_id)
        if again:
            await note(tx, actor, "webhook_sent_again", "webhook", endpoint_id)
        return again

    done = await toolbox.database.write(job)
    toolbox.bell.ring()
    return done


async def _get(tx: Transaction, clinic_id: int, endpoint_id: int) -> WebhookEndpoint:
    endpoint = await find_endpoint(tx, clinic_id, endpoint_id)
    if endpoint is None:
        raise EndpointUnknown
    return endpoint


def _read_events(events: Iterable[str]) -> tuple[str, ...]:
    wanted = set(events)
    chosen = tuple(each for each in EVENTS if each in wanted)
    if not chosen:
        raise FieldsInvalid({"events": Problem("wrong.no_events")})
    return chosen


async def _read_address(webhooks: WebhookGateway, text: str) -> str:
    address = text.strip()
    if not address or len(address) > _LONGEST or not host_of(address):
        raise FieldsInvalid({"address": Problem("wrong.webhook_address")})
    try:
        await webhooks.check(address)
    except WebhookRefused as refused:
        is_private = refused.problem == "private_address"
        key = "wrong.webhook_private" if is_private else "wrong.webhook_address"
        raise FieldsInvalid({"address": Problem(key)}) from refused
    except WebhookPutOff as unknown:
        raise FieldsInvalid({"address": Problem("wrong.webhook_unknown")}) from unknown
    return address
