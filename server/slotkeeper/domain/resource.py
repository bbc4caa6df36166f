"""Rooms and equipment that appointments need (S12)."""

from msgspec import Struct


class Resource(Struct, frozen=True, kw_only=True):
    """One of several of a kind at a place (a slug), None where the clinic names no places. Which of
    them an appointment gets is nobody's question: only how many are in use at once is.
    """

    slug: str
    name: str
    kind: str
    location: str | None = None
