"""The part of Stripe's API that is there: what each path does, takes and needs."""

import re
from collections.abc import Callable

from msgspec import Struct
from stripe import params
from stripe.params import checkout as checkout_params

from . import checkout, payment_intents, refunds
from .parameters import Given
from .refusals import Refusal
from .shapes import Body
from .world import Scope

Handler = Callable[..., Body]
"""Takes the scope, the parameters and the ids in the path."""

_EXPAND = frozenset({"expand"})
_PAGE = frozenset({"ending_before", "expand", "limit", "starting_after"})
_FROM_ONE, _TO_HUNDRED, _USUAL = 1, 100, 10


class Route(Struct, frozen=True):
    """`{}` in the path stands for an id."""

    method: str
    path: str
    handler: Handler
    parameters: type
    emulated: frozenset[str]
    permission: str

    def match(self, method: str, path: str) -> tuple[str, ...] | None:
        """The ids in the path, None when it is another one."""
        found = re.fullmatch(self.path.replace("{}", "([A-Za-z0-9_]+)"), path)
        return found.groups() if found and method == self.method else None


def find_route(method: str, path: str) -> tuple[Route, tuple[str, ...]]:
    """The route and the ids in the path. Raises Refusal."""
    for route in ROUTES:
        ids = route.match(method, path)
        if ids is not None:
            return route, ids
    message = f"Unrecognized request URL ({method}: {path}), or one that this fake does not have."
    raise Refusal(404, message)


def _retrieve(kind: str) -> Handler:
    def retrieve(scope: Scope, _given: Given, object_id: str) -> Body:
        return scope.get(kind, object_id)

    return retrieve


def _list(kind: str, url: str) -> Handler:
    def list_(scope: Scope, given: Given) -> Body:
        values = {key: value for key, value in given.items() if key not in _PAGE}
        found = list(scope.find(kind, **values))
        return {"object": "list", "url": url, **_page(found, given)}

    return list_


def _page(found: list[Body], given: Given) -> Body:
    limit = given.get("limit", _USUAL)
    if not _FROM_ONE <= limit <= _TO_HUNDRED:
        raise Refusal(400, "Invalid limit: 1 to 100", param="limit")
    ids = [body["id"] for body in found]
    for bound in ("starting_after", "ending_before"):
        if bound in given and given[bound] not in ids:
            raise Refusal(400, f"No such object: '{given[bound]}'", param=bound)
    if "ending_before" in given:
        before = found[: ids.index(given["ending_before"])]
        return {"data": before[-limit:], "has_more": len(before) > limit}
    start = ids.index(given["starting_after"]) + 1 if "starting_after" in given else 0
    rest = found[start:]
    return {"data": rest[:limit], "has_more": len(rest) > limit}


def _show_account(scope: Scope, _given: Given) -> Body:
    account = scope.world.accounts[scope.account]
    return {
        "id": account.id,
        "object": "account",
        "business_profile": {"name": account.name},
        "charges_enabled": True,
        "country": account.country,
        "default_currency": account.currency,
        "details_submitted": True,
        "payouts_enabled": True,
        "settings": {"dashboard": {"display_name": account.name}},
        "type": "standard",
    }


def _both(  # reading one and reading many come together
    kind: str, url: str, one: type, many: type, filters: frozenset[str], permission: str
) -> list[Route]:
    return [
        Route("GET", f"{url}/{{}}", _retrieve(kind), one, _EXPAND, permission),
        Route("GET", url, _list(kind, url), many, _PAGE | filters, permission),
    ]


_SESSIONS, _INTENTS, _REFUNDS = "/v1/checkout/sessions", "/v1/payment_intents", "/v1/refunds"
_OF_INTENT = frozenset({"payment_intent"})
_OF_CHARGE = frozenset({"charge", "payment_intent"})

ROUTES = [
    Route(
        "POST",
        _SESSIONS,
        checkout.create_session,
        checkout_params.SessionCreateParams,
        checkout.EMULATED,
        "checkout_session_write",
    ),
    Route(
        "POST",
        f"{_SESSIONS}/{{}}/expire",
        checkout.expire_session,
        checkout_params.SessionExpireParams,
        _EXPAND,
        "checkout_session_write",
    ),
    Route(
        "GET",
        f"{_SESSIONS}/{{}}/line_items",
        checkout.list_items,
        checkout_params.SessionListLineItemsParams,
        _PAGE,
        "checkout_session_read",
    ),
    *_both(
        "checkout.session",
        _SESSIONS,
        checkout_params.SessionRetrieveParams,
        checkout_params.SessionListParams,
        _OF_INTENT | {"status"},
        "checkout_session_read",
    ),
    Route(
        "POST",
        f"{_INTENTS}/{{}}/capture",
        payment_intents.capture_intent,
        params.PaymentIntentCaptureParams,
        frozenset({"amount_to_capture", "expand", "metadata"}),
        "payment_intent_write",
    ),
    Route(
        "POST",
        f"{_INTENTS}/{{}}/cancel",
        payment_intents.cancel_intent,
        params.PaymentIntentCancelParams,
        frozenset({"cancellation_reason", "expand"}),
        "payment_intent_write",
    ),
    *_both(
        "payment_intent",
        _INTENTS,
        params.PaymentIntentRetrieveParams,
        params.PaymentIntentListParams,
        frozenset(),
        "payment_intent_read",
    ),
    Route(
        "POST",
        _REFUNDS,
        refunds.create_refund,
        params.RefundCreateParams,
        refunds.EMULATED,
        "charge_write",
    ),
    *_both(
        "refund",
        _REFUNDS,
        params.RefundRetrieveParams,
        params.RefundListParams,
        _OF_CHARGE,
        "charge_read",
    ),
    *_both(
        "charge",
        "/v1/charges",
        params.ChargeRetrieveParams,
        params.ChargeListParams,
        _OF_INTENT,
        "charge_read",
    ),
    *_both(
        "dispute",
        "/v1/disputes",
        params.DisputeRetrieveParams,
        params.DisputeListParams,
        _OF_CHARGE,
        "dispute_read",
    ),
    *_both(
        "event",
        "/v1/events",
        params.EventRetrieveParams,
        params.EventListParams,
        frozenset({"type"}),
        "event_read",
    ),
    Route(
        "GET",
        "/v1/account",
        _show_account,
        params.AccountRetrieveCurrentParams,
        _EXPAND,
        "account_read",
    ),
]
