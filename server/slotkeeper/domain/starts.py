"""The arithmetic of start times: windows, fit, and what a busy interval blocks."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.known import Asked
from slotkeeper.domain.marked_windows import marked_windows
from slotkeeper.domain.occurrence import session_windows
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.schedule import Window, calendar_of
from slotkeeper.domain.start_times import starts_by_rule


def open_windows(asked: Asked, practitioner: Practitioner, on: date) -> Sequence[Window]:
    """The windows in which that type may start on one local day, whatever is booked; those of a
    group appointment are the instants at which its sessions begin.
    """
    clinic = asked.clinic
    if asked.kind.is_group:
        return session_windows(clinic, asked.kind, practitioner, on)
    windows = calendar_of(practitioner, clinic.time_zone, clinic.closed_on).day(on).windows
    if clinic.online_booking.offer == "marked-times":
        return marked_windows(windows, practitioner.offered, clinic.time_zone, on)
    return windows


def windows_at(clinic: Clinic, windows: Sequence[Window], location: str | None) -> Sequence[Window]:
    """The windows at one location (a slug); for None all, in the clinic's order of locations."""
    if location is not None:
        return [window for window in windows if window.location == location]
    if all(window.location == windows[0].location for window in windows):
        return windows
    order = {each.slug: place for place, each in enumerate(clinic.locations)}
    return sorted(windows, key=lambda window: order.get(window.location or "", len(order)))


def starts(asked: Asked, practitioner: Practitioner, window: Window) -> Iterator[range]:
    """The starts of a window that fit into the hours, busy or not."""
    stop = last_fitting(window, asked.kind) + 1
    for run in possible(asked, practitioner, window):
        yield range(run.start, min(run.stop, stop), run.step)


def possible(asked: Asked, practitioner: Practitioner, window: Window) -> Sequence[range]:
    """The starts of a window that the rule for start times gives (S10), whether they fit or not."""
    if asked.kind.is_group:
        return (range(window.starts_from, window.starts_until),)
    return starts_by_rule(asked, practitioner, window)


def last_fitting(window: Window, kind: AppointmentType) -> int:
    """The last instant from which public length and `padding_after` end inside the hours."""
    return window.closes_at - (kind.minutes + kind.padding_after) * 60


def blocked_starts(kind: AppointmentType, taken: Iterable[Interval]) -> Iterator[Interval]:
    """Per busy interval or time off: the starts [from, until) that would meet it, padded."""
    before, after = kind.padding_before * 60, (kind.minutes + kind.padding_after) * 60
    return ((begin - after + 1, end + before) for begin, end in taken if begin < end)
