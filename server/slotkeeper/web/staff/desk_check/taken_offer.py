"""What a pressed button says: the time, and who is moved for it."""

import re
from dataclasses import dataclass

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.services.staff.bookings.move import WantedMove
from slotkeeper.services.staff.desk_check.chances import Offer
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.door import StaffVisit

_TIME = r"(?P<who>[a-z0-9-]{1,80})@(?P<start>[0-9]{1,12})"
_ROOM = r"(?P<id>[0-9]{1,15})\.(?P<revision>[0-9]{1,9})@(?P<to>[a-z0-9-]{1,80})@(?P<at>[0-9]{1,12})"
_OFFER = re.compile(rf"{_TIME}(?:!{_ROOM})?(?:#(?P<own>[0-9]{{1,9}}))?")


@dataclass(frozen=True, slots=True)
class TakenOffer:
    """`practitioner` by slug, `starts_at` in epoch seconds; `revision` is that of the own booking
    as it was shown.
    """

    practitioner: str
    starts_at: int
    revision: int
    agreed: frozenset[str]
    room: WantedMove | None

    @property
    def fields(self) -> dict[str, str]:
        """As the form for a booking has it."""
        return {
            "practitioner": self.practitioner,
            "starts_at": str(self.starts_at),
            "override": " ".join(self.agreed),
        }

    def as_move(self, booking_id: int, *, is_told: bool) -> WantedMove:
        """The own booking, to that time."""
        return WantedMove(
            booking_id=booking_id,
            revision=self.revision,
            practitioner=self.practitioner,
            starts_at=self.starts_at,
            tell=is_told,
            agreed=self.agreed,
        )

    def name_in(self, clinic: Clinic) -> str:
        """How the practitioner is called."""
        found = (each.name for each in clinic.practitioners if each.slug == self.practitioner)
        return next(found, "")


def written_offer(offer: Offer, revision: int) -> str:
    """An offer as the value of its button; `revision` is that of the own booking."""
    chance = offer.chance
    text = f"{chance.time.practitioner.slug}@{chance.time.starts_at}"
    if chance.room:
        there, to = chance.room.there, chance.room.to
        text += f"!{there.id}.{there.revision}@{to.practitioner.slug}@{to.starts_at}"
    return f"{text}#{revision}"


def read_offer(staff: StaffVisit) -> TakenOffer:
    """What was pressed, with all that its button said stands against it. Raises FieldsInvalid."""
    found = _OFFER.fullmatch(staff.fields.get("take", ""))
    if not found:
        raise FieldsInvalid({"take": Problem("wrong.squeeze")})
    agreed = _agreed(staff, found[0])
    room = None
    if found["id"]:
        room = WantedMove(
            booking_id=int(found["id"]),
            revision=int(found["revision"]),
            practitioner=found["to"],
            starts_at=int(found["at"]),
            agreed=agreed,
        )
    return TakenOffer(
        practitioner=found["who"],
        starts_at=int(found["start"]),
        revision=int(found["own"] or 0),
        agreed=agreed,
        room=room,
    )


def _agreed(staff: StaffVisit, value: str) -> frozenset[str]:
    """What stood below that button, and what a refusal has named since."""
    reading = Reading({"override": staff.fields.get(f"against.{value}", "")}, staff.clinic)
    return reading.agreed() | Reading(staff.fields, staff.clinic).agreed()
