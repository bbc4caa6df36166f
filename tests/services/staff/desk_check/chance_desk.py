"""Looking for a time today at the pretend clinic's desk, and taking it."""

from slotkeeper.domain.booking import Booking
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.bookings.book import WantedBooking
from slotkeeper.services.staff.bookings.move import WantedMove
from slotkeeper.services.staff.desk_check.chances import (
    Offer,
    SqueezeAsked,
    find_offers,
    people_for,
)
from slotkeeper.services.staff.desk_check.squeeze_in import squeeze_in
from tests.services.desk import at
from tests.services.staff.bookings.front_desk import FrontDesk, somebody

TODAY = "2027-01-05"
HALF_HOUR = 1800


def then(time: str) -> int:
    return at(f"{TODAY} {time}")


async def offers(
    mara: FrontDesk, kind: str = "standard", who: str = "", own: Booking | None = None
) -> list[Offer]:
    clinic = await get_clinic(mara.desk.database, mara.desk.slug)
    wanted = clinic.appointment_type(kind)
    people = people_for(clinic, mara.member, wanted, who)
    asked = SqueezeAsked(clinic=clinic, kind=wanted, people=people, own=own)
    return await find_offers(mara.desk.toolbox, mara.member, asked)


async def fill(mara: FrontDesk, who: str, first: str, last: str) -> list[Booking]:
    """Half hours without a gap, booked early that morning."""
    clock = mara.desk.clock
    now, clock.now = clock.now, then("06:00")
    starts = range(then(first), then(last), HALF_HOUR)
    made = [
        await mara.book(start, practitioner=who, details=somebody(last_name=f"{who} {start}"))
        for start in starts
    ]
    clock.now = now
    return made


def told(found: list[Offer]) -> list[tuple[str, int, str]]:
    return [
        (each.chance.time.practitioner.slug, each.chance.time.starts_at, sort(each))
        for each in found
    ]


def sort(offer: Offer) -> str:
    chance = offer.chance
    return "room" if chance.room else "beyond" if chance.is_beyond else "free"


def binding(offer: Offer) -> list[str]:
    return [each.rule.value for each in offer.against if not each.is_said_only]


def new(offer: Offer, **given: object) -> WantedBooking:
    """The offer for somebody who is not known."""
    time = offer.chance.time
    return WantedBooking(
        kind=time.kind.slug,
        practitioner=time.practitioner.slug,
        starts_at=time.starts_at,
        details=somebody(**given),
        agreed=frozenset(offer.agreed),
    )


def room(offer: Offer) -> WantedMove:
    found = offer.chance.room
    assert found
    return WantedMove(
        booking_id=found.there.id,
        revision=found.there.revision,
        practitioner=found.to.practitioner.slug,
        starts_at=found.to.starts_at,
        agreed=frozenset(offer.agreed),
    )


async def take(mara: FrontDesk, offer: Offer, **given: object) -> Booking:
    moved = room(offer) if offer.chance.room else None
    wanted = new(offer, **given)
    return await squeeze_in(mara.desk.toolbox, mara.member, mara.desk.slug, wanted, moved)
