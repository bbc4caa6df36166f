"""What is answered: only keys that the client's classes know, with those that are empty as null."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args, get_origin

import stripe
from stripe import ListObject, StripeObject
from stripe._stripe_object import UntypedStripeObject

from .annotations import hints_of, is_optional, members
from .refusals import Refusal, not_emulated

Body = dict[str, Any]
Lookup = Callable[[str], Body | None]
"""The object of that id, None if there is none."""

CLASSES: Mapping[str, type[StripeObject]] = {
    "account": stripe.Account,
    "charge": stripe.Charge,
    "checkout.session": stripe.checkout.Session,
    "dispute": stripe.Dispute,
    "event": stripe.Event,
    "item": stripe.LineItem,
    "payment_intent": stripe.PaymentIntent,
    "refund": stripe.Refund,
}

_LEFT_OUT = frozenset({"account", "context", "previous_attributes"})
"""Keys of an event that are absent, not null, where they do not apply."""


def shape(body: Body) -> Body:
    """A copy of one of Stripe's objects as this release of the client knows it."""
    return _shape(body, CLASSES[body["object"]])


def unknown_keys(body: Body) -> list[str]:
    """Keys that the fake fills in and the client does not know: a sign that the API has moved.
    Those with an underscore are the fake's own notes.
    """
    return sorted(_unknown(body, CLASSES[body["object"]], body["object"]))


def expand(body: Body, path: str, lookup: Lookup) -> None:
    """Put the object in place of its id, in place; `path` is like `payment_intent.latest_charge`.

    Raises Refusal for what cannot be expanded.
    """
    first, _, rest = path.partition(".")
    if body["object"] == "list":
        for item in body["data"]:
            expand(item, rest, lookup)
        return
    if first == "line_items":
        raise not_emulated("the expansion of line_items: list them by their own path")
    if first not in body:
        raise Refusal(400, f"This property cannot be expanded ({first}).", param="expand")
    value = body[first]
    if value is None:
        return
    if isinstance(value, str) and (found := lookup(value)):
        value = body[first] = shape(found)
    if not isinstance(value, dict):
        raise Refusal(400, f"This property cannot be expanded ({first}).", param="expand")
    if rest:
        expand(value, rest, lookup)


def _shape(body: Mapping[str, Any], kind: type) -> Body:
    hints = hints_of(kind)
    shaped = {key: _fit(value, hints[key]) for key, value in body.items() if key in hints}
    return shaped | {
        key: None
        for key, hint in hints.items()
        if key not in shaped and is_optional(hint) and not _is_left_out(key, hint)
    }


def _is_left_out(key: str, hint: object) -> bool:
    """Lists come when they are asked for, `deleted` with what is deleted, the rest as null."""
    return key in _LEFT_OUT or any(
        get_origin(member) is ListObject or get_args(member) == (True,) for member in members(hint)
    )


def _fit(value: object, hint: object) -> object:
    if isinstance(value, dict):
        kind = _class_of(value, hint)
        return _shape(value, kind) if kind else dict(value)
    if isinstance(value, list):
        item = next((get_args(each)[0] for each in members(hint) if get_args(each)), object)
        return [_fit(each, item) for each in value]
    return value


def _class_of(value: Mapping[str, Any], hint: object) -> type | None:
    name = value.get("object")
    if isinstance(name, str) and name in CLASSES:
        return CLASSES[name]
    for member in members(hint):
        if isinstance(member, type) and issubclass(member, StripeObject):
            return None if member in {ListObject, UntypedStripeObject} else member
    return None


def _unknown(body: Mapping[str, Any], kind: type, path: str) -> Iterator[str]:
    hints = hints_of(kind)
    for key, value in body.items():
        if key not in hints and not key.startswith("_"):
            yield f"{path}.{key}"
        elif isinstance(value, dict) and (inner := _class_of(value, hints.get(key))):
            yield from _unknown(value, inner, f"{path}.{key}")
