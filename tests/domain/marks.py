"""Marked and protected times, any that a file can hold, as hypothesis strategies."""

from datetime import date, timedelta

from hypothesis import strategies as st

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.marked_time import MarkedTime
from slotkeeper.domain.protected_time import ProtectedTime, Release

DAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
_QUARTER = st.integers(0, 96).map(lambda n: n * 15) | st.integers(0, 1440)
_SPAN = st.tuples(_QUARTER, _QUARTER).filter(lambda span: span[0] < span[1])
_LATE = st.integers(60, 95).map(lambda n: (n * 15, 1440))
_EARLY = st.integers(1, 40).map(lambda n: (0, n * 15))
SPANS = _SPAN | _LATE | _EARLY
LENGTHS = st.builds(CutOff, st.integers(0, 72), st.sampled_from(["m", "h"])) | st.builds(
    CutOff, st.integers(0, 9), st.just("d")
)
RELEASES = (
    st.just(Release())
    | st.builds(Release, before=LENGTHS)
    | st.builds(Release, weekday=st.integers(0, 6), minute=st.integers(0, 1439))
)


@st.composite
def marked_times(draw: st.DrawFn, near: date) -> MarkedTime:
    """On or around that date, once or in some weeks."""
    around = st.integers(-20, 20).map(lambda n: near + timedelta(days=n))
    begins, ends = draw(SPANS)
    if draw(st.integers(0, 3)) == 0:
        on = near + timedelta(days=draw(st.integers(-2, 3)))
        return MarkedTime(begins=begins, ends=ends, on=on)
    weeks = draw(st.sampled_from([1, 1, 1, 2, 3, 52]))
    first = draw(around) if weeks > 1 else draw(st.none() | around)
    last = (first or near) + timedelta(days=draw(st.integers(0, 40)))
    return MarkedTime(
        begins=begins,
        ends=ends,
        days=draw(DAYS),
        every_weeks=weeks,
        first=first,
        last=draw(st.none() | st.just(last)),
        not_on=tuple(draw(st.lists(around, unique=True, max_size=2))),
    )


@st.composite
def protected_times(draw: st.DrawFn, near: date) -> ProtectedTime:
    """With any release, and with or without an order of who comes first."""
    return ProtectedTime(
        time=draw(marked_times(near)),
        release=draw(RELEASES),
        waitlist_for=draw(st.none() | LENGTHS),
        existing_for=draw(st.none() | LENGTHS),
    )
