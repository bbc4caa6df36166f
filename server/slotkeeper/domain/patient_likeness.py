"""Which two records may be one person: for staff to look at, never decided here (A4)."""

from datetime import date

from msgspec import Struct

from slotkeeper.domain.patient_record import Because
from slotkeeper.domain.recognition import CLOSE, within_distance


class Traits(Struct, frozen=True, kw_only=True):
    """By what a record is recognised (`domain/identity.py`); "" and None for what is not known."""

    name_key: str
    email_key: str
    phone_key: str
    birth_date: date | None


STRENGTH: tuple[Because, ...] = (
    "same_person",
    "near_birth",
    "near_phone",
    "same_email",
    "same_phone",
)
"""From what tells most to what tells least: a family shares its phone and often its address."""


def reasons(one: Traits, other: Traits) -> tuple[Because, ...]:
    """Why two records may be one person, the strongest first; none where nothing speaks for it.

    The rule: the same name with the same birth date; a name that differs in at most two letters
    (Levenshtein, over `name_key`) with the same birth date; such a name, or the same, with the same
    phone; the same e-mail address; the same phone.
    """
    found: set[Because] = set()
    is_near = bool(one.name_key) and within_distance(one.name_key, other.name_key, CLOSE)
    if is_near and one.birth_date is not None and one.birth_date == other.birth_date:
        found.add("same_person" if one.name_key == other.name_key else "near_birth")
    if one.phone_key and one.phone_key == other.phone_key:
        found.add("near_phone" if is_near else "same_phone")
    if one.email_key and one.email_key == other.email_key:
        found.add("same_email")
    return tuple(each for each in STRENGTH if each in found)
