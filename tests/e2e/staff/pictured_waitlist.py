"""Some who wait for a time, for the pictures of their pages."""

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace
from playwright.sync_api import Page

from slotkeeper.domain.booking import OFFERED, Booking
from slotkeeper.domain.parts_of_day import Part
from slotkeeper.domain.waitlist import OfferState, WaitlistEntry, WaitlistOffer, Wanted
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.hold import insert_hold
from slotkeeper.storage.waitlist import end_entry, insert_entry
from slotkeeper.storage.waitlist_offer import end_offer, insert_offer
from tests.storage.booked import Books

_HOME = "/staff/harbour-physio"
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True)
class _Waits:
    """Who, for which type, since how many days, in which turn, and for what."""

    name: str
    kind: int
    days: int
    priority: int = 0
    weekdays: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    practitioner: int | None = None
    is_new: bool = False


_PEOPLE = [
    _Waits("Wren Mooring", 0, 3, 1, (1, 3), ("morning",), 0),
    _Waits("Isla Breakwater", 1, 12, is_new=True),
    _Waits("Colm Ferryman", 1, 5, 0, (4,), ("afternoon", "evening")),
    _Waits("", 3, 1, -1, (), ("morning",), 1),  # would come earlier than on the day of the pictures
]
_GONE = [_Waits("Otto Fairlead", 0, 9), _Waits("Mabel Sternpost", 2, 11)]


def _one(page: Page) -> None:
    page.goto(f"{_HOME}/waitlist")
    page.get_by_role("link", name="Colm Ferryman").click()
    page.get_by_role("heading", name="Their turn").wait_for()


def _offered(page: Page) -> None:
    page.goto(f"{_HOME}/waitlist")
    page.get_by_role("link", name="Isla Breakwater").click()
    page.get_by_role("button", name="Take the offer back").wait_for()


WAITLIST_SCENES: dict[str, Callable[[Page], object]] = {
    "waitlist": lambda page: page.goto(f"{_HOME}/waitlist"),
    "waitlist-none": lambda page: page.goto("/staff/bay-physio/waitlist"),
    "waitlist-one": _one,
    "waitlist-offered": _offered,
}
"""By name, what leads to each page."""


async def add_waitlist(books: Books, now: int) -> None:
    """Nothing more is offered to them: somebody else is looking through the list, for ever."""
    database, clinic_id = books.database, books.clinic.id
    row = await database.fetch_one(
        """SELECT booking.id AS id FROM booking JOIN patient ON patient.id = booking.patient_id
           WHERE patient.first_name = 'Juno' AND booking.clinic_id = $1""",
        clinic_id,
    )
    assert row

    async def job(tx: Transaction) -> None:
        await tx.execute(
            """INSERT INTO waitlist_look (clinic_id, news, next_at, taken_until)
               VALUES ($1, -1, 0, $2)""",
            *(clinic_id, now + 365 * _DAY),
        )
        waiting = [await insert_entry(tx, _entry(books, each, now)) for each in _PEOPLE[:-1]]
        await insert_entry(tx, _entry(books, _PEOPLE[-1], now, int(row["id"])))
        gone = [await insert_entry(tx, _entry(books, each, now)) for each in _GONE]
        await end_entry(tx, clinic_id, gone[0], "booked", now - 2 * _DAY)
        await end_entry(tx, clinic_id, gone[1], "left", now - 6 * _DAY)
        _, isla, colm = waiting
        await _offer(tx, books, colm, now - 3 * _DAY, "declined")
        await _offer(tx, books, colm, now - 2 * _DAY + 3 * _HOUR, "expired")
        await _offer(tx, books, isla, now - 8 * _MINUTE, "open")

    await database.write(job)


def _entry(books: Books, who: _Waits, now: int, booking: int | None = None) -> WaitlistEntry:
    first, _, last = who.name.partition(" ")
    people = () if who.practitioner is None else (books.practitioners[who.practitioner],)
    return WaitlistEntry(
        clinic_id=books.clinic.id,
        appointment_type_id=books.types[who.kind],
        booking_id=booking,
        wanted=Wanted(weekdays=who.weekdays, parts=who.parts, practitioners=people),
        patient_is="new" if who.is_new else "existing",
        first_name=first,
        last_name=last,
        email=f"{first.lower()}@patients.example" if first else "",
        phone=f"+61255504{who.days:03}" if first else "",
        person_key=who.name,
        priority=who.priority,
        entry_key=f"key-{who.days}",
        made_at=now - who.days * _DAY,
    )


async def _offer(
    tx: Transaction, books: Books, entry: int, made_at: int, state: OfferState
) -> None:
    """A time three weeks later, kept for half an hour, and what became of it."""
    starts = made_at - made_at % _HOUR + 21 * _DAY
    hold = Booking(
        id=0,
        clinic_id=books.clinic.id,
        practitioner_id=books.practitioners[0],
        appointment_type_id=books.types[1],
        location_id=books.clinic.locations[0].id,
        state="held",
        starts_at=starts,
        ends_at=starts + 30 * _MINUTE,
        busy_from=starts,
        busy_until=starts + 30 * _MINUTE,
        expires_at=made_at + 30 * _MINUTE,
        visitor=f"{OFFERED}{entry}-{made_at}",
        held_at=made_at,
    )
    hold_id = await insert_hold(tx, hold, address_key="", now=made_at)
    assert hold_id
    offer = WaitlistOffer(
        clinic_id=books.clinic.id,
        entry_id=entry,
        hold_id=hold_id,
        practitioner_id=hold.practitioner_id,
        starts_at=hold.starts_at,
        ends_at=hold.ends_at,
        made_at=made_at,
        tell_at=made_at,
        open_until=made_at + 30 * _MINUTE,
    )
    offer = replace(offer, id=await insert_offer(tx, offer))
    if state != "open":
        await end_offer(tx, offer, state, made_at + 12 * _MINUTE)
