"""Local dates in addresses: YYYY-MM-DD and nothing else."""

import re
from datetime import date

from slotkeeper.domain.errors import FieldsInvalid, Problem

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DaysContradict(FieldsInvalid):
    """Two dates that can be read, but do not go together: 409, as each by itself is valid."""


def parse_day(name: str, text: str, problem: str) -> date:
    """The local date that the parameter `name` gives.

    Raises FieldsInvalid with that problem's key; Python alone would read "2027-W05-4" too.
    """
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise FieldsInvalid({name: Problem(problem)})
