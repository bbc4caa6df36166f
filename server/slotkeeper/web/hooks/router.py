"""Routes that are nobody's page."""

from litestar import Router

from slotkeeper.web.errors import FOR_PATIENTS
from slotkeeper.web.headers import PAGE
from slotkeeper.web.hooks.returning import return_from_paying
from slotkeeper.web.hooks.sms import take_sms_answer, take_sms_news
from slotkeeper.web.hooks.stripe import take_stripe_webhook


def hook_router() -> Router:
    """From the payment service: its webhooks, and patients on their way back; from the service for
    text messages: what becomes of them, and what is answered.
    """
    return Router(
        "/",
        route_handlers=[take_stripe_webhook, return_from_paying, take_sms_news, take_sms_answer],
        exception_handlers=FOR_PATIENTS,
        response_headers=PAGE,
        include_in_schema=False,
    )
