"""A prepayment on its way from asked to settled."""

from typing import Literal

from msgspec import Struct

PaymentState = Literal["open", "authorised", "captured", "slot_lost", "abandoned"]
LostBecause = Literal["", "taken", "given_up", "authorisation_gone", "mismatch", "past"]


class Payment(Struct, frozen=True, kw_only=True):
    """What one booking is paid with. Amounts in minor units of `currency`, instants in epoch
    seconds UTC.

    open: the patient may pay until `deadline`, and later where the time is still free. authorised:
    the time is theirs, the money is being taken. captured: booked and paid. slot_lost: the time is
    gone, what was authorised is let go and what was received given back; never left again.
    abandoned: nobody paid. `settled_at` is when nothing was left to be done at the payment service.
    `attempt` counts the keys used there, since a failure may be repeated for the same one. `wish`
    names type, practitioner and location, to offer other times. `page` is where the patient came
    from. `moves` is the booking that is moved when a difference of its price is paid, `booking_id`
    then the hold of the new time; 0 for any other.
    """

    id: int = 0
    clinic_id: int
    booking_id: int
    reference: str
    state: PaymentState = "open"
    lost_because: LostBecause = ""
    amount: int
    at_clinic: int
    currency: str
    account: str
    live: bool
    wish: tuple[str, str, str]
    language: str
    started_at: int
    deadline: int
    attempt: int = 1
    session_id: str = ""
    session_url: str = ""
    session_ends_at: int = 0
    page: str = ""
    intent_id: str = ""
    received: int = 0
    refunded: int = 0
    dispute: str = ""
    looks: int = 0
    settled_at: int | None = None
    moves: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be done at the payment service."""
        return self.settled_at is not None

    @property
    def is_for(self) -> int:
        """The booking that the money is for, which its patient knows."""
        return self.moves or self.booking_id

    @property
    def is_charged(self) -> bool:
        """Whether the clinic has some of the patient's money."""
        return self.received > self.refunded


class Refund(Struct, frozen=True, kw_only=True):
    """Money that is given back. `once` names the reason it may happen once for; asked: to be made;
    failed: the payment service or the patient's bank refused it, and the clinic must see to it.
    `is_due_again`: the booking stands again although it was sent, so that it is to be paid at the
    clinic; the payment's `at_clinic` has it.
    """

    id: int = 0
    clinic_id: int
    payment_id: int
    once: str
    amount: int
    asked_by: str
    state: Literal["asked", "made", "failed"] = "asked"
    stripe_id: str = ""
    attempt: int = 1
    asked_at: int
    looks: int = 0
    is_due_again: bool = False
