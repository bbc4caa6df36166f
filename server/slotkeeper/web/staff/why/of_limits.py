"""In words: the limits of a day, rooms and equipment, and the way from another place (S12)."""

from collections.abc import Iterator

from slotkeeper.domain.caps import count_on_day, of_type
from slotkeeper.domain.interval import overlap
from slotkeeper.domain.local_time import ONE_DAY, day_spans
from slotkeeper.domain.occurrence import occurrences
from slotkeeper.domain.resource_use import most_at_once, pool_size, uses
from slotkeeper.domain.travel_time import seconds_to
from slotkeeper.storage.calendar import CalendarEntry
from slotkeeper.web.staff.why.of_others import tell_entry
from slotkeeper.web.staff.why.of_time import asked_of, windows_then
from slotkeeper.web.staff.why.told import Case, Told


def cap_practitioner(case: Case) -> Iterator[Told]:
    """How many the practitioner has that day, of how many."""
    own = [case.facts.known.taken.get(case.practitioner.id, ())]
    day = day_spans(asked_of(case).first, case.clinic.time_zone)
    most = case.practitioner.max_per_day
    link = case.of_practitioner("max_per_day")
    yield case.tell("cap_practitioner", link, count=count_on_day(own, day), most=most)


def cap_type(case: Case) -> Iterator[Told]:
    """How many of the type the clinic has that day, of how many."""
    kind = case.question.kind
    counted = of_type(case.facts.known.taken.values(), kind.id)
    day = day_spans(asked_of(case).first, case.clinic.time_zone)
    link = case.of_kind("max_per_day")
    yield case.tell("cap_type", link, count=count_on_day(counted, day), most=kind.max_per_day)


def resource(case: Case) -> Iterator[Told]:
    """Of each kind that is not to be had then: how many there are, and who has them."""
    then = windows_then(case)
    place = then[0].location if then else case.question.location
    where = next((each.name for each in case.clinic.locations if each.slug == place), "")
    taken = case.facts.known.taken
    for need in case.question.kind.needs:
        size = pool_size(case.clinic, need, place)
        link = case.of_kind("needs")
        if not size:
            yield case.tell("resource_none", link, need=need, place=where)
            continue
        used = uses(case.clinic, need, place, taken.items(), case.span)
        count = most_at_once(used, case.span)
        if count >= size:
            told = case.tell("resource", need=need, place=where, count=count, size=size)
            has = list(_who_has(case, need, place))
            text = " ".join((told.text, *(each.text for each in has)))
            yield Told(text, (*(e for each in has for e in each.links), link))


def _who_has(case: Case, need: str, place: str | None) -> Iterator[Told]:
    """The appointments then that need one of that kind there, with names for whom may read them."""
    kinds = {each.id for each in case.clinic.appointment_types if need in each.needs}
    place_id = next((each.id for each in case.clinic.locations if each.slug == place), None)
    for entry in case.facts.entries:
        is_there = entry.appointment_type_id in kinds and entry.location_id == place_id
        if is_there and overlap((entry.busy_from, entry.busy_until), case.span):
            yield tell_entry(case, entry)


def travel(case: Case) -> Iterator[Told]:
    """Where the practitioner is before or after, and how long the way takes."""
    then = windows_then(case)
    place = (then[0].location if then else case.question.location) or ""
    slugs = {each.id: each.slug for each in case.clinic.locations}
    ways = seconds_to(case.clinic, place)
    for entry in case.facts.entries:
        way = ways.get(slugs.get(entry.location_id or 0, ""), 0)
        if way and entry.practitioner_id == case.practitioner.id and _is_near(case, entry, way):
            yield _on_the_way(case, slugs[entry.location_id or 0], entry.starts_at, entry.ends_at)
    on = asked_of(case).first
    for each in occurrences(case.clinic, case.practitioner, on - ONE_DAY, on + 2 * ONE_DAY):
        way = ways.get(each.location or "", 0)
        if way and overlap((each.busy_from - way, each.busy_until + way), case.span):
            yield _on_the_way(case, each.location or "", each.starts_at, each.ends_at)


def _is_near(case: Case, entry: CalendarEntry, way: int) -> bool:
    return overlap((entry.busy_from - way, entry.busy_until + way), case.span)


def _on_the_way(case: Case, where: str, starts_at: int, ends_at: int) -> Told:
    names = {each.slug: each.name for each in case.clinic.locations}
    then = windows_then(case)
    here = (then[0].location if then else case.question.location) or ""
    return case.tell(
        "travel",
        case.of_clinic("travel", "clinic"),
        where=names.get(where, ""),
        begins=case.moments.time(starts_at),
        ends=case.moments.time(ends_at),
        minutes=seconds_to(case.clinic, here).get(where, 0) // 60,
    )
