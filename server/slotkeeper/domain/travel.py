"""How long a practitioner is on the way between two places (S12)."""

from msgspec import Struct


class Travel(Struct, frozen=True, kw_only=True):
    """`minutes` between two places (slugs), the same in both directions."""

    between: tuple[str, str]
    minutes: int
