"""Minimum notice before an appointment, and other lengths of time as clinics say them."""

from typing import Literal

from msgspec import Struct

from slotkeeper.domain.local_time import plus_days

_SECONDS = {"m": 60, "h": 3600}


class CutOff(Struct, frozen=True):
    """`amount` minutes or hours of elapsed time, or wall-clock days ("d"): same local time that
    many days on (S3).
    """

    amount: int
    unit: Literal["m", "h", "d"]


def after(instant: int, length: CutOff, zone: str) -> int:
    """So much later, epoch seconds."""
    return _moved(instant, length, 1, zone)


def before(instant: int, length: CutOff, zone: str) -> int:
    """So much earlier, epoch seconds."""
    return _moved(instant, length, -1, zone)


def _moved(instant: int, length: CutOff, sign: int, zone: str) -> int:
    if length.unit == "d":
        return plus_days(instant, sign * length.amount, zone)
    return instant + sign * length.amount * _SECONDS[length.unit]
