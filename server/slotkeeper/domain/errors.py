"""Facts of the field that end a use case. Raised low, translated once in `web/errors.py`."""

from collections.abc import Mapping
from typing import Any


class Fact(Exception):  # noqa: N818 - named as facts, not as errors (STYLE.md, habit 5)
    """A refusal that a person is told about."""


class ClinicUnknown(Fact):
    """No clinic has that slug."""


class AppointmentTypeUnknown(Fact):
    """The clinic offers no appointment type of that slug."""


class PractitionerUnknown(Fact):
    """The clinic has no practitioner of that slug, or not for that appointment type."""


class LocationUnknown(Fact):
    """The clinic has no location of that slug."""


class BookingUnknown(Fact):
    """No booking belongs to that link."""


class PaymentUnknown(Fact):
    """No payment belongs to that link."""


class PaymentsClosed(Fact):
    """The clinic's account at the payment service is not set up, or not in order."""


class PaymentNotReached(Fact):
    """The payment service cannot be reached at this moment; nothing was charged."""


class OnlineBookingClosed(Fact):
    """The clinic takes no online bookings, or none of that kind; `call_us` says what to do."""


class PleaseCall(Fact):
    """The clinic asks this patient to call instead of booking online (T2); nobody is told why."""


class SlotTaken(Fact):
    """The time is not, or no longer, to be had: taken, stale, off the grid, out of hours, past or
    too far ahead.
    """


class HoldOver(Fact):
    """The hold ran out before it was used."""


class HoldUnknown(Fact):
    """The hold was released or moved, or its token is forged, foreign or too old."""


class HoldCapReached(Fact):
    """Too many live holds from one address or at one clinic; `retry_after` in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class HoldNotExtendable(Fact):
    """The hold was extended as often as is allowed (H5)."""


class DailyLimitReached(Fact):
    """The patient made as many bookings as a day allows; `next_at` is when the next is possible
    (epoch seconds, B5).
    """

    def __init__(self, next_at: int) -> None:
        super().__init__(next_at)
        self.next_at = next_at


class TooManyRequests(Fact):
    """A rate limit; `retry_after` in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class FieldsInvalid(Fact):
    """What was typed cannot be taken as it is: field name → message key of the catalogue, with its
    values.
    """

    def __init__(self, problems: Mapping[str, "Problem"]) -> None:
        super().__init__(", ".join(problems))
        self.problems = dict(problems)


class Problem:
    """One message at one field: a key of the catalogue and what it names."""

    def __init__(self, key: str, **values: Any) -> None:  # noqa: ANN401 - whatever the text names
        self.key = key
        self.values = values
