"""Where a patient is seen."""

from msgspec import Struct


class Location(Struct, frozen=True, kw_only=True):
    """A place of the clinic. `id` is 0 until it is saved."""

    id: int = 0
    slug: str
    name: str
    address: str = ""
