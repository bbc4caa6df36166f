"""A patient cancels: at the cost that was shown, with a minute to think again (C3, P5)."""

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import BookingUnknown, Fact
from slotkeeper.services.booking_link import get_managed
from slotkeeper.services.changing.changeable import ChangesClosed, Cost, cost_of, is_open
from slotkeeper.services.changing.chosen import find_chosen, let_go
from slotkeeper.services.changing.swap import lock_times
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.payments.ask_refund import ask_back
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.freed import choose_next, keep_for_next
from slotkeeper.storage.agreed_change import AgreedChange, insert_agreed, was_moved_late
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.booking_change import Cancelled, save_cancelled
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.payment import find_payments_of, lock_payment
from slotkeeper.storage.refund import delay_refund

UNDO_SECONDS = 60
REFUND_AFTER_SECONDS = UNDO_SECONDS + 30
"""The money goes when nobody can take that back any more, by whichever server's clock."""

CANCELLATION = "cancellation"
"""The refund that a policy gives, once (P-12)."""


def refund_name(revision: int) -> str:
    """By which the refund of one cancellation is known; `revision` is that of the booking after it.
    One that stood again and is cancelled once more has another.
    """
    return f"{CANCELLATION}:{revision}"


class CostChanged(Fact):
    """It costs something else by now than what was shown; `cost` is what it costs."""

    def __init__(self, cost: Cost) -> None:
        super().__init__(cost.consequence.keeps)
        self.cost = cost


class BookingChanged(Fact):
    """Somebody changed the booking since it was shown."""


class WantedCancel(Struct, frozen=True, kw_only=True):
    """`revision` of the booking, minor units kept and given back, and the sentence, as they were
    shown to the patient.
    """

    revision: int
    keeps: int
    returns: int
    shown: str


async def cancel_by_patient(
    toolbox: Toolbox, slug: str, token: str, wanted: WantedCancel
) -> AgreedChange:
    """The time is free at once; messages, money and counting follow when a minute is over
    (settle.py).

    Raises ClinicUnknown, BookingUnknown, ChangesClosed, BookingChanged, CostChanged.
    """
    managed = await get_managed(toolbox, slug, token)
    clinic, booking_id = managed.clinic, managed.booking.id

    async def job(tx: Transaction) -> AgreedChange:
        chosen = await find_chosen(tx, clinic.id, [booking_id], toolbox.clock())
        undo = UNDO_SECONDS if managed.booking.state == "confirmed" else 0
        following = [] if chosen else await choose_next(tx, toolbox, clinic, booking_id, undo)
        await lock_times(tx, clinic, (booking_id, *(each.id for each in chosen)))
        now = toolbox.clock()
        before = await find_booking(tx, clinic.id, booking_id)
        if before is None:
            raise BookingUnknown
        cost = await _agree(tx, clinic, before, wanted, now)
        await let_go(tx, chosen)
        agreed = await _cancel(tx, before, cost, wanted, now)
        await keep_for_next(tx, following)
        return agreed

    agreed = await toolbox.database.write(job)
    toolbox.bell.ring()
    return agreed


async def _agree(
    tx: Transaction, clinic: Clinic, before: Booking, wanted: WantedCancel, now: int
) -> Cost:
    """What it costs, where that is what was shown."""
    if before.revision != wanted.revision:
        raise BookingChanged
    if not is_open(clinic, before, now):
        raise ChangesClosed
    for payment in await find_payments_of(tx, clinic.id, before.id):
        await lock_payment(tx, clinic.id, payment.id)
    cost = await cost_of(tx, clinic, before, now)
    if (cost.consequence.keeps, cost.returns) != (wanted.keeps, wanted.returns):
        raise CostChanged(cost)
    return cost


async def _cancel(
    tx: Transaction, before: Booking, cost: Cost, wanted: WantedCancel, now: int
) -> AgreedChange:
    # Who gave up a time late does not get out of that by moving away from it first (T3).
    was_late = await was_moved_late(tx, before.clinic_id, before.id)
    is_late = cost.consequence.is_late or was_late
    cancelled = Cancelled(by="patient", reason="", is_late=is_late, at=now)
    if not await save_cancelled(tx, before, cancelled):
        raise BookingChanged
    after = replace(before, state="cancelled", revision=before.revision + 1)
    agreed = AgreedChange(
        clinic_id=before.clinic_id,
        booking_id=before.id,
        kind="cancelled",
        revision=after.revision,
        keeps=cost.consequence.keeps,
        returns=cost.returns,
        is_late=is_late,
        shown=wanted.shown,
        policy=cost.policy,
        agreed_at=now,
        # What only waited for an answer is simply asked for again.
        undo_until=now + UNDO_SECONDS if before.state == "confirmed" else now - 1,
    )
    await insert_agreed(tx, agreed)
    await _give_back(tx, agreed, now)
    await announce(tx, after.clinic_id, after.id, "cancelled", now)
    return agreed


async def _give_back(tx: Transaction, agreed: AgreedChange, now: int) -> None:
    """Promised now, made when the minute is over."""
    payments = await find_payments_of(tx, agreed.clinic_id, agreed.booking_id)
    if not payments or agreed.returns < 1:
        return
    refunds = await ask_back(
        tx,
        payments,
        once=refund_name(agreed.revision),
        amount=agreed.returns,
        asked_by="policy",
        now=now,
    )
    for refund in refunds:
        await delay_refund(tx, refund, now + REFUND_AFTER_SECONDS)
