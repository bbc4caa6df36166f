"""What keeps a clinic from being booked, in words for whoever sets it up (S5)."""

from collections.abc import Iterator

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.horizon import last_bookable_day
from slotkeeper.domain.known import Known
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.reasons import Reason, why_not_offered
from slotkeeper.domain.slots import find_slots, search_range
from slotkeeper.domain.terms import terms_text
from slotkeeper.services.look import look
from slotkeeper.storage.database import Reader
from slotkeeper.storage.terms import get_current_terms

_SLACK_SECONDS = 300

_SAID = {
    Reason.TYPE_OFF: "it is switched off",
    Reason.PREPAYMENT: "it asks for a prepayment, and the clinic takes no payments yet "
    "(slotkeeper clinic payments set)",
}


async def find_faults(reader: Reader, clinic: Clinic, now: int) -> list[str]:
    """Sentences, empty where nothing is wrong; `now` in epoch seconds."""
    faults = list(_of_texts(clinic))
    terms = await get_current_terms(reader, clinic.id)
    if terms.made_at > now + _SLACK_SECONDS:
        faults.append("the clock is before the last change of the terms: it was, or is, wrong.")
    if not clinic.online_booking.enabled:
        return [*faults, "online booking is switched off ([online_booking] enabled)."]
    kinds = [kind for kind in clinic.appointment_types if kind.enabled]
    if not kinds:
        faults.append("it has no appointment type that is switched on.")
    reasons = [(kind.name, await _why_nothing(reader, clinic, kind, now)) for kind in kinds]
    return [*faults, *(f"{name} offers nothing: {why}." for name, why in reasons if why)]


async def offers_a_time(reader: Reader, clinic: Clinic, now: int) -> bool:
    """Whether patients find a time for one of the clinic's types; `now` in epoch seconds."""
    if not clinic.online_booking.enabled:
        return False
    for kind in clinic.appointment_types:
        if kind.enabled and not await _why_nothing(reader, clinic, kind, now):
            return True
    return False


def _of_texts(clinic: Clinic) -> Iterator[str]:
    settings = clinic.online_booking
    if not terms_text(settings):
        yield "it has no terms for patients to accept ([online_booking] terms)."
    if not clinic.phone:
        yield "it has no phone number for patients who cannot book ([clinic] phone)."
    if not settings.call_us:
        yield "nothing tells patients what to do when there is no time ([online_booking] call_us)."


async def _why_nothing(reader: Reader, clinic: Clinic, kind: AppointmentType, now: int) -> str:
    """Empty where a patient finds a time within the horizon."""
    if reasons := why_not_offered(clinic, kind):
        return " and ".join(_SAID.get(each, each.value) for each in reasons)
    who = clinic.who_offers(kind)
    if not who:
        return "no practitioner who is switched on offers it"
    if not any(each.weekly or each.exceptions for each in who):
        return "nobody who offers it has working hours"
    if not _find_any(clinic, kind, Known(now=now)):
        return "no working hours within cut-off and horizon are long enough for it"
    first, last = local_date(now, clinic.time_zone), last_bookable_day(clinic, now)
    begin, end = search_range(kind, clinic.time_zone, first, last)
    known = await look(reader, clinic, begin, end, now)
    return "" if _find_any(clinic, kind, known) else "every time is taken"


def _find_any(clinic: Clinic, kind: AppointmentType, known: Known) -> bool:
    first, last = local_date(known.now, clinic.time_zone), last_bookable_day(clinic, known.now)
    return bool(find_slots(clinic, kind, clinic.who_offers(kind), first, last, known))
