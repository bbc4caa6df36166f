"""What is counted and stands against a time that staff choose: too many that day, no room free, too
short a way from another place.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from slotkeeper.domain.caps import count_on_day, of_type
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval, overlap
from slotkeeper.domain.known import Taken, needs_taken
from slotkeeper.domain.local_time import day_spans, local_date
from slotkeeper.domain.reason import Reason
from slotkeeper.domain.resource_use import most_at_once, pool_size, uses
from slotkeeper.domain.staff_booking import Objection, Rule, StaffTime
from slotkeeper.domain.travel_time import seconds_to
from slotkeeper.services.counted import against, taken_around
from slotkeeper.storage.database import Reader


@dataclass(frozen=True, slots=True)
class _Case:
    clinic: Clinic
    time: StaffTime
    place: str | None
    taken: Mapping[int, Sequence[Taken]]

    @property
    def own(self) -> Sequence[Taken]:
        return self.taken.get(self.time.practitioner.id, ())

    def on_that_day(self, taken: Sequence[Sequence[Taken]]) -> int:
        zone = self.clinic.time_zone
        return count_on_day(taken, day_spans(local_date(self.time.starts_at, zone), zone))


async def against_counted(
    reader: Reader,
    clinic: Clinic,
    time: StaffTime,
    place: str | None,
    now: int,
    leave_out: int = 0,
) -> list[Objection]:
    """All that stands against it at a place (a slug), without the booking `leave_out`; nothing
    where the clinic counts nothing. Under the lock rows of `lock_counted`.
    """
    if not needs_taken(clinic):
        return []
    kind, who, start = time.kind, time.practitioner, time.starts_at
    taken = await taken_around(reader, clinic, kind, start, now, leave_out)
    case = _Case(clinic, time, place, taken)
    reasons = against(clinic, kind, who, start, place, taken, now)
    return [each for reason in reasons for each in _TELLERS[reason](case)]


def _full_day(case: _Case) -> Iterator[Objection]:
    who = case.time.practitioner
    n = case.on_that_day([case.own])
    about = (who.id, case.time.starts_at, n)
    limit = who.max_per_day
    yield Objection(
        rule=Rule.CAP_PRACTITIONER, about=about, words=who.name, number=n + 1, limit=limit
    )


def _full_type(case: _Case) -> Iterator[Objection]:
    kind = case.time.kind
    n = case.on_that_day([*of_type(case.taken.values(), kind.id)])
    about = (kind.id, case.time.starts_at, n)
    limit = kind.max_per_day
    yield Objection(rule=Rule.CAP_TYPE, about=about, words=kind.name, number=n + 1, limit=limit)


def _no_resource(case: _Case) -> Iterator[Objection]:
    time = case.time
    span = (time.busy_from, time.busy_until)
    for need in time.kind.needs:
        size = pool_size(case.clinic, need, case.place)
        used = uses(case.clinic, need, case.place, case.taken.items(), span)
        n = most_at_once(used, span)
        if n >= size:
            yield Objection(
                rule=Rule.RESOURCE,
                about=(time.kind.id, time.practitioner.id, time.starts_at, n),
                words=need,
                names=", ".join(_who_has(case, need, span)),
                number=n,
                limit=size,
            )


def _who_has(case: _Case, need: str, span: Interval) -> list[str]:
    """Whose appointments are in what there is of it, by practitioner: no patient is named."""
    kinds = {kind.id: kind.name for kind in case.clinic.appointment_types if need in kind.needs}
    place = next((each.id for each in case.clinic.locations if each.slug == case.place), None)
    found = [
        f"{who.name} ({kinds[each.kind_id]})"
        for who in case.clinic.practitioners
        for each in case.taken.get(who.id, ())
        if each.kind_id in kinds
        and each.location_id == place
        and overlap((each.begins, each.ends), span)
    ]
    return list(dict.fromkeys(found))


def _travel(case: _Case) -> Iterator[Objection]:
    clinic, time = case.clinic, case.time
    seconds = seconds_to(clinic, case.place or "")
    places = {each.id: each for each in clinic.locations if each.slug in seconds}
    for each in case.own:
        if each.location_id not in places:
            continue
        there = places[each.location_id]
        way = seconds[there.slug]
        if overlap((each.begins - way, each.ends + way), (time.busy_from, time.busy_until)):
            yield Objection(
                rule=Rule.TRAVEL,
                about=(time.practitioner.id, time.starts_at, each.starts_at),
                words=there.name,
                number=way // 60,
                begins_at=each.starts_at,
                ends_at=each.ends,
            )
            return


_TELLERS = {
    Reason.CAP_PRACTITIONER: _full_day,
    Reason.CAP_TYPE: _full_type,
    Reason.RESOURCE: _no_resource,
    Reason.TRAVEL: _travel,
}
