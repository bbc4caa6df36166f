"""People who wait at the pretend clinic, one call a click."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from msgspec import structs

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.practitioner import DatedException, Hours
from slotkeeper.domain.terms import terms_text, terms_version
from slotkeeper.domain.waitlist import WaitlistEntry, WaitlistOffer
from slotkeeper.domain.waitlist_rules import WaitlistRules
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.accept import accept, accept_earlier, get_booking_of
from slotkeeper.services.waitlist.decline import decline
from slotkeeper.services.waitlist.entry import Waiting, get_waiting
from slotkeeper.services.waitlist.join import WantedTimes, join, join_earlier
from slotkeeper.services.waitlist.leave import leave
from slotkeeper.services.waitlist.offer import offer_free
from slotkeeper.storage.database import Row
from tests.services.desk import TUESDAY, Desk

TIMES = WantedTimes(practitioners=("sam-lee",), from_on=TUESDAY, until_on=TUESDAY)
"""Sam Lee, on the Tuesday."""
MINUTES = 30
ADA = {"first_name": "Ada", "last_name": "Example", "email": "ada@patient.example"}
BEN = {"first_name": "Ben", "last_name": "Beispiel", "email": "ben@patient.example"}
CLEO = {"first_name": "Cleo", "last_name": "Ejemplo", "email": "cleo@patient.example"}


@dataclass(frozen=True)
class Patient:
    """Somebody who waits, with the link."""

    desk: Desk
    token: str

    @property
    def toolbox(self) -> Toolbox:
        return self.desk.toolbox

    def by(self, toolbox: Toolbox) -> "Patient":
        """The same at another server process."""
        return replace(self, desk=replace(self.desk, toolbox=toolbox))

    async def look(self) -> Waiting:
        return await get_waiting(self.toolbox, self.desk.slug, self.token)

    async def offer(self) -> WaitlistOffer:
        offer = (await self.look()).offer
        assert offer
        return offer

    async def entry(self) -> WaitlistEntry:
        return (await self.look()).entry

    async def accept(self, offer: WaitlistOffer | None = None, **typed: str) -> Booking:
        """Press "Book it"."""
        clinic = await get_clinic(self.desk.database, self.desk.slug)
        offer = offer or await self.offer()
        version = terms_version(terms_text(clinic.online_booking))
        fields = {"terms": "accepted", "terms_version": version, **typed}
        return await accept(self.toolbox, self.desk.slug, self.token, offer.id, fields)

    async def accept_earlier(self, offer: WaitlistOffer | None = None) -> Booking:
        offer = offer or await self.offer()
        before = await get_booking_of(self.toolbox, await self.look())
        return await accept_earlier(
            self.toolbox, self.desk.slug, self.token, offer.id, revision=before.revision
        )

    async def decline(self) -> Waiting:
        offer = await self.offer()
        return await decline(self.toolbox, self.desk.slug, self.token, offer.id)

    async def leave(self) -> Waiting:
        return await leave(self.toolbox, self.desk.slug, self.token)


async def open_list(desk: Desk, **rules: object) -> None:
    """The clinic keeps a waiting list; its only free times are those of the Tuesday."""
    clinic = await get_clinic(desk.database, desk.slug)
    known = WaitlistRules(enabled=True, offer_minutes=MINUTES)
    await desk.save(structs.replace(clinic, waitlist=structs.replace(known, **rules)))


async def wait(
    desk: Desk,
    who: Mapping[str, str] = ADA,
    *,
    kind: str = "standard",
    patient_is: str = "existing",
    **wanted: object,
) -> Patient:
    """Join for the Tuesday with Sam Lee, or as is said."""
    times = structs.replace(TIMES, kind=kind, **wanted)
    fields = {**who, "phone": "02 5550 1234", "patient_is": patient_is}
    waiting = await join(desk.toolbox, desk.slug, times, fields)
    return Patient(desk, waiting.token)


async def wait_for_earlier(desk: Desk, link: str, **wanted: object) -> Patient:
    """Join from the page of a booking."""
    times = structs.replace(TIMES, **wanted)
    return Patient(desk, (await join_earlier(desk.toolbox, desk.slug, link, times)).token)


async def look(desk: Desk, *, arrives: bool = True) -> int:
    """What the server does every few seconds; how many offers were made. The mails about those
    before have left by then, where the test does not say otherwise.
    """
    if arrives:
        await mail_arrives(desk)
    made = await offer_free(desk.toolbox)
    assert not await offer_free(desk.toolbox), "the second look finds nothing that is new"
    return made


async def mail_arrives(desk: Desk) -> None:
    """The mail server takes what tells of offers."""
    await desk.execute(
        """UPDATE delivery SET state = 'sent'
           WHERE message = 'waitlist_offer' AND state = 'queued'"""
    )


async def open_hours(desk: Desk, *spans: tuple[int, int], on: date = TUESDAY) -> None:
    """Sam Lee works on that day alone, from and to those minutes after midnight."""
    clinic = await get_clinic(desk.database, desk.slug)
    hours = tuple(Hours(opens=begins, closes=ends, location="manly") for begins, ends in spans)
    people = tuple(
        structs.replace(each, weekly=(), exceptions=(DatedException(on=on, hours=hours),))
        if each.slug == "sam-lee"
        else each
        for each in clinic.practitioners
    )
    await desk.save(structs.replace(clinic, practitioners=people))


async def told(desk: Desk) -> Sequence[Row]:
    """The offers' messages."""
    return await desk.rows("SELECT * FROM delivery WHERE message = 'waitlist_offer' ORDER BY id")
