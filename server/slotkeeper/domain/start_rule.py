"""How start times are chosen within working hours (S10)."""

from typing import Literal

StartRule = int | Literal["adjacent"] | tuple[int, ...]
"""Every so many minutes; only next to what is booked already; or at these times of the day, in
minutes after local midnight and ascending.
"""
