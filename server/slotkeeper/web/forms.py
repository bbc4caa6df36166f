"""Reading what a form sent: names to texts, each name once (R4)."""

from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.exceptions import ClientException

from slotkeeper.domain.errors import FieldsInvalid, Problem

MOST_BYTES = 65_536
"""Of a whole form; longer bodies are refused with 413 before they are read."""

_MOST_FIELDS = 60
_FORM = "application/x-www-form-urlencoded"


class UnsupportedForm(ClientException):
    """The body is not a form as browsers send it."""

    status_code = 415


async def read_form(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The fields of an URL-encoded body; also kept as `request.state.typed` for the error pages.

    Raises FieldsInvalid for a field given twice, a wrong encoding or NUL characters,
    UnsupportedForm for other bodies.
    """
    media_type = request.headers.get("content-type", _FORM).partition(";")[0].strip().lower()
    if media_type != _FORM:
        raise UnsupportedForm
    fields = _parse(await request.body())
    request.state.typed = fields
    return fields


def _parse(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as problem:
        raise FieldsInvalid({"form": Problem("problem.encoding")}) from problem
    fields: dict[str, str] = {}
    for name, value in pairs:
        if name in fields:
            raise FieldsInvalid({name: Problem("problem.repeated")})
        if "\0" in value:
            raise FieldsInvalid({name: Problem("problem.control_characters")})
        fields[name] = value
    return fields
