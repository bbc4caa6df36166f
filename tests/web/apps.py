"""Applications of the server, each used by one test after the other.

To make one takes more of the processor than most tests: Litestar reads the signatures of all its
handlers. At each start it opens everything anew; what it remembers of requests is forgotten here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from litestar import Litestar
from msgspec.structs import force_setattr

from slotkeeper.app import create_app
from slotkeeper.config import Settings
from slotkeeper.web.bundles import Bundles

MOST = 4
"""Kinds of settings whose applications are kept: each module with a pretend Stripe has its own."""

_Key = tuple[tuple[str, object], ...]
_idle: dict[_Key, list["_Made"]] = {}


@dataclass(frozen=True)
class _Made:
    """`memories` are what its handlers are given, and a copy of how that was before any request."""

    app: Litestar
    settings: Settings
    memories: list[tuple[dict[str, Any], dict[str, Any]]]

    def begin(self, database: str) -> None:
        """As if it had just been made, for that database."""
        force_setattr(self.settings, "database", database)
        for memory, fresh in self.memories:
            memory.clear()
            memory.update(deepcopy(fresh))


@contextmanager
def application(database: str, **settings: Any) -> Iterator[Litestar]:  # noqa: ANN401 - as they are
    """The application for that database and those settings, not started."""
    key = tuple(sorted(settings.items()))
    idle = _idle.setdefault(key, [])
    made = idle.pop() if idle else _make(settings)
    made.begin(database)
    yield made.app
    idle.append(made)  # not one that failed to start or to stop
    if len(_idle) > MOST:
        del _idle[next(iter(_idle))]


def _make(settings: dict[str, Any]) -> _Made:
    chosen = Settings(**settings)
    app = create_app(chosen)
    given = {id(each): each for name in app.dependencies for each in _bound(app, name)}
    memories = [vars(each) for each in given.values() if not isinstance(each, Bundles | Settings)]
    return _Made(app, chosen, [(memory, deepcopy(memory)) for memory in memories])


def _bound(app: Litestar, name: str) -> list[object]:
    """What the dependency of that name was made with, but for what nobody can change."""
    provider: Callable[..., Any] = app.dependencies[name].dependency  # type: ignore[union-attr]
    cells = getattr(provider, "__closure__", None) or ()
    values = [cell.cell_contents for cell in cells]
    return [each for each in values if not isinstance(each, str | int | tuple | None)]
