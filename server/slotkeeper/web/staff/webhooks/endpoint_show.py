"""/staff/{clinic}/webhooks/{endpoint}: one endpoint, what was brought there, and its secret."""

import re
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec.structs import replace

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.webhook import EVENTS
from slotkeeper.services.vault import VaultLocked
from slotkeeper.services.webhooks.endpoints import (
    EndpointStale,
    EndpointUnknown,
    change_endpoint,
    redeliver,
    remove_endpoint,
    renew_secret,
)
from slotkeeper.services.webhooks.try_out import try_out
from slotkeeper.storage.webhook import WebhookEndpoint, find_endpoint, find_tries
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.gate import NotThere
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import OWNERS
from slotkeeper.web.staff.webhooks.endpoint_view import (
    answer_text,
    endpoint_view,
    replacing_text,
    try_view,
)

_TEMPLATE = "webhooks/endpoint.html"
_MOST_TRIES = 50
_NUMBER = re.compile(r"[0-9]{1,15}")


@get("/{clinic:str}/webhooks/{endpoint:int}", opt=OWNERS)
async def show_endpoint(
    endpoint: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """Its settings and its newest events."""
    found = await _get(staff, row_number(endpoint))
    return staff.show(_TEMPLATE, **await _context(staff, found))


@post("/{clinic:str}/webhooks/{endpoint:int}", opt=OWNERS)
async def update_endpoint(
    endpoint: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """Another address or other events, or switched off or on."""
    number = row_number(endpoint)
    found, fields = await _get(staff, number), staff.fields
    changed = replace(
        found,
        address=fields.get("address", ""),
        events=tuple(each for each in EVENTS if each in fields),
        enabled="enabled" in fields,
        revision=_revision(fields.get("revision", "")),
    )
    try:
        await change_endpoint(staff.toolbox, staff.toolbox.webhooks, staff.actor, changed)
    except FieldsInvalid as wrong:
        return staff.show_wrong(_TEMPLATE, wrong, **await _context(staff, changed))
    except EndpointStale:
        now = await _get(staff, number)
        stale = FieldsInvalid({"form": Problem("wrong.endpoint_stale")})
        again = replace(changed, revision=now.revision)
        return staff.show_wrong(_TEMPLATE, stale, **await _context(staff, again))
    except EndpointUnknown as gone:
        raise NotThere from gone
    return staff.redirect(f"{staff.home}/webhooks/{number}", told="webhook_saved")


@post("/{clinic:str}/webhooks/{endpoint:int}/secret", opt=OWNERS)
async def renew_one(endpoint: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """A new secret, shown this once; the old one goes on signing for a day."""
    number = row_number(endpoint)
    try:
        secret = await renew_secret(staff.toolbox, staff.actor, number)
    except EndpointUnknown as gone:
        raise NotThere from gone
    except (EndpointStale, VaultLocked):
        return staff.redirect(f"{staff.home}/webhooks/{number}", told="webhook_not_renewed")
    return await show_with_secret(staff, number, secret)


@post("/{clinic:str}/webhooks/{endpoint:int}/remove", opt=OWNERS)
async def delete_one(endpoint: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """Nothing goes there any more."""
    try:
        await remove_endpoint(staff.toolbox, staff.actor, row_number(endpoint))
    except EndpointUnknown as gone:
        raise NotThere from gone
    return staff.redirect(f"{staff.home}/webhooks", told="webhook_removed")


@post("/{clinic:str}/webhooks/{endpoint:int}/test", opt=OWNERS)
async def try_one(endpoint: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """A message that tells of nothing, and what was answered to it."""
    number = row_number(endpoint)
    found = await _get(staff, number)
    try:
        taken, answer = await try_out(staff.toolbox, staff.toolbox.webhooks, staff.actor, number)
    except EndpointUnknown as gone:
        raise NotThere from gone
    except VaultLocked:
        taken, answer = False, "locked"
    tried = {"taken": taken, "answer": answer_text(staff, answer)}
    return staff.show(_TEMPLATE, **{**await _context(staff, found), "tried": tried})


@post("/{clinic:str}/webhooks/{endpoint:int}/again/{delivery:int}", opt=OWNERS)
async def send_one_again(
    endpoint: FromPath[int], delivery: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """Bring an event there once more, under the same id."""
    number = row_number(endpoint)
    try:
        done = await redeliver(staff.toolbox, staff.actor, number, row_number(delivery))
    except EndpointUnknown as gone:
        raise NotThere from gone
    told = "webhook_again" if done else "webhook_not_again"
    return staff.redirect(f"{staff.home}/webhooks/{number}", told=told)


async def show_with_secret(staff: StaffVisit, number: int, secret: str) -> Response[Any]:
    """The page with a secret that is shown this once."""
    found = await _get(staff, number)
    return staff.show(_TEMPLATE, **{**await _context(staff, found), "secret": secret})


def _revision(text: str) -> int:
    """As the form has it; one that no endpoint has where it is missing."""
    return int(text) if _NUMBER.fullmatch(text) else -1


async def _get(staff: StaffVisit, number: int) -> WebhookEndpoint:
    found = await find_endpoint(staff.toolbox.database, staff.clinic.id, number)
    if found is None:
        raise NotThere
    return found


async def _context(staff: StaffVisit, endpoint: WebhookEndpoint) -> dict[str, Any]:
    found = await find_tries(staff.toolbox.database, staff.clinic.id, endpoint.id, _MOST_TRIES)
    return {
        "endpoint": endpoint_view(staff, endpoint),
        "tries": [try_view(staff, each) for each in found],
        "events": EVENTS,
        "replacing": replacing_text(staff, endpoint),
        "secret": "",
        "tried": None,
    }
