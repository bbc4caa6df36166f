"""A booking of which a new time is held: found by the key to that hold (C4)."""

from dataclasses import dataclass, replace

from msgspec import structs

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import HoldUnknown
from slotkeeper.domain.price_difference import Difference
from slotkeeper.domain.reasons import offered_types
from slotkeeper.domain.terms import Terms
from slotkeeper.services.booking_link import Managed, get_managed, link_since
from slotkeeper.services.changing.changeable import ChangesClosed, Cost, cost_of, is_open
from slotkeeper.services.changing.price import difference_of
from slotkeeper.services.holds import Held, get_hold
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.acceptance import find_accepted
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Reader
from slotkeeper.storage.set_up import get_location, get_practitioner
from slotkeeper.storage.terms import get_current_terms


@dataclass(frozen=True, slots=True)
class Moving:
    """`before` is the booking as it stands, `after` the same at the held time; `cost` is what
    cancelling leads to now, `later` what it would lead to at the new time, `terms` those to accept
    anew, None where that is not needed; `difference` is what the new time costs more or less.
    """

    before: Managed
    after: Managed
    held: Held
    cost: Cost
    later: Cost
    terms: Terms | None
    difference: Difference


async def get_moving(toolbox: Toolbox, slug: str, token: str, hold: str) -> Moving:
    """The booking of that link with the time that is held for it.

    Raises as `get_managed` and `get_hold`; ChangesClosed, HoldUnknown where it is for something
    else.
    """
    managed = await get_managed(toolbox, slug, token)
    return await make_moving(toolbox, managed, await get_hold(toolbox, slug, hold))


async def get_moving_of(toolbox: Toolbox, slug: str, held: Held) -> Moving:
    """The same for a hold that is at hand. Raises as `get_moving`; BookingUnknown too where the
    booking's link was made anew since.
    """
    clinic = held.wish.clinic
    booking = await find_booking(toolbox.database, clinic.id, held.hold.moves)
    if booking is None:
        raise HoldUnknown
    link = await link_since(toolbox, booking, held.hold.held_at)
    managed = await get_managed(toolbox, slug, link)
    return await make_moving(toolbox, managed, held)


async def make_moving(toolbox: Toolbox, managed: Managed, held: Held) -> Moving:
    """Both times side by side. Raises ChangesClosed, HoldUnknown."""
    clinic, booking, hold, now = managed.clinic, managed.booking, held.hold, toolbox.clock()
    if hold.moves != booking.id:
        raise HoldUnknown
    if not can_move(managed, now):
        raise ChangesClosed
    reader = toolbox.database
    cost = await cost_of(reader, clinic, booking, now)
    after = await at_held_time(reader, managed, hold, cost.consequence.keeps)
    later = await cost_of(reader, clinic, after.booking, now)
    difference = await difference_of(reader, clinic, booking, hold, cost, now)
    return Moving(managed, after, held, cost, later, await _terms(toolbox, managed), difference)


async def at_held_time(reader: Reader, managed: Managed, hold: Booking, keeps: int = 0) -> Managed:
    """The same booking as it will be at the time of that hold; `keeps` is what cancelling it costs
    now, and from then on at least, minor units.
    """
    moved = structs.replace(
        managed.booking,
        practitioner_id=hold.practitioner_id,
        location_id=hold.location_id,
        starts_at=hold.starts_at,
        ends_at=hold.ends_at,
    )
    return replace(
        managed,
        booking=moved,
        practitioner=await get_practitioner(reader, moved),
        location=await get_location(reader, moved),
        kept_at_least=max(keeps, managed.kept_at_least),
    )


def can_move(managed: Managed, now: int) -> bool:
    """Whether its patient may choose another time at that instant: what still waits for an answer
    is asked for anew instead, and a type that is gone has no times.
    """
    clinic, booking = managed.clinic, managed.booking
    is_offered = any(each.id == booking.appointment_type_id for each in offered_types(clinic))
    return is_offered and booking.state == "confirmed" and is_open(clinic, booking, now)


async def _terms(toolbox: Toolbox, managed: Managed) -> Terms | None:
    """As `move_by_patient` asks for them."""
    reader = toolbox.database
    terms = await get_current_terms(reader, managed.clinic.id)
    accepted = await find_accepted(reader, managed.booking.id)
    return None if not terms.text or accepted in {"", terms.sha256} else terms
