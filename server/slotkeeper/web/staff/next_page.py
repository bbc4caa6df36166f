"""Where somebody goes after signing in or after an act: a page of ours, by its path alone."""

import re

HOME = "/staff"
_OURS = re.compile(r"/staff(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")
_LONGEST = 200


def next_page(asked: str) -> str:
    """The page that was asked for, /staff for anything that is none of the portal's pages."""
    return asked if len(asked) <= _LONGEST and _OURS.fullmatch(asked) else HOME


def page_within(home: str, asked: str, otherwise: str) -> str:
    """The page of a clinic's (`home`) that was asked for, else another one."""
    found = next_page(asked)
    return found if found.startswith(f"{home}/") else otherwise
