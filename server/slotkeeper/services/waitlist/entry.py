"""Somebody's place on the waiting list, found by its link; no account is needed."""

from dataclasses import dataclass

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import Fact
from slotkeeper.domain.location import Location
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.tokens import TokenInvalid
from slotkeeper.domain.waitlist import WaitlistEntry, WaitlistOffer
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.waitlist import find_entry
from slotkeeper.storage.waitlist_offer import find_offers

PURPOSE = "waitlist"
_KEPT_SECONDS = 2 * 366 * 86_400


class EntryUnknown(Fact):
    """The link is forged, of another clinic, or too old."""


class OfferOver(Fact):
    """The time is kept for them no more: it ran out, was given up, or went elsewhere."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry as its link shows it: `kind` is None where the clinic has that type no more,
    `practitioners` are those whom they named. `offer` is what is kept for them now.
    """

    clinic: Clinic
    entry: WaitlistEntry
    token: str
    kind: AppointmentType | None
    practitioners: tuple[Practitioner, ...]
    offer: WaitlistOffer | None
    now: int

    @property
    def offered_by(self) -> Practitioner | None:
        """Who gives the time that is offered."""
        people = self.clinic.practitioners if self.offer else ()
        wanted = self.offer.practitioner_id if self.offer else 0
        return next((each for each in people if each.id == wanted), None)


def sign_entry(toolbox: Toolbox, entry: WaitlistEntry) -> str:
    """The unguessable token of an entry's link: the same at each call."""
    expires_at = entry.made_at + _KEPT_SECONDS
    return toolbox.signer.sign(PURPOSE, expires_at, entry.clinic_id, entry.id, entry.entry_key)


async def get_waiting(toolbox: Toolbox, slug: str, token: str) -> Waiting:
    """The entry of that link, whatever became of it. Raises ClinicUnknown, EntryUnknown."""
    clinic = await toolbox.clinics.get(toolbox.database, slug)
    now = toolbox.clock()
    try:
        clinic_id, entry_id, entry_key = toolbox.signer.read(PURPOSE, token, now)
    except TokenInvalid as problem:
        raise EntryUnknown from problem
    entry = await find_entry(toolbox.database, clinic.id, entry_id)
    if clinic_id != clinic.id or entry is None or entry.entry_key != entry_key:
        raise EntryUnknown
    return Waiting(
        clinic=clinic,
        entry=entry,
        token=token,
        kind=kind_of_entry(clinic, entry),
        practitioners=tuple(e for e in clinic.practitioners if e.id in entry.wanted.practitioners),
        offer=await find_live_offer(toolbox, clinic, entry, now),
        now=now,
    )


async def find_live_offer(
    toolbox: Toolbox, clinic: Clinic, entry: WaitlistEntry, now: int
) -> WaitlistOffer | None:
    """What is kept for an entry at that instant."""
    for offer in (await find_offers(toolbox.database, clinic.id, entry.id))[:1]:
        hold = await find_booking(toolbox.database, clinic.id, offer.hold_id)
        if offer.state == "open" and hold is not None and hold.is_live_hold(now):
            return offer
    return None


def kind_of_entry(clinic: Clinic, entry: WaitlistEntry) -> AppointmentType | None:
    """The type that they wait for, None where it can be booked no more."""
    kinds = (e for e in clinic.appointment_types if e.id == entry.appointment_type_id and e.enabled)
    return next(kinds, None)


def place_of_entry(clinic: Clinic, entry: WaitlistEntry) -> Location | None:
    """The place that they named."""
    return next((e for e in clinic.locations if e.id == entry.wanted.location_id), None)
