"""In words: whether somebody works then, and whether an appointment may start and would end."""

from collections.abc import Iterator

from slotkeeper.domain.interval import overlap
from slotkeeper.domain.known import Asked
from slotkeeper.domain.local_time import ONE_DAY, local_date
from slotkeeper.domain.protected_time import protected_on
from slotkeeper.domain.schedule import Window
from slotkeeper.domain.starts import last_fitting, open_windows, possible
from slotkeeper.web.staff.why.told import Case, Link, Told


def closed_day(case: Case) -> Iterator[Told]:
    """A public holiday (S6)."""
    yield case.tell("closed_day", case.of_clinic("closed_on", "clinic"))


def time_off(case: Case) -> Iterator[Told]:
    """The practitioner is away."""
    yield case.tell("time_off", case.of_practitioner("time_off"))


def outside_hours(case: Case) -> Iterator[Told]:
    """When the practitioner does work that day."""
    windows = _windows(case)
    if not windows:
        yield case.tell("not_that_day", _hours(case))
        return
    yield case.tell("outside_hours", _hours(case), hours=_spans(case, windows))


def wrong_location(case: Case) -> Iterator[Told]:
    """Where the practitioner is then."""
    names = {each.slug: each.name for each in case.clinic.locations}
    where = ", ".join(names.get(each.location or "", "") for each in windows_then(case))
    wanted = names.get(case.question.location or "", "")
    yield case.tell("wrong_location", _hours(case), where=where, wanted=wanted)


def not_marked(case: Case) -> Iterator[Told]:
    """Only marked times are offered, and none is marked then (S5)."""
    yield case.tell("not_marked", case.of_practitioner("offered"), case.of_clinic("offer"))


def protected(case: Case) -> Iterator[Told]:
    """The time is kept back: until when, or for whom (S8)."""
    known, link = case.facts.known, case.of_practitioner("protected")
    ends = case.starts_at + case.question.kind.minutes * 60
    days = asked_of(case).first - ONE_DAY, asked_of(case).last + 2 * ONE_DAY
    for each in protected_on(case.practitioner.protected, case.clinic.time_zone, *days):
        opens = each.open_from(known.asker)
        if each.is_open(known.asker, known.now) or not overlap(each[:2], (case.starts_at, ends)):
            continue
        if opens is None or each.released_at is None:
            yield case.tell("protected_always", link)
            continue
        key = "protected_until" if known.now < each.released_at else "protected_first"
        released = case.moments.day_and_time(each.released_at)
        yield case.tell(key, link, released=released, opens=case.moments.day_and_time(opens))


def off_grid(case: Case) -> Iterator[Told]:
    """Which starts there are just before and after (S10)."""
    near, link = _nearest(case), _start_rule(case)
    key = "off_grid" if near else "off_grid_all_day"
    yield case.tell(key, link, near=", ".join(near))


def not_adjacent(case: Case) -> Iterator[Told]:
    """Only next to what is booked: where that would be."""
    near, link = _nearest(case), _start_rule(case)
    key = "not_adjacent" if near else "not_adjacent_all_day"
    yield case.tell(key, link, near=", ".join(near))


def _nearest(case: Case) -> list[str]:
    """The start times before and after, in those hours."""
    asked = asked_of(case)
    then = (each for each in windows_then(case))
    runs = [run for each in then for run in possible(asked, case.practitioner, each) if run]
    before = [run[n - 1] for run in runs if (n := _count_before(run, case))]
    after = [run[n] for run in runs if (n := _count_before(run, case)) < len(run)]
    found = [*([max(before)] if before else []), *([min(after)] if after else [])]
    return [case.moments.time(each) for each in found]


def _start_rule(case: Case) -> Link:
    """Where the rule stands that counts."""
    if case.question.kind.starts:
        return case.of_kind("starts")
    if case.practitioner.starts:
        return case.of_practitioner("starts")
    return case.of_clinic("start_every")


def does_not_fit(case: Case) -> Iterator[Told]:
    """When the hours end, and which start is the last."""
    kind = case.question.kind
    then = windows_then(case)
    ends = max((each.closes_at for each in then), default=0)
    last = max((last_fitting(each, kind) for each in then), default=0)
    yield case.tell(
        "does_not_fit_padded" if kind.padding_after else "does_not_fit",
        _hours(case),
        minutes=kind.minutes,
        padding=kind.padding_after,
        ends=case.moments.time(ends),
        last=case.moments.time(last),
    )


def _count_before(run: range, case: Case) -> int:
    """How many starts of it are before the one that is asked for."""
    return min(len(run), max(0, -((run.start - case.starts_at) // run.step)))


def asked_of(case: Case) -> Asked:
    """The question as the rules are asked it: of that local day."""
    on = local_date(case.starts_at, case.clinic.time_zone)
    return Asked(case.clinic, case.question.kind, case.facts.known, on, on)


def windows_then(case: Case) -> list[Window]:
    """The hours in which it would start, at the place that is asked for first."""
    then = [e for e in _windows(case) if e.starts_from <= case.starts_at < e.starts_until]
    return sorted(then, key=lambda each: each.location != case.question.location)


def _windows(case: Case) -> list[Window]:
    asked = asked_of(case)
    return list(open_windows(asked, case.practitioner, asked.first))


def _spans(case: Case, windows: list[Window]) -> str:
    spans = sorted({(each.starts_from, each.starts_until) for each in windows})
    return ", ".join(f"{case.moments.time(a)} – {case.moments.time(b)}" for a, b in spans)


def _hours(case: Case) -> Link:
    """The weekly hours, or the exception that takes their place on that date."""
    on = local_date(case.starts_at, case.clinic.time_zone)
    given = any(each.on == on for each in case.practitioner.exceptions)
    return case.of_practitioner("exceptions" if given else "hours")
