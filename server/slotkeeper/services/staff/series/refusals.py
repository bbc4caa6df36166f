"""Why a series is not made or changed, or not yet."""

from collections.abc import Collection
from datetime import date

from slotkeeper.domain.errors import Fact


class SeriesUnknown(Fact):
    """No series of that number is in a diary that is open to them."""


class SeriesStale(Fact):
    """Somebody has changed the series since the form was shown."""


class SeriesUnseen(Fact):
    """At these dates something stands against it that staff were not shown yet: somebody was
    quicker.
    """

    def __init__(self, dates: Collection[date]) -> None:
        super().__init__(len(dates))
        self.dates = frozenset(dates)


class SeriesEmpty(Fact):
    """Not one date of it would be booked."""
