"""The arithmetic of start times: grid, fit, and what a busy interval blocks."""

from collections.abc import Iterable, Iterator, Sequence

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.schedule import Window


def starts(window: Window, kind: AppointmentType, every: int) -> range:
    """The starts of a window that lie on its grid and fit into the hours, busy or not."""
    on_grid = grid(window, every)
    return range(on_grid.start, min(on_grid.stop, last_fitting(window, kind) + 1), on_grid.step)


def grid(window: Window, every: int) -> range:
    """The instants of a window that are `grid_from` + k × `every` elapsed minutes (S10)."""
    step = every * 60
    first = window.starts_from + (window.grid_from - window.starts_from) % step
    return range(first, window.starts_until, step)


def last_fitting(window: Window, kind: AppointmentType) -> int:
    """The last instant from which public length and `padding_after` end inside the hours."""
    return window.closes_at - (kind.minutes + kind.padding_after) * 60


def blocked_starts(kind: AppointmentType, taken: Iterable[Interval]) -> Iterator[Interval]:
    """Per busy interval or time off: the starts [from, until) that would meet it, padded."""
    before, after = kind.padding_before * 60, (kind.minutes + kind.padding_after) * 60
    return ((begin - after + 1, end + before) for begin, end in taken if begin < end)


def windows_at(clinic: Clinic, windows: Sequence[Window], location: str | None) -> Sequence[Window]:
    """The windows at one location (a slug); for None all, in the clinic's order of locations."""
    if location is not None:
        return [window for window in windows if window.location == location]
    if all(window.location == windows[0].location for window in windows):
        return windows
    order = {each.slug: place for place, each in enumerate(clinic.locations)}
    return sorted(windows, key=lambda window: order.get(window.location or "", len(order)))
