"""A pretend clinic to book at, with a clock that tests move."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import structs

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic, OnlineBooking
from slotkeeper.domain.clinic_file import parse_clinic
from slotkeeper.domain.terms import terms_text, terms_version
from slotkeeper.domain.tokens import Signer
from slotkeeper.gateways.caldav.gateway import CalDav
from slotkeeper.gateways.stripe.gateway import StripeGateway
from slotkeeper.services.bookings import make_booking
from slotkeeper.services.clinic_cache import ClinicCache
from slotkeeper.services.clinics import get_clinic, update_clinic
from slotkeeper.services.holds import Held
from slotkeeper.services.place_hold import Caller, place_hold
from slotkeeper.services.slot_search import search_slots
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.vault import Vault
from slotkeeper.services.wish import Wish, get_wish
from slotkeeper.storage.database import Database, Row, Value

SECRET = "a secret of the tests, long enough"
VAULT_KEY = "c2VhbCB0aGUga2V5cyBvZiBjbGluaWNzIGluIHRlc3Q="
DAY = 86_400
HOLD_SECONDS = 450

FILE = """
[clinic]
slug = "harbour-physio"
name = "Harbour Physio"
time_zone = "Australia/Sydney"
currency = "AUD"
country = "AU"
phone = "+61 2 5550 1234"

[online_booking]
cut_off = "2h"
terms = "Please come five minutes early."
cancellation_policy = "Free of charge up to 24 hours before."
call_us = "Please call us to book."

[[location]]
slug = "manly"
name = "Manly"
address = "14 Halyard Lane"

[[practitioner]]
slug = "sam-lee"
name = "Sam Lee"
hours = [{ days = ["mon", "tue", "wed", "thu", "fri"], from = "09:00", to = "17:00", location = "manly" }]

[[practitioner]]
slug = "ana-costa"
name = "Ana Costa"
hours = [{ days = ["mon", "tue", "wed", "thu", "fri"], from = "09:00", to = "17:00", location = "manly" }]

[[appointment_type]]
slug = "standard"
name = "Standard consultation"
minutes = 30
practitioners = ["sam-lee", "ana-costa"]

[[appointment_type]]
slug = "initial"
name = "Initial consultation"
minutes = 45
padding_after = 15
patients = "new"
practitioners = ["sam-lee", "ana-costa"]

[[appointment_type]]
slug = "running"
name = "Running assessment"
minutes = 60
padding_before = 15
padding_after = 15
patients = "existing"
practitioners = ["sam-lee"]
"""  # noqa: E501 - one line of the file


def at(local: str) -> int:
    """The instant of a local time at the clinic, such as "2027-01-05 09:00"."""
    zone = ZoneInfo("Australia/Sydney")
    return int(datetime.fromisoformat(local).replace(tzinfo=zone).timestamp())


NOW = at("2027-01-04 08:00")
"""A Monday, an hour before the clinic opens."""

TUESDAY = date(2027, 1, 5)
NINE = at("2027-01-05 09:00")
"""The Tuesday's first time."""


@dataclass
class Clock:
    """Stands still until a test moves it; epoch seconds."""

    now: int = NOW

    def __call__(self) -> int:
        return self.now

    def wait(self, seconds: int) -> None:
        self.now += seconds


