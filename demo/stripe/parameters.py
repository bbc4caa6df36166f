"""A form body becomes typed parameters, or the refusal that Stripe would give.

What may be sent is read from the client's own TypedDicts, so that a new release of `stripe` which
drops a parameter makes the tests fail that still send it.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args, get_origin
from urllib.parse import parse_qsl

from stripe import RequestOptions
from stripe._stripe_object import UntypedStripeObject
from typing_extensions import is_typeddict

from .annotations import hints_of, members
from .refusals import Refusal, not_emulated

Given = dict[str, Any]
Tree = dict[str, Any]
_NOT_SENT = frozenset(RequestOptions.__annotations__)
_LONGEST_METADATA = (50, 40, 500)


def parse_parameters(form: str, kind: type, emulated: frozenset[str]) -> Given:
    """The parameters in `form` (urlencoded, `a[b][0]=c`), as values of the types in `kind`.

    `emulated` lists what the fake acts on, as dotted paths without indexes; what is below a listed
    path is listed too. Raises Refusal for a parameter that is unknown, missing, of a wrong type, or
    known to Stripe but not emulated.
    """
    given: Given = _read_struct(_nest(parse_qsl(form, keep_blank_values=True)), kind, "")
    for path in _paths(given):
        parts = path.split(".")
        if not any(".".join(parts[:end]) in emulated for end in range(1, len(parts) + 1)):
            raise not_emulated(f"the parameter {path}", path)
    return given


def _nest(pairs: Sequence[tuple[str, str]]) -> Tree:
    tree: Tree = {}
    for name, value in pairs:
        first, *rest = name.replace("]", "").split("[")
        branch = tree
        for part, following in zip([first, *rest], rest, strict=False):
            branch = branch.setdefault(part, {})
            if not isinstance(branch, dict):
                raise _wrong(name, f"Invalid object: {following}")
        # `expand[]=a&expand[]=b`: the client sends indexes, curl does not
        branch[[first, *rest][-1] or str(len(branch))] = value
    return tree


def _read_struct(tree: Tree, kind: type, path: str) -> Given:
    hints = {name: hint for name, hint in hints_of(kind).items() if name not in _NOT_SENT}
    for name in tree:
        if name not in hints:
            param = _below(path, name)
            message = f"Received unknown parameter: {param}"
            raise Refusal(400, message, code="parameter_unknown", param=param)
    required: frozenset[str] = getattr(kind, "__required_keys__", frozenset()) - _NOT_SENT
    for name in sorted(required - tree.keys()):
        param = _below(path, name)
        message = f"Missing required param: {param}."
        raise Refusal(400, message, code="parameter_missing", param=param)
    return {name: _read(value, hints[name], _below(path, name)) for name, value in tree.items()}


def _read(value: object, hint: object, path: str) -> object:
    """The first member of a union that fits; the refusal of the last one is the one that counts."""
    *others, last = _choices(value, hint)
    for choice in others:
        with suppress(Refusal):
            return _read_one(value, choice, path)
    return _read_one(value, last, path)


def _choices(value: object, hint: object) -> list[object]:
    """The client leaves lists of words open for words to come, by `| str`; Stripe does not."""
    fitting = [each for each in members(hint) if _is_struct(each) == isinstance(value, dict)]
    words = [each for each in fitting if get_origin(each) is Literal and get_args(each) != ("",)]
    if words:
        fitting = [each for each in fitting if each is not str]
    return fitting or [members(hint)[0]]


def _is_struct(hint: object) -> bool:
    return is_typeddict(hint) or get_origin(hint) in {list, dict, UntypedStripeObject}


def _read_one(value: object, hint: object, path: str) -> object:
    if is_typeddict(hint) and isinstance(hint, type):
        return _read_struct(_dict(value, path), hint, path)
    origin = get_origin(hint)
    if origin is list:
        items = _dict(value, path)
        (item,) = get_args(hint)
        return [_read(each, item, f"{path}[{index}]") for index, each in items.items()]
    if origin in {dict, UntypedStripeObject}:
        return _read_metadata(_dict(value, path), path)
    if not isinstance(value, str):
        raise _wrong(path, "Invalid value: expected no object here")
    if origin is Literal:
        words = get_args(hint)
        if value not in words:
            raise _wrong(path, f"Invalid {path}: must be one of {', '.join(map(repr, words))}")
        return value
    return _SCALARS[hint](value, path)


def _read_metadata(tree: Tree, path: str) -> Tree:
    most, longest_key, longest = _LONGEST_METADATA
    if len(tree) > most:
        raise _wrong(path, f"Metadata can have up to {most} keys")
    for key, value in tree.items():
        if len(key) > longest_key or not isinstance(value, str) or len(value) > longest:
            raise _wrong(f"{path}[{key}]", f"Metadata: keys up to {longest_key}, values {longest}")
    return tree


def _read_text(value: str, path: str) -> str:
    if not value:
        message = f"You passed an empty string for '{path}'."
        raise Refusal(400, message, code="parameter_invalid_empty", param=path)
    return value


def _read_integer(value: str, path: str) -> int:
    try:
        return int(value)
    except ValueError:
        message = f"Invalid integer: {value}"
        raise Refusal(400, message, code="parameter_invalid_integer", param=path) from None


def _read_boolean(value: str, path: str) -> bool:
    if value not in {"true", "false"}:
        raise _wrong(path, f"Invalid boolean: {value}")
    return value == "true"


def _read_decimal(value: str, path: str) -> Decimal:
    try:
        return Decimal(value)
    except InvalidOperation:
        raise _wrong(path, f"Invalid decimal: {value}") from None


_SCALARS: Mapping[object, Callable[[str, str], object]] = {
    str: _read_text,
    int: _read_integer,
    bool: _read_boolean,
    float: _read_decimal,
    Decimal: _read_decimal,
}


def _dict(value: object, path: str) -> Tree:
    if not isinstance(value, dict):
        raise _wrong(path, "Invalid object")
    return value


def _wrong(path: str, message: str) -> Refusal:
    return Refusal(400, message, param=path)


def _below(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def _paths(given: object, path: str = "") -> list[str]:
    if isinstance(given, dict):
        return [found for key, value in given.items() for found in _paths(value, f"{path}.{key}")]
    if isinstance(given, list):
        return [found for value in given for found in _paths(value, path)]
    return [path.removeprefix(".")]
