"""In words: what group appointments have to do with it (B11)."""

from collections.abc import Iterator

from slotkeeper.domain.interval import overlap
from slotkeeper.domain.local_time import ONE_DAY
from slotkeeper.domain.occurrence import Occurrence, occurrences
from slotkeeper.web.staff.why.of_time import asked_of
from slotkeeper.web.staff.why.told import Case, Told


def no_session(case: Case) -> Iterator[Told]:
    """When the type does begin that day."""
    on = asked_of(case).first
    planned = occurrences(case.clinic, case.practitioner, on, on)
    own = [each for each in planned if each.kind == case.question.kind.slug]
    times = ", ".join(case.moments.time(each.starts_at) for each in own)
    yield case.tell("no_session_then" if own else "no_session", times=times)


def session(case: Case) -> Iterator[Told]:
    """A group appointment is planned then, whether anybody comes or not."""
    names = {each.slug: each.name for each in case.clinic.appointment_types}
    for each in _around(case):
        if overlap((each.busy_from, each.busy_until), case.span):
            link = case.row("sessions", "session", each.session, "at", names[each.kind])
            yield case.tell(
                "session",
                link,
                name=names[each.kind],
                begins=case.moments.time(each.starts_at),
                ends=case.moments.time(each.ends_at),
            )


def full(case: Case) -> Iterator[Told]:
    """All places of the session are taken."""
    for each in _around(case):
        if (each.kind, each.starts_at) == (case.question.kind.slug, case.starts_at):
            yield case.tell("full", case.calendar(), places=each.places)


def _around(case: Case) -> list[Occurrence]:
    on = asked_of(case).first
    return list(occurrences(case.clinic, case.practitioner, on - ONE_DAY, on + 2 * ONE_DAY))
