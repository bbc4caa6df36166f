"""What a patient may do with a booking now, and what that costs (C1, C2, C3)."""

from dataclasses import dataclass

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.change_policy import (
    ChangePolicy,
    Consequence,
    Paid,
    consequence,
    may_change,
)
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import Fact
from slotkeeper.services.booking_link import Managed, get_managed
from slotkeeper.services.counted import kind_of
from slotkeeper.services.payments.of_booking import asked_of, left_of_all
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.agreed_change import AgreedChange, find_kept_at_least, find_last_agreed
from slotkeeper.storage.database import Reader
from slotkeeper.storage.payment import find_payments_of


class ChangesClosed(Fact):
    """Patients change nothing by themselves: the clinic wants to be called, or it is too late."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What cancelling leads to at one instant. Where the policy is not `enforced` nothing is given
    back by itself: what is shown as kept is then the clinic's to decide. `paid` is what there is
    to give back, from which it follows.
    """

    policy: ChangePolicy
    consequence: Consequence
    paid: Paid

    @property
    def currency(self) -> str:
        """That of the payment; the clinic's where nothing was paid."""
        return self.paid.currency

    @property
    def returns(self) -> int:
        """Minor units that are given back by themselves."""
        return self.consequence.returns if self.policy.enforced else 0


@dataclass(frozen=True, slots=True)
class Changeable:
    """A booking by its link; `cost` is None where a patient may not change it."""

    managed: Managed
    cost: Cost | None


async def get_changeable(toolbox: Toolbox, slug: str, token: str) -> Changeable:
    """The booking of a link, and what may be done with it now. Raises as `get_managed`."""
    managed = await get_managed(toolbox, slug, token)
    now = toolbox.clock()
    if not is_open(managed.clinic, managed.booking, now):
        return Changeable(managed, None)
    return Changeable(
        managed, await cost_of(toolbox.database, managed.clinic, managed.booking, now)
    )


async def find_agreed(toolbox: Toolbox, managed: Managed) -> AgreedChange | None:
    """What its patient agreed to when cancelling it; None for one that stands, or that the clinic
    cancelled.
    """
    booking = managed.booking
    if (booking.state, booking.cancelled_by) != ("cancelled", "patient"):
        return None
    agreed = await find_last_agreed(toolbox.database, booking.clinic_id, booking.id)
    return agreed if agreed and agreed.revision == booking.revision else None


def is_open(clinic: Clinic, booking: Booking, now: int) -> bool:
    """Whether its patient may move or cancel it at that instant."""
    stands = booking.state == "confirmed" or booking.is_waiting(now)
    if not stands or not clinic.online_booking.cancel_and_reschedule:
        return False
    return may_change(policy_of(clinic, booking), booking.starts_at, clinic.time_zone, now)


def policy_of(clinic: Clinic, booking: Booking) -> ChangePolicy:
    """That of its type; the clinic's where that is gone."""
    kind = kind_of(clinic, booking)
    return clinic.change_policy_of(kind) if kind else clinic.change_policy


async def cost_of(reader: Reader, clinic: Clinic, booking: Booking, now: int) -> Cost:
    """What cancelling it leads to at that instant."""
    policy, paid = policy_of(clinic, booking), await _paid(reader, clinic, booking)
    found = consequence(policy, paid, booking.starts_at, clinic.time_zone, now)
    return Cost(policy, found, paid)


async def _paid(reader: Reader, clinic: Clinic, booking: Booking) -> Paid:
    payments = await find_payments_of(reader, clinic.id, booking.id)
    if not payments:
        return Paid(currency=clinic.currency)
    first, asked = payments[0], await asked_of(reader, payments)
    return Paid(
        left=await left_of_all(reader, payments),
        deposit=asked,
        price=asked + first.at_clinic,
        currency=first.currency,
        at_least=await find_kept_at_least(reader, clinic.id, booking.id),
    )
