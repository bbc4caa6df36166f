"""What a change means besides numbers of times, as facts that the portal puts into words."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.horizon import last_bookable_day
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.new_patient_rule import NewPatientsByLoad
from slotkeeper.domain.nothing_offered import nothing_offered
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.schedule import calendar_of, stretches
from slotkeeper.domain.terms import terms_text
from slotkeeper.services.staff.settings.draft import Draft
from slotkeeper.storage.booking_upcoming import Upcoming


class Consequence(Struct, frozen=True, kw_only=True):
    """`key` names a text; `n` is its number, None where it has none; `name` of whom, `on` a local
    date; `bookings` are the ids of those that it is about.
    """

    key: str
    n: int | None = None
    name: str = ""
    on: date | None = None
    bookings: tuple[int, ...] = ()


def find_consequences(
    draft: Draft, upcoming: Sequence[Upcoming], now: int
) -> Iterator[Consequence]:
    """All of them; `upcoming` are the clinic's bookings from `now` (epoch seconds) on."""
    yield from _of_online_booking(draft, now)
    yield from _of_booking_page(draft)
    yield from _of_closed(draft)
    yield from _of_retired(draft, upcoming)
    if outside := _newly_outside(draft, upcoming):
        yield Consequence(key="effect.outside_hours", n=len(outside), bookings=tuple(outside))
    yield from _of_types(draft)
    yield from _of_nothing_offered(draft, now)


def _of_online_booking(draft: Draft, now: int) -> Iterator[Consequence]:
    old, new = draft.old.online_booking, draft.new.online_booking
    if old.enabled != new.enabled:
        yield Consequence(key="effect.switched_on" if new.enabled else "effect.switched_off")
    if not new.enabled and old.enabled and not new.call_us:
        yield Consequence(key="effect.no_call_us")
    if old.horizon_days != new.horizon_days:
        yield Consequence(key="effect.horizon", on=last_bookable_day(draft.new, now))
    if old.new_patients != new.new_patients:
        by_load = isinstance(new.new_patients, NewPatientsByLoad)
        yield Consequence(key=f"effect.new_{'by_load' if by_load else new.new_patients}")
    if terms_text(old) != terms_text(new):
        yield Consequence(key="effect.terms" if terms_text(new) else "effect.no_terms")
    if old.cancel_and_reschedule and not new.cancel_and_reschedule:
        yield Consequence(key="effect.no_cancelling")


def _of_booking_page(draft: Draft) -> Iterator[Consequence]:
    """Where the links in messages lead."""
    page = draft.new.booking_page
    if draft.old.booking_page != page:
        key = "effect.booking_page" if page else "effect.no_booking_page"
        yield Consequence(key=key, name=page)


def _of_closed(draft: Draft) -> Iterator[Consequence]:
    """Types and practitioners that new patients cannot book any more, by a switch of their own."""
    for rows in ("practitioners", "appointment_types"):
        before = {each.slug: each.new_patients for each in getattr(draft.old, rows)}
        for each in getattr(draft.new, rows):
            if each.new_patients == "closed" != before.get(each.slug):
                yield Consequence(key="effect.new_closed_for", name=each.name)


def _of_nothing_offered(draft: Draft, now: int) -> Iterator[Consequence]:
    """Types that would offer nothing for want of marked or released times, and do not yet."""
    before = nothing_offered(draft.old, now)
    for why, kinds in nothing_offered(draft.new, now).items():
        known = {each.slug for each in before.get(why, ())}
        names = [each.name for each in kinds if each.slug not in known]
        if names:
            yield Consequence(key=f"effect.{why}", name=", ".join(names))


def _of_retired(draft: Draft, upcoming: Sequence[Upcoming]) -> Iterator[Consequence]:
    """Who or what is taken away or switched off while bookings are to come: those stay."""
    old, new = draft.old, draft.new
    on = {each.slug for each in new.practitioners if each.enabled}
    for person in old.practitioners:
        n = sum(each.practitioner_id == person.id for each in upcoming)
        if person.enabled and person.slug not in on and n:
            yield Consequence(key="effect.bookings_stay", n=n, name=person.name)
    given = {each.slug for each in new.appointment_types if each.enabled}
    for kind in old.appointment_types:
        n = sum(each.appointment_type_id == kind.id for each in upcoming)
        if kind.enabled and kind.slug not in given and n:
            yield Consequence(key="effect.bookings_stay", n=n, name=kind.name)
    for place in old.locations:
        n = sum(each.location_id == place.id for each in upcoming)
        if place.slug not in {each.slug for each in new.locations} and n:
            yield Consequence(key="effect.bookings_stay", n=n, name=place.name)


def _newly_outside(draft: Draft, upcoming: Sequence[Upcoming]) -> list[int]:
    """Bookings that stood inside of the working hours and would stand outside of them."""
    before = {each.id: each for each in draft.old.practitioners}
    found: list[int] = []
    for person in draft.new.practitioners:
        if person.id not in before or _works_alike(draft, before[person.id], person):
            continue
        booked = [each for each in upcoming if each.practitioner_id == person.id]
        was = _outside(draft.old, before[person.id], booked)
        found += [each for each in _outside(draft.new, person, booked) if each not in was]
    return found


def _works_alike(draft: Draft, before: Practitioner, after: Practitioner) -> bool:
    was = calendar_of(before, draft.old.time_zone, draft.old.closed_on)
    return was is calendar_of(after, draft.new.time_zone, draft.new.closed_on)


def _outside(clinic: Clinic, person: Practitioner, booked: Sequence[Upcoming]) -> list[int]:
    """Those bookings that do not lie in one stretch of working hours."""
    if not booked:
        return []
    zone = clinic.time_zone
    first = local_date(min(each.starts_at for each in booked), zone)
    last = local_date(max(each.ends_at for each in booked), zone)
    hours = stretches(person, zone, first, last, clinic.closed_on)
    return [
        each.booking_id
        for each in booked
        if not any(s.opens_at <= each.starts_at and each.ends_at <= s.closes_at for s in hours)
    ]


def _of_types(draft: Draft) -> Iterator[Consequence]:
    """Types that patients cannot book after the change although they are switched on."""
    before = {each.slug: each for each in draft.old.appointment_types}
    for kind in draft.new.appointment_types:
        was = before.get(kind.slug)
        nobody = not draft.new.who_offers(kind)
        if kind.enabled and nobody and (not was or draft.old.who_offers(was) or not was.enabled):
            yield Consequence(key="effect.nobody_offers", name=kind.name)
        unpaid = kind.prepay.kind != "none" and not draft.new.takes_payments
        if kind.enabled and unpaid and (not was or was.prepay.kind == "none"):
            yield Consequence(key="effect.no_payments", name=kind.name)
    offering = {slug for kind in draft.new.appointment_types for slug in kind.practitioners}
    known = {each.slug for each in draft.old.practitioners}
    for person in draft.new.practitioners:
        if person.slug not in known and person.slug not in offering:
            yield Consequence(key="effect.offers_nothing", name=person.name)
