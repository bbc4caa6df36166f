"""What keeps patients from a session, and what a session keeps from everybody else (B11)."""

from collections import Counter
from collections.abc import Iterator, Sequence

from slotkeeper.domain.interval import Interval
from slotkeeper.domain.known import Asked, Known, Taken
from slotkeeper.domain.local_time import ONE_DAY
from slotkeeper.domain.occurrence import Occurrence, occurrences
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.starts import blocked_starts


def against_individual(
    asked: Asked, practitioner: Practitioner, _: str | None
) -> Iterator[Interval]:
    """The starts of an individual appointment that would meet a session of that practitioner,
    whether anybody has booked it or not.
    """
    if asked.kind.is_group or not asked.clinic.sessions:
        return iter(())
    # Neither a session nor an appointment is longer than a day with its padding.
    first, last = asked.first - ONE_DAY, asked.last + 2 * ONE_DAY
    planned = occurrences(asked.clinic, practitioner, first, last)
    return blocked_starts(asked.kind, ((each.busy_from, each.busy_until) for each in planned))


def full_sessions(asked: Asked, practitioner: Practitioner, _: str | None) -> Iterator[Interval]:
    """The starts of sessions in which every place is held or booked."""
    for each in sessions_of(asked, practitioner):
        if places_left(asked.known, practitioner, each) <= 0:
            yield each.starts_at, each.starts_at + 1


def busy_for_group(asked: Asked, practitioner: Practitioner) -> Iterator[Interval]:
    """The starts that a session could not have because something else is there: its own attendees
    do not stand in its way.
    """
    kind, taken = asked.kind, asked.known.taken.get(practitioner.id, ())
    attendees = [each for each in taken if each.seat and each.kind_id == kind.id]
    others = Counter(asked.known.busy.get(practitioner.id, ()))
    others.subtract((each.begins, each.ends) for each in attendees)
    yield from blocked_starts(kind, (span for span, n in others.items() if n > 0))
    for each in {(e.begins, e.ends, e.starts_at): e for e in attendees}.values():
        for begin, end in blocked_starts(kind, [(each.begins, each.ends)]):
            yield begin, min(end, each.starts_at)
            yield max(begin, each.starts_at + 1), end


def sessions_of(asked: Asked, practitioner: Practitioner) -> Iterator[Occurrence]:
    """The sessions of the type on the days that are asked, full or not; none of an individual type."""
    if not asked.kind.is_group:
        return
    for each in occurrences(asked.clinic, practitioner, asked.first, asked.last):
        if each.kind == asked.kind.slug:
            yield each


def places_left(known: Known, practitioner: Practitioner, session: Occurrence) -> int:
    """How many more may come to a session; a hold keeps a place."""
    return session.places - len(attendees_of(known.taken.get(practitioner.id, ()), session))


def attendees_of(taken: Sequence[Taken], session: Occurrence) -> list[Taken]:
    """Those who have a place in that session."""
    own = (session.kind_id, session.starts_at)
    return [each for each in taken if each.seat and (each.kind_id, each.starts_at) == own]
