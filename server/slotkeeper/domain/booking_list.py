"""A clinic's bookings as staff look through them."""

from datetime import date
from typing import Literal

from msgspec import Struct

from slotkeeper.domain.booking import State
from slotkeeper.domain.payment import PaymentState

Order = Literal["newest", "day"]
ListedState = Literal[
    "pending", "confirmed", "arrived", "fulfilled", "noshow", "cancelled", "unpaid"
]
"""unpaid: never confirmed, since the prepayment did not come; in no list but its own."""

Maker = Literal["patient", "staff"]
Paid = Literal["at_clinic", "paid", "refunded", "disputed"]
"""at_clinic: nothing when booking; paid: the clinic has all or some of it; refunded: some or all
was given back; disputed: the patient's bank has asked questions.
"""


class BookingFilter(Struct, frozen=True, kw_only=True):
    """Which bookings, and in which order: newest made first, or by the time of the appointment.

    Ids are the clinic's; None and "" leave a thing open. Local dates `from_on` … `until_on` (both
    included) count in the order by day only. `after` is the last one seen: its instant of that
    order and its id.
    """

    text: str = ""
    practitioner_id: int | None = None
    appointment_type_id: int | None = None
    patient_id: int | None = None
    state: ListedState | None = None
    made_by: Maker | None = None
    flagged: bool = False
    paid: Paid | None = None
    order: Order = "newest"
    from_on: date | None = None
    until_on: date | None = None
    after: tuple[int, int] | None = None


class ListedPayment(Struct, frozen=True, kw_only=True):
    """What was paid when booking, and beside it when it was moved; minor units of `currency`."""

    state: PaymentState
    amount: int
    at_clinic: int
    received: int
    refunded: int
    currency: str
    dispute: str


class ListedBooking(Struct, frozen=True, kw_only=True):
    """One row of the list; instants in epoch seconds, `phone` is E.164, `made_by` a member of
    staff's id, None where the patient booked.
    """

    id: int
    reference: str
    state: State
    starts_at: int
    ends_at: int
    made_at: int
    practitioner_id: int
    appointment_type_id: int
    location_id: int | None
    patient_id: int
    first_name: str
    last_name: str
    email: str
    phone: str
    birth_date: str | None
    made_by: int | None
    flags: str
    note: str
    cancelled_by: str
    expires_at: int | None
    payment: ListedPayment | None
    series_id: int | None = None

    def is_overdue(self, now: int) -> bool:
        """Whether nobody answered it in time, at an instant (epoch seconds)."""
        return self.state == "pending" and self.expires_at is not None and self.expires_at <= now

    @property
    def is_unpaid(self) -> bool:
        """Whether it was never confirmed, since the prepayment did not come."""
        return self.state == "paying" or self.cancelled_by == "payment"

    @property
    def is_owed(self) -> bool:
        """Whether the rest of its price is to be paid at the clinic."""
        return self.payment is not None and self.state != "cancelled" and not self.is_unpaid

    def place_in(self, order: Order) -> tuple[int, int]:
        """Where it stands: what `BookingFilter.after` takes."""
        return (self.made_at if order == "newest" else self.starts_at), self.id
