"""What the installed `stripe` package says about its own types: the fake's only idea of the API."""

import builtins
import sys
import typing
from functools import cache
from types import ModuleType, NoneType

import stripe
from typing_extensions import get_type_hints


def hints_of(kind: type) -> dict[str, object]:
    """Field → type, for a TypedDict of parameters or a class of answers.

    The package imports most names for type checkers only; they are found in `stripe` itself.
    """
    return _hints_of(kind)


@cache
def _hints_of(kind: type) -> dict[str, object]:
    found = get_type_hints(kind, localns=_Names(sys.modules[kind.__module__]))
    return {
        name: hint
        for name, hint in found.items()
        if not name.startswith("_") and not name.isupper()
    }


def members(hint: object) -> tuple[object, ...]:
    """The members of a union without None; any other type alone."""
    if typing.get_origin(hint) is not typing.Union:
        return (hint,)
    return tuple(member for member in typing.get_args(hint) if member is not NoneType)


def is_optional(hint: object) -> bool:
    """Whether it may be null."""
    return typing.get_origin(hint) is typing.Union and NoneType in typing.get_args(hint)


class _Names(dict[str, object]):
    """Names by which annotations of a module are resolved."""

    def __init__(self, module: ModuleType) -> None:
        super().__init__()
        self._module = module

    def __missing__(self, name: str) -> object:
        if name in vars(self._module):
            return vars(self._module)[name]
        if hasattr(builtins, name):
            raise KeyError(name)  # is looked up there next
        return getattr(stripe, name, None) or getattr(typing, name, object)
