"""Who might be somebody whom the clinic knows, though nothing that proves it is the same (T4)."""

from datetime import date

CLOSE = 2
"""So many letters may differ between two names that are nearly one."""


def is_near(name: str, birth_date: date | None, other: str, other_birth: date | None) -> bool:
    """Whether two persons may be one: the same name where a birth date is not known of both, or
    nearly the same name with the same birth date. Names are `name_key`s.
    """
    if birth_date is None or other_birth is None:
        return bool(name) and name == other
    return birth_date == other_birth and within_distance(name, other, CLOSE)


def within_distance(one: str, other: str, most: int) -> bool:
    """Whether at most so many letters are to be changed, added or left out (Levenshtein)."""
    if abs(len(one) - len(other)) > most:
        return False
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, against in enumerate(other, 1):
            change = above[column - 1] + (letter != against)
            line.append(min(change, above[column] + 1, line[-1] + 1))
        above = line
    return above[-1] <= most
