"""Caps, rooms and travel against the slow model, at clock changes of any zone (S12)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.known import Known, Taken
from slotkeeper.domain.local_time import local_date, to_instant
from slotkeeper.domain.reasons import why_not
from slotkeeper.domain.resource import Resource
from slotkeeper.domain.slots import find_starts
from slotkeeper.domain.travel import Travel
from tests.domain.counted_model import is_allowed
from tests.domain.schedules import clinic_of, kind_of, practitioner, weekly
from tests.domain.test_counted import PLACES
from tests.domain.zones import days_of_change

pytestmark = pytest.mark.req("S12")


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Clinic, dict[int, list[Taken]], int]:
    """Two people at two places, two types and what they need, at a clock change."""
    zone, on = draw(days_of_change())
    midnight = to_instant(on, 0, zone)
    place = st.sampled_from(["city", "beach"])
    span = st.sampled_from(["00:00-24:00", "08:00-13:00", "13:00-20:00"])
    some = st.sampled_from([0, 0, 1, 2, 3])
    needs = st.sampled_from([(), ("room",), ("scan",), ("room", "scan")])
    people = tuple(
        practitioner(
            slug,
            n,
            max_per_day=draw(some),
            weekly=(
                *weekly(draw(span), location=draw(place)),
                *weekly(draw(span), location=draw(place)),
            ),
        )
        for n, slug in ((1, "sam"), (2, "kim"))
    )
    kinds = tuple(
        kind_of(
            draw(st.sampled_from([30, 60, 90])),
            draw(st.sampled_from([0, 15])),
            draw(st.sampled_from([0, 30])),
            id=n,
            slug=f"k{n}",
            needs=draw(needs),
            max_per_day=draw(some),
        )
        for n in (1, 2)
    )
    rooms = draw(st.lists(st.tuples(st.sampled_from(["room", "scan"]), place), max_size=4))
    clinic = clinic_of(
        *people,
        zone=zone,
        start_every=30,
        locations=PLACES,
        appointment_types=kinds,
        travel=(Travel(between=("city", "beach"), minutes=draw(st.sampled_from([1, 30, 100]))),),
        resources=tuple(
            Resource(slug=f"r{n}", name="R", kind=kind, location=at)
            for n, (kind, at) in enumerate(rooms)
        ),
    )
    one = st.tuples(
        st.integers(-6, 30),
        st.sampled_from([30, 60, 100]),
        st.sampled_from([1, 2]),
        st.sampled_from([1, 2]),
    )
    rows = {
        who: [
            Taken(b := midnight + hour * 3600, b + length * 60, b, kind, where, 0, is_firm=True)
            for hour, length, kind, where in draw(
                st.lists(one, max_size=4, unique_by=lambda e: e[0])
            )
        ]
        for who in (1, 2)
    }
    return clinic, rows, midnight


@given(drawn())
def test_what_is_counted_is_as_the_slow_model_says(
    case: tuple[Clinic, dict[int, list[Taken]], int],
) -> None:
    clinic, rows, midnight = case
    known = Known(
        now=midnight - 86400,
        busy={who: [(e.begins, e.ends) for e in own] for who, own in rows.items()},
        taken=rows,
    )
    free = replace(
        clinic,
        travel=(),
        practitioners=tuple(replace(each, max_per_day=0) for each in clinic.practitioners),
    )
    on = local_date(midnight, clinic.time_zone)
    for kind in clinic.appointment_types:
        bare = replace(kind, needs=(), max_per_day=0)
        for who in clinic.practitioners:
            for place in ("city", "beach"):
                days = (on, on + timedelta(days=1))
                one = [next(e for e in free.practitioners if e.id == who.id)]
                all_free = find_starts(free, bare, one, *days, known, place)
                offered = find_starts(clinic, kind, [who], *days, known, place)
                allowed = [
                    start for start in all_free if is_allowed(clinic, kind, who, start, place, rows)
                ]
                assert offered == allowed
                for start in all_free:
                    assert (start in allowed) == (
                        not why_not(clinic, kind, who, start, known, place)
                    )
