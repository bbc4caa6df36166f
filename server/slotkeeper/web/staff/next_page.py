"""Where somebody goes after signing in: a page of ours, by its path alone."""

import re

HOME = "/staff"
_OURS = re.compile(r"/staff(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")
_LONGEST = 200


def next_page(asked: str) -> str:
    """The page that was asked for, /staff for anything that is none of the portal's pages."""
    return asked if len(asked) <= _LONGEST and _OURS.fullmatch(asked) else HOME
