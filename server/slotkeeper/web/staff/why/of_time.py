"""In words: whether somebody works then, and whether an appointment may start and would end."""

from collections.abc import Iterator

from slotkeeper.domain.known import Asked
from slotkeeper.domain.local_time import local_date
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
    then = [each for each in _windows(case) if _is_in(each, case.starts_at)]
    where = ", ".join(names.get(each.location or "", "") for each in then)
    wanted = names.get(case.question.location or "", "")
    yield case.tell("wrong_location", _hours(case), where=where, wanted=wanted)


def not_marked(case: Case) -> Iterator[Told]:
    """Only marked times are offered, and none is marked then (S5)."""
    yield case.tell("not_marked", case.of_practitioner("offered"))


def protected(case: Case) -> Iterator[Told]:
    """The time is kept back (S8)."""
    yield case.tell("protected", case.of_practitioner("protected"))


def no_session(case: Case) -> Iterator[Told]:
    """A group appointment begins when its timetable says (B11)."""
    yield case.tell("no_session")


def off_grid(case: Case) -> Iterator[Told]:
    """Which starts there are just before and after (S10)."""
    asked = _asked(case)
    runs = [
        run
        for window in _windows(case)
        if _is_in(window, case.starts_at)
        for run in possible(asked, case.practitioner, window)
    ]
    before = max((run[n - 1] for run in runs if (n := _count_before(run, case))), default=None)
    after = min(
        (run[n] for run in runs if (n := _count_before(run, case)) < len(run)), default=None
    )
    near = [case.moments.time(each) for each in (before, after) if each is not None]
    link = case.of_clinic("start_every")
    if near:
        yield case.tell("off_grid", link, near=", ".join(near))
    else:
        yield case.tell("off_grid_all_day", link)


def does_not_fit(case: Case) -> Iterator[Told]:
    """When the hours end, and which start is the last."""
    kind = case.question.kind
    then = [each for each in _windows(case) if _is_in(each, case.starts_at)]
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


def _asked(case: Case) -> Asked:
    on = local_date(case.starts_at, case.clinic.time_zone)
    return Asked(case.clinic, case.question.kind, case.facts.known, on, on)


def _windows(case: Case) -> list[Window]:
    asked = _asked(case)
    return list(open_windows(asked, case.practitioner, asked.first))


def _is_in(window: Window, instant: int) -> bool:
    return window.starts_from <= instant < window.starts_until


def _spans(case: Case, windows: list[Window]) -> str:
    spans = sorted({(each.starts_from, each.starts_until) for each in windows})
    return ", ".join(f"{case.moments.time(a)} – {case.moments.time(b)}" for a, b in spans)


def _hours(case: Case) -> Link:
    """The weekly hours, or the exception that takes their place on that date."""
    on = local_date(case.starts_at, case.clinic.time_zone)
    given = any(each.on == on for each in case.practitioner.exceptions)
    return case.of_practitioner("exceptions" if given else "hours")
