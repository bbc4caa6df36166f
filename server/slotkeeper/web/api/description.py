"""The OpenAPI description: what each address answers, with examples as a clinic's would be."""

from typing import Any

import msgspec
from litestar import Litestar
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.serialization import encode_json

from slotkeeper.web.api.values import (
    AppointmentTypesOut,
    ClinicOut,
    ProblemOut,
    SlotsOut,
)

Responses = dict[int, ResponseSpec]

_CLINIC = {
    "slug": "harbour-physio",
    "name": "Harbour Physio",
    "time_zone": "Australia/Sydney",
    "currency": "AUD",
    "phone": "+61 2 5550 1234",
    "languages": ["en"],
    "online_booking": True,
    "locations": [{"slug": "manly", "name": "Manly", "address": "14 Halyard Lane, Manly NSW 2095"}],
    "practitioners": [{"slug": "nell-tidewater", "name": "Nell Tidewater"}],
}
_TYPES = {
    "appointment_types": [
        {
            "slug": "initial",
            "name": "Initial consultation",
            "description": "Your first visit.",
            "minutes": 45,
            "price": "128.00",
            "currency": "AUD",
            "pay_now": "30.00",
            "pay_now_by": "all",
            "patients": "new",
            "practitioners": ["nell-tidewater", "fern-halloway"],
        }
    ]
}
_SLOTS = {
    "time_zone": "Australia/Sydney",
    "slots": [
        {
            "starts_at": "2027-01-04T22:00:00Z",
            "ends_at": "2027-01-04T22:45:00Z",
            "practitioners": ["nell-tidewater", "fern-halloway"],
            "places": 1,
        }
    ],
}


def _refusal(description: str, error: str, detail: str, field: str = "") -> ResponseSpec:
    example = Example(value={"error": error, "detail": detail, "field": field})
    return ResponseSpec(
        ProblemOut, description=description, examples=[example], generate_examples=False
    )


def _answer(shape: type[msgspec.Struct], description: str, value: dict[str, Any]) -> ResponseSpec:
    return ResponseSpec(
        shape, description=description, examples=[Example(value=value)], generate_examples=False
    )


_REFUSALS: Responses = {
    404: _refusal("No clinic of that name", "clinic_unknown", "We do not know this clinic"),
    429: _refusal(
        "Asked too often; Retry-After says how long to wait",
        "too_many",
        "That was a little too fast",
    ),
    503: _refusal(
        "The database does not answer; try again later",
        "unavailable",
        "We cannot reach our diary just now",
    ),
}
CLINIC: Responses = {200: _answer(ClinicOut, "The clinic", _CLINIC), **_REFUSALS}
TYPES: Responses = {200: _answer(AppointmentTypesOut, "The types", _TYPES), **_REFUSALS}
SLOTS: Responses = {
    200: _answer(SlotsOut, "The times that can be held now", _SLOTS),
    **_REFUSALS,
    404: _refusal(
        "No clinic, type, practitioner or location of that name",
        "not_found",
        "That is not offered here",
    ),
    409: _refusal(
        "The end is before the beginning, or more than a year after it",
        "fields",
        "Choose an end that is not before the beginning",
        field="to",
    ),
    422: _refusal(
        "A parameter is missing or cannot be read", "fields", "This is needed", field="from"
    ),
}


def describe(app: Litestar) -> dict[str, Any]:
    """The OpenAPI document of the application's public JSON.

    What the framework adds by itself is taken out: its own form of refusals, which never comes, and
    shapes that are open for more than is said.
    """
    document: dict[str, Any] = msgspec.json.decode(encode_json(app.openapi_schema.to_schema()))
    for methods in document["paths"].values():
        for operation in methods.values():
            operation["responses"].pop("400", None)
    for shape in document["components"]["schemas"].values():
        shape["additionalProperties"] = False
    return document
