"""Which roles a page of a clinic is for; a page that does not say is for owners alone."""

from typing import Any

from slotkeeper.domain.staff import ROLES, Role

_KEY = "roles"

OWNERS: dict[str, tuple[Role, ...]] = {_KEY: ("owner",)}
"""@get(path, opt=OWNERS): settings, and who works there."""
DESK: dict[str, tuple[Role, ...]] = {_KEY: ("owner", "reception")}
"""@get(path, opt=DESK): the diaries of all."""
EVERYBODY: dict[str, tuple[Role, ...]] = {_KEY: ROLES}
"""@get(path, opt=EVERYBODY): the handler asks `staff.member` whose diary may be seen."""


def roles_of(opt: dict[str, Any]) -> tuple[Role, ...]:
    """For whom a route is."""
    found: tuple[Role, ...] = opt.get(_KEY, OWNERS[_KEY])
    return found
