"""/staff/{clinic}/webhooks: all endpoints, and a new one."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.webhook import EVENTS, STANDARD
from slotkeeper.services.vault import VaultLocked
from slotkeeper.services.webhooks.endpoints import add_endpoint
from slotkeeper.storage.webhook import find_endpoints
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import OWNERS
from slotkeeper.web.staff.webhooks.endpoint_show import show_with_secret
from slotkeeper.web.staff.webhooks.endpoint_view import endpoint_view

_TEMPLATE = "webhooks/list.html"


@get("/{clinic:str}/webhooks", opt=OWNERS)
async def show_endpoints(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The oldest first, each with how it does."""
    return staff.show(_TEMPLATE, **await _context(staff, list(STANDARD)))


@post("/{clinic:str}/webhooks", opt=OWNERS)
async def create_endpoint(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """A new one; its secret is shown this once."""
    chosen = ticked(staff)
    try:
        number, secret = await add_endpoint(
            staff.toolbox,
            staff.toolbox.webhooks,
            staff.actor,
            staff.fields.get("address", ""),
            chosen,
        )
    except VaultLocked:
        wrong = FieldsInvalid({"address": Problem("wrong.no_vault")})
        return staff.show_wrong(_TEMPLATE, wrong, **await _context(staff, chosen))
    except FieldsInvalid as wrong:
        return staff.show_wrong(_TEMPLATE, wrong, **await _context(staff, chosen))
    return await show_with_secret(staff, number, secret)


def ticked(staff: StaffVisit) -> list[str]:
    """The events that a form has ticked."""
    return [each for each in EVENTS if each in staff.fields]


async def _context(staff: StaffVisit, chosen: list[str]) -> dict[str, Any]:
    found = await find_endpoints(staff.toolbox.database, staff.clinic.id)
    return {
        "endpoints": [endpoint_view(staff, each) for each in found],
        "events": EVENTS,
        "chosen": chosen,
    }
