"""POST …/links: what the widget found in the fragment of its page's address."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from slotkeeper.domain.errors import PaymentUnknown
from slotkeeper.services.booking_link import WAITING
from slotkeeper.services.waitlist.entry import get_waiting
from slotkeeper.web.booking.booking_show import answer_link
from slotkeeper.web.booking.payment_pay import answer_payment
from slotkeeper.web.booking.visit import Visit
from slotkeeper.web.booking.waitlist_show import answer_waiting


@post("/links", status_code=200)
async def open_link(visit: NamedDependency[Visit]) -> Response[Any]:
    """A booking, a place on the waiting list, or a payment whose patient comes back: each token
    opens what it was signed for, and looking at it changes nothing.

    Raises BookingUnknown where it is for nothing of this clinic's.
    """
    token = (await visit.form("payment")).get("link", "")
    if token.startswith(WAITING):
        waiting = await get_waiting(visit.toolbox, visit.clinic, token.removeprefix(WAITING))
        return await answer_waiting(visit, waiting)
    try:
        return await answer_payment(visit, token)
    except PaymentUnknown:
        return await answer_link(visit, token)
