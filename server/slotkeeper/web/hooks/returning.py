"""GET /return/{token}: a patient comes back from the pay page, on the way to the clinic's own."""

from contextlib import suppress
from urllib.parse import urlencode

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import TooManyRequests
from slotkeeper.services.booking_link import in_page
from slotkeeper.services.payments.links import Returning, get_returning
from slotkeeper.services.payments.patiently import settle_within
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import DatabaseUnavailable
from slotkeeper.web.rate_limits import RateLimits

_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@get("/return/{token:str}")
async def return_from_paying(
    token: FromPath[str],
    toolbox: NamedDependency[Toolbox],
    limits: NamedDependency[RateLimits],
    address: NamedDependency[str],
) -> Redirect:
    """Settle what can be settled, then lead to where the patient came from, which shows how it
    stands. A second visit leads to the same place, and none fails because the payment service does.
    """
    returning = await get_returning(toolbox, token)
    # The page that it leads to settles too, and says what is the matter.
    with suppress(DatabaseUnavailable, TooManyRequests):
        limits.check("payment", address)
        await settle_within(toolbox, returning.payment)
    return Redirect(_target(returning), status_code=303, headers=dict(_HEADERS))


def _target(returning: Returning) -> str:
    """The clinic's page, with the token in the fragment, which no server sees; else ours."""
    if returning.page:
        return in_page(returning.page, returning.slug, returning.token)
    query = urlencode({"lang": returning.payment.language})
    return f"/c/{returning.slug}/p/{returning.token}?{query}"
