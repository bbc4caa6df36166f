"""The portal's routes as the application has them, so that a new one is tried too."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from slotkeeper.app import create_app
from slotkeeper.config import Settings

_VALUES = {"clinic:str": "{clinic}", "token:str": "forged-token-of-nobody"}


@dataclass(frozen=True)
class Route:
    """One method of one address; `path` has `{clinic}` in it where it is a clinic's, `template` the
    names of all its parts.
    """

    method: str
    path: str
    handler: HTTPRouteHandler
    template: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def at(self, clinic: str) -> str:
        return self.path.replace("{clinic}", clinic)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its numbers."""
        return tuple(re.findall(r"\{(\w+):int\}", self.template))

    def of(self, clinic: str, parts: Mapping[str, object]) -> str:
        """The address with those parts."""
        named = {"clinic": clinic, **parts}
        return re.sub(r"\{(\w+):\w+\}", lambda m: str(named.get(m[1], m[1])), self.template)

    @property
    def asks_for(self) -> set[str]:
        return set(self.handler.parsed_fn_signature.parameters)

    @property
    def opt(self) -> dict[str, Any]:
        return dict(self.handler.opt)


def all_routes() -> list[Route]:
    """Everything under /staff."""
    app: Litestar = create_app(Settings(secret="s" * 40))
    found = [
        Route(str(method), _filled(route.path), handler, route.path)
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith("/staff")
        for handler in route.route_handlers
        for method in handler.http_methods
        if method not in {"HEAD", "OPTIONS"}
    ]
    assert len(found) > 20
    return sorted(found, key=str)


def clinic_routes() -> list[Route]:
    """Everything under /staff/{clinic}."""
    return [each for each in all_routes() if "{clinic}" in each.path]


def _filled(path: str) -> str:
    """Numbers are those of the first of its kind."""
    return re.sub(r"\{(\w+):(\w+)\}", lambda m: _VALUES.get(f"{m[1]}:{m[2]}", "1"), path)
