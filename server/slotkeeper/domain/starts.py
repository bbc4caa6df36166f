"""The arithmetic of start times: windows, fit, and what a busy interval blocks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.known import Asked
from slotkeeper.domain.marked_windows import marked_windows
from slotkeeper.domain.occurrence import session_windows
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.schedule import Window, calendar_of
from slotkeeper.domain.start_times import StartsIn, by_rule

WindowsOn = Callable[[date], Sequence[Window]]
"""The windows of one local day."""


def windows_of(asked: Asked, practitioner: Practitioner) -> WindowsOn:
    """The windows in which that type may start on a local day, whatever is booked; those of a
    group appointment are the instants at which its sessions begin.
    """
    clinic = asked.clinic
    if asked.kind.is_group:
        return partial(session_windows, clinic, asked.kind, practitioner)
    calendar = calendar_of(practitioner, clinic.time_zone, clinic.closed_on)
    if clinic.online_booking.offer != "marked-times":
        return lambda on: calendar.day(on).windows
    marks, zone = practitioner.offered, clinic.time_zone
    return lambda on: marked_windows(calendar.day(on).windows, marks, zone, on)


def open_windows(asked: Asked, practitioner: Practitioner, on: date) -> Sequence[Window]:
    """Those of one day."""
    return windows_of(asked, practitioner)(on)


def windows_at(clinic: Clinic, windows: Sequence[Window], location: str | None) -> Sequence[Window]:
    """The windows at one location (a slug); for None all, in the clinic's order of locations."""
    if location is not None:
        return [window for window in windows if window.location == location]
    if len(windows) < 2 or all(  # noqa: PLR2004 - one needs no order
        window.location == windows[0].location for window in windows
    ):
        return windows
    order = {each.slug: place for place, each in enumerate(clinic.locations)}
    return sorted(windows, key=lambda window: order.get(window.location or "", len(order)))


def starts_of(asked: Asked, practitioner: Practitioner) -> StartsIn:
    """The starts of a window that the rule for start times gives (S10), whether they fit or not."""
    if asked.kind.is_group:
        return lambda window: (range(window.starts_from, window.starts_until),)
    return by_rule(asked, practitioner)


def possible(asked: Asked, practitioner: Practitioner, window: Window) -> Sequence[range]:
    """Those of one window."""
    return starts_of(asked, practitioner)(window)


def last_fitting(window: Window, kind: AppointmentType) -> int:
    """The last instant from which public length and `padding_after` end inside the hours."""
    return window.closes_at - (kind.minutes + kind.padding_after) * 60


def blocked_starts(kind: AppointmentType, taken: Iterable[Interval]) -> Iterator[Interval]:
    """Per busy interval or time off: the starts [from, until) that would meet it, padded."""
    before, after = kind.padding_before * 60, (kind.minutes + kind.padding_after) * 60
    return ((begin - after + 1, end + before) for begin, end in taken if begin < end)
