"""The clinic, and what was chosen so far, as every step shows them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import AppointmentTypeUnknown
from slotkeeper.domain.prepayment import is_asked
from slotkeeper.domain.reasons import offered_types
from slotkeeper.domain.terms import terms_text, terms_version
from slotkeeper.services.wish import ANY, Wish, make_wish
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.view import Chosen, ClinicView

STEPS = ("type", "location", "practitioner", "slot", "details", "payment")


def clinic_view(clinic: Clinic) -> ClinicView:
    """The clinic as a patient meets it."""
    settings = clinic.online_booking
    return ClinicView(
        slug=clinic.slug,
        name=clinic.name,
        phone=clinic.phone,
        time_zone=clinic.time_zone,
        city=clinic.time_zone.rpartition("/")[2].replace("_", " "),
        call_us=settings.call_us,
        terms=settings.terms,
        terms_version=terms_version(terms_text(settings)),
        cancellation_policy=settings.cancellation_policy,
        ask_birth_date=settings.ask_birth_date,
        ask_note=settings.ask_note,
        for_others=settings.for_others,
    )


def local(clinic: Clinic, instant: int) -> datetime:
    """The clinic's wall clock at that instant, for showing only."""
    return datetime.fromtimestamp(instant, ZoneInfo(clinic.time_zone))


def types_with(clinic: Clinic, practitioner: str, location: str) -> list[AppointmentType]:
    """Those offered by the practitioner and at the location that are chosen beforehand (E4), "" and
    "any" for none.

    Raises PractitionerUnknown, LocationUnknown; AppointmentTypeUnknown where nothing is.
    """
    types = offered_types(clinic)
    if practitioner not in {"", ANY}:
        slug = clinic.practitioner(practitioner).slug
        types = [kind for kind in types if slug in kind.practitioners]
    if location not in {"", ANY}:
        place = clinic.location(location).slug
        whom = practitioner
        types = [
            kind for kind in types if place in places_of(make_wish(clinic, kind.slug, whom, ""))
        ]
    if not types:
        raise AppointmentTypeUnknown
    return types


def places_of(wish: Wish) -> list[str]:
    """Slugs of the locations at which somebody of the wish works, in the clinic's order."""
    worked = {
        hours.location
        for practitioner in wish.practitioners
        for hours in (
            *(row.hours for row in practitioner.weekly),
            *(hours for exception in practitioner.exceptions for hours in exception.hours),
        )
    }
    return [place.slug for place in wish.clinic.locations if place.slug in worked]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which decisions are the patient's: those with more than one possible answer (B2)."""

    type: bool
    location: bool
    practitioner: bool
    payment: bool = False

    def position(self, step: str) -> tuple[int, int]:
        """Which of how many steps that is."""
        asked = (self.type, self.location, self.practitioner, True, True, self.payment)
        counted = [
            name for name, is_asked in zip(STEPS, asked, strict=True) if is_asked or name == step
        ]
        return counted.index(step) + 1, len(counted)


def asked_of(clinic: Clinic, kind: AppointmentType | None) -> Asked:
    """The decisions for that type; before one is chosen, those of the type that asks the most."""
    types = offered_types(clinic)
    wishes = [make_wish(clinic, each.slug, ANY, "") for each in ([kind] if kind else types)]
    return Asked(
        type=len(types) > 1,
        location=any(len(places_of(wish)) > 1 for wish in wishes),
        practitioner=any(len(wish.practitioners) > 1 for wish in wishes),
        payment=bool(wishes)
        and all(is_asked(wish.kind.prepay, is_new=False, is_marked=False) for wish in wishes),
    )


def summary(surface: Surface, wish: Wish, asked: Asked | None = None) -> list[Chosen]:
    """What is chosen so far, each with the way to change it where it was the patient's decision.

    `asked` is `asked_of` of the wish, where that is at hand.
    """
    kind, place, asked = wish.kind, wish.location, asked or asked_of(wish.clinic, wish.kind)
    found = [
        Chosen(kind="type", text=kind.name, change_url=surface.step_url() if asked.type else None)
    ]
    found.append(Chosen(kind="minutes", text=surface.say("summary.minutes", minutes=kind.minutes)))
    if asked.practitioner or wish.practitioner != ANY:
        found.append(_chosen_practitioner(surface, wish, can_change=asked.practitioner))
    if place:
        url = surface.step_url(type=kind.slug) if asked.location else None
        found.append(Chosen(kind="location", text=wish.clinic.location(place).name, change_url=url))
    return found


def summary_of_hold(surface: Surface, wish: Wish, hold: Booking, asked: Asked) -> list[Chosen]:
    """The same while a time is kept: changing a decision gives it back (H6), so each "Change" goes
    by the release of the hold.
    """
    alone = tuple(each for each in wish.practitioners if each.id == hold.practitioner_id)
    chosen = Wish(wish.clinic, wish.kind, alone or wish.practitioners, wish.location)
    return [
        replace(each, change_url=None, back_to=each.kind) if each.change_url else each
        for each in summary(surface, chosen, asked)
    ]


def _chosen_practitioner(surface: Surface, wish: Wish, *, can_change: bool) -> Chosen:
    url = (
        surface.step_url(type=wish.kind.slug, location=wish.location or "") if can_change else None
    )
    if wish.practitioner == ANY:
        return Chosen(kind="practitioner", text=surface.say("summary.anyone"), change_url=url)
    name = surface.say("summary.practitioner", name=wish.practitioners[0].name)
    return Chosen(kind="practitioner", text=name, change_url=url)


def kept(surface: Surface, **chosen: str) -> dict[str, str]:
    """Hidden fields that carry on what is chosen, what the visitor said of themselves, and the
    language where one was asked for.
    """
    beside = {"patient_is": surface.patient_is, "lang": surface.asked_language}
    return {name: value for name, value in {**beside, **chosen}.items() if value}


def base_context(clinic: Clinic, position: tuple[int, int] = (0, 0)) -> Context:
    """What every step is given."""
    return {
        "clinic": clinic_view(clinic),
        "step_number": position[0],
        "step_count": position[1],
    }
