"""Numbers of rows in addresses."""

from slotkeeper.domain.errors import BookingUnknown

_LARGEST = 2**53


def row_number(number: int) -> int:
    """The same number. Raises BookingUnknown for one that no row can have."""
    if not 0 < number < _LARGEST:
        raise BookingUnknown
    return number
