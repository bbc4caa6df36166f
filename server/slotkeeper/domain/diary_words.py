"""What an entry in a diary says (docs/adr/0027): who comes, by as much as the clinic wants to show
there, and never why.
"""

from typing import Literal

Shows = Literal["reference", "initials", "name"]
"""What an entry tells of its patient."""


def patient_line(shows: Shows, first_name: str, last_name: str, reference: str) -> str:
    """The title of an appointment's entry: "A. E. · K7M-2QXA" with initials."""
    names = [each.strip() for each in (first_name, last_name) if each.strip()]
    if shows == "initials":
        names = [f"{each[0].upper()}." for each in names]
    who = "" if shows == "reference" else " ".join(names)
    return " · ".join(each for each in (who, reference) if each)


def session_line(kind: str, many: int, places: int) -> str:
    """The title of a session's entry, "Back school 3/8": what it is, as nobody is named by it."""
    return f"{kind} {many}/{places}"