@dataclass(frozen=True)
class Desk:
    """The clinic as a patient's browser sees it, one call a click."""

    toolbox: Toolbox
    clock: Clock
    slug: str = "harbour-physio"

    @property
    def database(self) -> Database:
        return self.toolbox.database

    @property
    def guarded(self) -> "Desk":
        """The same with the checks against abuse, as in production."""
        return replace(self, toolbox=replace(self.toolbox, abuse_checks=True))

    async def wish(self, kind: str = "standard", practitioner: str = "sam-lee") -> Wish:
        return await get_wish(self.toolbox, self.slug, kind, practitioner, "any")

    async def place(
        self,
        start: int = NINE,
        visitor: str = "",
        *,
        kind: str = "standard",
        practitioner: str = "sam-lee",
        previous: str = "",
        address: str = "192.0.2.1",
    ) -> Held:
        wish = await self.wish(kind, practitioner)
        return await place_hold(self.toolbox, wish, start, Caller(visitor, address), previous)

    async def confirm(self, held: Held, address: str = "192.0.2.1", **typed: str) -> Booking:
        fields = self.typed(held.wish.clinic, **typed)
        return await make_booking(self.toolbox, self.slug, held.token, fields, address)

    async def book(self, start: int = NINE, kind: str = "standard", **typed: str) -> Booking:
        """Choose a time and confirm it."""
        return await self.confirm(await self.place(start, kind=kind), **typed)

    def typed(self, clinic: Clinic, **changes: str) -> dict[str, str]:
        """A form as a patient fills it in."""
        return {
            "first_name": "Ada",
            "last_name": "Example",
            "email": "ada@patient.example",
            "phone": "02 5550 1234",
            "patient_is": "new",
            "terms": "accepted",
            "terms_version": terms_version(terms_text(clinic.online_booking)),
            **changes,
        }

    async def set_up(self, **online_booking: object) -> Clinic:
        """Change settings of online booking."""
        clinic = await get_clinic(self.database, self.slug)
        changed = structs.replace(clinic.online_booking, **online_booking)
        return await self.save(structs.replace(clinic, online_booking=changed))

    async def save(self, clinic: Clinic) -> Clinic:
        return await update_clinic(self.database, clinic, self.clock())

    async def rows(self, sql: str, *values: Value) -> Sequence[Row]:
        return await self.database.fetch(sql, *values)

    async def bookings(self) -> Sequence[Row]:
        """What takes time at this instant: live holds, and bookings that were not cancelled."""
        return await self.rows(
            """SELECT * FROM booking
               WHERE state NOT IN ('held', 'cancelled') OR (state = 'held' AND expires_at > $1)
               ORDER BY busy_from, id""",
            self.clock(),
        )

    async def taken(self) -> list[int]:
        """The starts that are held or booked at this instant."""
        return [row["starts_at"] for row in await self.bookings()]

    async def free(self, kind: str = "standard", practitioner: str = "sam-lee") -> set[int]:
        """The starts of the Tuesday that are offered."""
        wish = await self.wish(kind, practitioner)
        found = await search_slots(self.toolbox, wish, TUESDAY, TUESDAY)
        return {slot.starts_at for slot in found.slots}

    async def execute(self, sql: str, *values: Value) -> int:
        return await self.database.write(lambda tx: tx.execute(sql, *values))

    async def cancel(self, booking: Booking, by: str) -> None:
        cancel = "UPDATE booking SET state = 'cancelled', cancelled_by = $2 WHERE id = $1"
        assert await self.execute(cancel, booking.id, by) == 1


def make_toolbox(database: Database, clock: Clock, stripe_api: str = "") -> Toolbox:
    """That of one server process."""
    return Toolbox(
        database=database,
        clinics=ClinicCache(),
        clock=clock,
        signer=Signer(SECRET),
        abuse_checks=False,
        base_url="https://book.example",
        payments=StripeGateway(stripe_api),
        vault=Vault([VAULT_KEY]),
        diaries=CalDav(clock, may_reach_private=True),
    )


async def open_desk(
    database: Database, slug: str = "harbour-physio", *, stripe_api: str = "", **settings: object
) -> Desk:
    """The pretend clinic under that slug; `settings` are those of online booking, `stripe_api` is
    where the fake Stripe listens.
    """
    clock = Clock()
    toolbox = make_toolbox(database, clock, stripe_api)
    clinic = parse_clinic(FILE.replace('"harbour-physio"', f'"{slug}"'))
    changed: OnlineBooking = structs.replace(clinic.online_booking, **settings)
    await update_clinic(database, structs.replace(clinic, online_booking=changed), clock())
    return Desk(toolbox, clock, slug)


def overlaps(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs of ids whose padded intervals with one practitioner meet; there must be none."""
    ordered = sorted(rows, key=lambda row: (row["practitioner_id"], row["busy_from"]))
    return [
        (one["id"], other["id"])
        for number, one in enumerate(ordered)
        for other in ordered[number + 1 :]
        if one["practitioner_id"] == other["practitioner_id"]
        and one["busy_from"] < other["busy_until"]
        and other["busy_from"] < one["busy_until"]
    ]
