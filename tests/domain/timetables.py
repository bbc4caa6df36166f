"""Timetables of group appointments as hypothesis strategies: any that a file can hold."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from slotkeeper.domain.appointment_type import MOST_PLACES, AppointmentType
from slotkeeper.domain.clinic_file.parse_session import MOST_WEEKS
from slotkeeper.domain.session import Session

PLACES = st.just(1) | st.integers(2, MOST_PLACES)
_DATES = st.dates(date(2026, 1, 1), date(2040, 12, 31))
_DAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))


@st.composite
def sessions(
    draw: st.DrawFn, kinds: Sequence[AppointmentType], places: Sequence[str]
) -> tuple[Session, ...]:
    """Up to three rows of the group appointments that somebody offers."""
    groups = [each for each in kinds if each.is_group and each.practitioners]
    if not groups:
        return ()
    return tuple(
        draw(_session(f"s{n}", draw(st.sampled_from(groups)), places))
        for n in range(draw(st.integers(0, 3)))
    )


@st.composite
def _session(draw: st.DrawFn, slug: str, kind: AppointmentType, places: Sequence[str]) -> Session:
    when = _single_dates() if draw(st.booleans()) else _weekly()
    return Session(
        slug=slug,
        kind=kind.slug,
        practitioner=draw(st.sampled_from(kind.practitioners)),
        location=draw(st.sampled_from(places)) if places else None,
        begins=draw(st.integers(0, 1439)),
        places=draw(st.just(0) | st.integers(1, MOST_PLACES)),
        **draw(when),
    )


@st.composite
def _single_dates(draw: st.DrawFn) -> dict[str, Any]:
    return {"on": tuple(sorted(draw(st.sets(_DATES, min_size=1, max_size=4))))}


@st.composite
def _weekly(draw: st.DrawFn) -> dict[str, Any]:
    first = draw(st.none() | _DATES)
    return {
        "days": draw(_DAYS),
        "every_weeks": draw(st.integers(1, MOST_WEEKS)) if first else 1,
        "first": first,
        "last": draw(st.none() | st.dates(first or date(2026, 1, 1), date(2045, 12, 31))),
        "not_on": tuple(draw(st.lists(_DATES, unique=True, max_size=3))),
    }
