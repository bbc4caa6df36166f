"""POST /hooks/stripe/{clinic}: webhooks of the payment service."""

import logging
from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.errors import ClinicUnknown
from slotkeeper.gateways.payments import SignatureWrong
from slotkeeper.services.payments.patiently import UNSETTLED
from slotkeeper.services.payments.webhook import take_webhook
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.vault import VaultLocked
from slotkeeper.storage.database import DatabaseUnavailable

MOST_BYTES = 262_144
"""Of an event with all that it names; longer bodies are refused with 413 before they are read."""

_LOG = logging.getLogger("slotkeeper.payments")
_TAKEN, _REFUSED, _UNKNOWN, _AGAIN = 204, 400, 404, 503


@post("/hooks/stripe/{clinic:str}", status_code=_TAKEN, request_max_body_size=MOST_BYTES)
async def take_stripe_webhook(
    clinic: FromPath[str],
    request: Request[Any, Any, Any],
    toolbox: NamedDependency[Toolbox],
) -> Response[None]:
    """Act on an event: 2xx when all that follows from it is done, 400 for a wrong or old signature,
    5xx to have it sent again.
    """
    body = await request.body()
    try:
        await take_webhook(toolbox, clinic, body, request.headers.get("stripe-signature", ""))
    except SignatureWrong:
        return Response(None, status_code=_REFUSED)
    except ClinicUnknown:
        return Response(None, status_code=_UNKNOWN)
    except (*UNSETTLED, VaultLocked, DatabaseUnavailable) as problem:
        _LOG.warning("a webhook is to come again: %s", type(problem).__name__)
        return Response(None, status_code=_AGAIN)
    return Response(None, status_code=_TAKEN)
