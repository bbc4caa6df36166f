"""Minimum notice before an appointment."""

from typing import Literal

from msgspec import Struct


class CutOff(Struct, frozen=True):
    """`amount` minutes or hours of elapsed time, or wall-clock days ("d"): same local time that
    many days on (S3).
    """

    amount: int
    unit: Literal["m", "h", "d"]
