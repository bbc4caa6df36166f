"""Checkout Sessions: made, listed, expired. Paying one is in payments.py."""

from typing import Any
from urllib.parse import urlsplit

from .money import check_amount
from .parameters import Given
from .refusals import Refusal, not_emulated
from .shapes import Body
from .world import Scope, World

SHORTEST, LONGEST = 30 * 60, 24 * 60 * 60
"""Seconds for which a session can be paid: Stripe's bounds of `expires_at`."""

EMULATED = frozenset(
    {
        "adaptive_pricing.enabled",
        "allowed_payment_method_types",
        "cancel_url",
        "client_reference_id",
        "currency",
        "custom_text.submit",
        "customer_email",
        "expand",
        "expires_at",
        "line_items.price_data.currency",
        "line_items.price_data.product_data.description",
        "line_items.price_data.product_data.name",
        "line_items.price_data.unit_amount",
        "line_items.quantity",
        "locale",
        "metadata",
        "mode",
        "payment_intent_data.application_fee_amount",
        "payment_intent_data.capture_method",
        "payment_intent_data.description",
        "payment_intent_data.metadata",
        "payment_intent_data.receipt_email",
        "payment_intent_data.statement_descriptor_suffix",
        "submit_type",
        "success_url",
        "ui_mode",
    }
)
_LONGEST_TEXTS = {"client_reference_id": 200, "customer_email": 800}
_LONGEST_MESSAGE = 1200


def create_session(scope: Scope, given: Given) -> Body:
    """An open session with its pay page. Raises Refusal."""
    _check(scope, given)
    items = [_read_item(scope, item, index) for index, item in enumerate(given["line_items"])]
    currency = _one_currency(given, items)
    total = sum(item["amount_total"] for item in items)
    check_amount(total, currency, "line_items")
    kept = ("cancel_url", "client_reference_id", "customer_email", "locale", "submit_type")
    fields = {key: given[key] for key in kept if key in given} | {
        "_intent": given.get("payment_intent_data", {}),
        "_items": items,
        "adaptive_pricing": given.get("adaptive_pricing", {"enabled": False}),
        "allowed_payment_method_types": given.get("allowed_payment_method_types"),
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False},
        "currency": currency,
        "custom_fields": [],
        "custom_text": {"submit": given.get("custom_text", {}).get("submit") or None},
        "expires_at": given.get("expires_at", scope.now() + LONGEST),
        "metadata": given.get("metadata", {}),
        "mode": "payment",
        "payment_intent": None,
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "shipping_options": [],
        "status": "open",
        "success_url": given["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
    }
    session = scope.add("checkout.session", fields)
    session["url"] = f"{scope.origin}/c/pay/{session['id']}"
    return session


def list_items(scope: Scope, _given: Given, session_id: str) -> Body:
    """What is paid for."""
    session = scope.get("checkout.session", session_id)
    url = f"/v1/checkout/sessions/{session_id}/line_items"
    return {"object": "list", "data": session["_items"], "has_more": False, "url": url}


def expire_session(scope: Scope, _given: Given, session_id: str) -> Body:
    """An open session can no longer be paid. Raises Refusal when it is complete or expired."""
    session = scope.get("checkout.session", session_id)
    if session["status"] != "open":
        message = (
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of `{session['status']}`."
        )
        raise Refusal(400, message)
    _expire(scope, session)
    return session


def expire_due_sessions(world: World) -> None:
    """Those whose time has come."""
    for record in list(world.records.values()):
        body = record.body
        is_open = body["object"] == "checkout.session" and body["status"] == "open"
        if is_open and body["expires_at"] <= world.now():
            _expire(Scope(world, record.account, record.livemode), body)


def _expire(scope: Scope, session: Body) -> None:
    session |= {"status": "expired", "url": None}
    if session["payment_intent"]:
        intent = scope.get("payment_intent", session["payment_intent"])
        reason = {"cancellation_reason": "expired", "next_action": None}
        intent |= {"status": "canceled", "canceled_at": scope.now(), **reason}
        scope.announce("payment_intent.canceled", intent)
    scope.announce("checkout.session.expired", session)


def _check(scope: Scope, given: Given) -> None:
    if given.get("mode") != "payment":
        raise not_emulated("a mode other than payment", "mode")
    if given.get("ui_mode", "hosted_page") != "hosted_page":
        raise not_emulated("a page that is not hosted", "ui_mode")
    if "card" not in given.get("allowed_payment_method_types", ["card"]):
        raise not_emulated("payment by other means than card", "allowed_payment_method_types")
    for name in ("line_items", "success_url"):
        if not given.get(name):
            message = f"Missing required param: {name}."
            raise Refusal(400, message, code="parameter_missing", param=name)
    for name in ("success_url", "cancel_url"):
        if name in given:
            _check_url(given[name], name)
    for name, longest in _LONGEST_TEXTS.items():
        _check_length(given.get(name, ""), longest, name)
    message = (given.get("custom_text", {}).get("submit") or {}).get("message", "")
    _check_length(message, _LONGEST_MESSAGE, "custom_text[submit][message]")
    _check_expiry(given.get("expires_at"), scope.now())


def _check_url(address: str, name: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise Refusal(400, "Not a valid URL", code="url_invalid", param=name)


def _check_length(text: str, longest: int, name: str) -> None:
    if len(text) > longest:
        message = f"Invalid string: must be at most {longest} characters"
        raise Refusal(400, message, param=name)


def _check_expiry(expires_at: int | None, now: int) -> None:
    if expires_at is None:
        return
    if expires_at < now + SHORTEST:
        message = (
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
        )
        raise Refusal(400, message, param="expires_at")
    if expires_at > now + LONGEST:
        message = (
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        )
        raise Refusal(400, message, param="expires_at")


def _read_item(scope: Scope, item: dict[str, Any], index: int) -> Body:
    price = item.get("price_data", {})
    param = f"line_items[{index}]"
    for place, value in {
        "[price_data][unit_amount]": price.get("unit_amount"),
        "[price_data][product_data][name]": price.get("product_data", {}).get("name"),
        "[quantity]": item.get("quantity"),
    }.items():
        if value is None:
            message = f"Missing required param: {param}{place}."
            raise Refusal(400, message, code="parameter_missing", param=param + place)
    quantity, unit = item["quantity"], price["unit_amount"]
    if quantity < 1 or unit < 0:
        raise Refusal(400, "This value must be greater than or equal to 1.", param=param)
    return {
        "id": scope.new_id("item"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": quantity * unit,
        "amount_tax": 0,
        "amount_total": quantity * unit,
        "currency": price["currency"].lower(),
        "description": price["product_data"]["name"],
        "_description": price["product_data"].get("description"),
        "quantity": quantity,
    }


def _one_currency(given: Given, items: list[Body]) -> str:
    currencies: set[str] = {item["currency"] for item in items}
    if "currency" in given:
        currencies.add(given["currency"].lower())
    if len(currencies) != 1:
        message = "The currency of each line item must be the same."
        raise Refusal(400, message, param="line_items")
    (currency,) = currencies
    return currency
