"""One request of a patient: for which clinic, from where, and what there is to answer it with."""

from dataclasses import dataclass
from typing import Any

from litestar import Request

from slotkeeper.services.toolbox import Toolbox
from slotkeeper.web.address import Network, network_address
from slotkeeper.web.booking.surface import Surface, surface_of
from slotkeeper.web.forms import read_form
from slotkeeper.web.rate_limits import RateLimits


@dataclass(frozen=True, slots=True)
class Visit:
    """What a handler of the booking steps is given. `clinic` is a slug that exists."""

    clinic: str
    request: Request[Any, Any, Any]
    toolbox: Toolbox
    surface: Surface
    address: str
    limits: RateLimits

    def limit(self, kind: str) -> None:
        """Count this request. Raises TooManyRequests."""
        self.limits.check(kind, self.address)

    async def form(self, kind: str) -> dict[str, str]:
        """The fields that were sent; the request is counted when they are read, so that they can
        be sent once more where there were too many.

        Raises TooManyRequests, and what `read_form` raises.
        """
        try:
            return await read_form(self.request)
        finally:
            self.limit(kind)


async def make_visit(
    request: Request[Any, Any, Any],
    clinic: str,
    limits: RateLimits,
    proxies: tuple[Network, ...],
) -> Visit:
    """The visit of a request. Raises ClinicUnknown."""
    app = request.app.state
    toolbox: Toolbox = app.toolbox
    known = await toolbox.clinics.get(toolbox.database, clinic)
    surface = surface_of(request, app.renderer, known)
    address = network_address(request.scope, proxies)
    return Visit(clinic, request, toolbox, surface, address, limits)
