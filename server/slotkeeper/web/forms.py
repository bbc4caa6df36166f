"""Reading what a form sent: names to texts, each name once (R4)."""

import re
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.exceptions import ClientException

from slotkeeper.domain.errors import FieldsInvalid, Problem

MOST_BYTES = 65_536
"""Of a whole form; longer bodies are refused with 413 before they are read."""

_MOST_FIELDS = 60
_FORM = "application/x-www-form-urlencoded"
_CHARSETS = {"", "utf-8", "utf8", "us-ascii"}
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


class UnsupportedForm(ClientException):
    """The body is not a form as browsers send it."""

    status_code = 415


async def read_form(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The fields of an URL-encoded body; a route's `most_fields` says how many there may be where
    that is more than usual.

    Raises FieldsInvalid for a field given twice, wrongly encoded or with NUL characters,
    UnsupportedForm for other bodies. What could be read stays as `request.state.typed` for the
    pages that say so.
    """
    _check_media_type(request.headers.get("content-type", _FORM))
    problems: dict[str, Problem] = {}
    most = int(request.route_handler.opt.get("most_fields", _MOST_FIELDS))
    request.state.typed = fields = _parse(await request.body(), problems, most)
    if problems:
        raise FieldsInvalid(problems)
    return fields


def _check_media_type(header: str) -> None:
    media_type, _, parameters = header.lower().partition(";")
    charset = re.search(r"charset\s*=\s*\"?([^\";\s]*)", parameters)
    if media_type.strip() != _FORM or (charset and charset[1] not in _CHARSETS):
        raise UnsupportedForm


def _parse(body: bytes, problems: dict[str, Problem], most: int) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "surrogateescape"),
            keep_blank_values=True,
            errors="surrogateescape",
            max_num_fields=most,
        )
    except ValueError:
        problems["form"] = Problem("problem.encoding")
        return {}
    fields: dict[str, str] = {}
    for name, value in pairs:
        if name in fields:
            problems.setdefault(name, Problem("problem.repeated"))
        elif found := _NO_TEXT.search(name + value):
            key = "problem.control_characters" if found[0] == "\0" else "problem.encoding"
            problems.setdefault(_NO_TEXT.sub("", name), Problem(key))
        fields.setdefault(name, _NO_TEXT.sub("", value))
    return fields
