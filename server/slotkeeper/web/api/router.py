"""The public JSON under /api/v1."""

from typing import Any

from litestar import MediaType, Request, Response, Router, get

from slotkeeper.web.api.clinic_show import list_appointment_types, show_clinic
from slotkeeper.web.api.description import describe
from slotkeeper.web.api.slot_list import list_slots
from slotkeeper.web.errors import FOR_SYSTEMS
from slotkeeper.web.headers import SYSTEMS


@get("/schema", include_in_schema=False)
async def show_schema(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """The OpenAPI description of this interface."""
    return Response(describe(request.app), media_type=MediaType.JSON)


def api_router() -> Router:
    """What other systems may ask without a key."""
    return Router(
        "/api/v1",
        route_handlers=[show_clinic, list_appointment_types, list_slots, show_schema],
        exception_handlers=FOR_SYSTEMS,
        response_headers=SYSTEMS,
    )
