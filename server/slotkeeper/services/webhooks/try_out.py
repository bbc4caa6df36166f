"""A message by which owners try whether their system hears us: at once, and without a booking."""

import secrets

from slotkeeper.domain.webhook import trial_body
from slotkeeper.gateways.webhook import (
    Endpoint,
    Event,
    WebhookGateway,
    WebhookPutOff,
    WebhookRefused,
)
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.webhooks.endpoints import EndpointUnknown
from slotkeeper.services.webhooks.secret import open_secrets
from slotkeeper.storage.clinic import find_slug
from slotkeeper.storage.webhook import find_endpoint


async def try_out(
    toolbox: Toolbox, webhooks: WebhookGateway, actor: Actor, endpoint_id: int
) -> tuple[bool, str]:
    """Whether it was taken, and what was answered: a status, or the problem's word. It is not tried
    again and stands in no log. Raises EndpointUnknown, VaultLocked.
    """
    found = await find_endpoint(toolbox.database, actor.clinic_id, endpoint_id)
    if found is None:
        raise EndpointUnknown
    slug = await find_slug(toolbox.database, actor.clinic_id) or ""
    to = Endpoint(address=found.address, secrets=open_secrets(toolbox.vault, found, actor.at))
    event = Event(
        id=f"msg_{actor.clinic_id}_test_{secrets.token_hex(6)}",
        body=trial_body(slug, actor.at),
        sent_at=actor.at,
    )
    try:
        return True, str(await webhooks.send(to, event))
    except (WebhookPutOff, WebhookRefused) as problem:
        return False, problem.problem
