"""A hold, and the booking that it becomes."""

from typing import Literal

from msgspec import Struct

State = Literal[
    "held", "paying", "pending", "confirmed", "arrived", "cancelled", "fulfilled", "noshow"
]
Awaits = Literal["", "patient", "clinic"]
"""Whose answer a `pending` booking waits for."""


OFFERED = "waitlist:"
"""With this the `visitor` of a hold begins that the waiting list has placed."""

PAYING = "paying:"
"""The same of a hold whose patient pays a difference of the price before the booking is moved."""


OURS = (OFFERED, PAYING)
"""No browser calls itself so: such a hold is another's, and treated otherwise."""


class Booking(Struct, frozen=True, kw_only=True):
    """One appointment from hold to record. Instants are epoch seconds UTC.

    `starts_at` … `ends_at` is what the patient sees; `busy_from` … `busy_until` includes the
    padding and is never shown. `revision` rises with every change, so that a form which shows an
    older one can be told so. `seat` counts from 1 in a session, and is 0 elsewhere; `moves` is the
    booking that a hold is to move, 0 for any other.
    """

    id: int
    clinic_id: int
    practitioner_id: int
    appointment_type_id: int
    location_id: int | None
    state: State
    starts_at: int
    ends_at: int
    busy_from: int
    busy_until: int
    expires_at: int | None = None
    extensions: int = 0
    visitor: str = ""
    held_at: int = 0
    patient_id: int | None = None
    reference: str = ""
    manage_key: str = ""
    made_at: int | None = None
    note: str = ""
    cancelled_by: str = ""
    cancel_reason: str = ""
    awaits: Awaits = ""
    revision: int = 0
    seat: int = 0
    moves: int = 0

    @property
    def is_offered(self) -> bool:
        """Whether its time was, or is, kept for somebody of the waiting list."""
        return self.visitor.startswith(OFFERED)

    @property
    def is_being_paid(self) -> bool:
        """Whether it keeps a new time for which a difference of the price is paid first."""
        return self.visitor.startswith(PAYING)

    @property
    def was_not_paid(self) -> bool:
        """Whether it ended because its payment did: nobody was ever booked."""
        return self.state == "cancelled" and self.cancelled_by == "payment"

    def is_waiting(self, now: int) -> bool:
        """Whether it waits for an answer at that instant; one that is overdue waits no more."""
        return self.state == "pending" and self.expires_at is not None and self.expires_at > now

    def is_live_hold(self, now: int) -> bool:
        """Whether it keeps the slot at that instant (H9: no clean-up job needed)."""
        return self.state == "held" and self.expires_at is not None and self.expires_at > now
