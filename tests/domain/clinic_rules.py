"""Start times, rooms and ways as hypothesis strategies: any that a file can hold."""

from collections.abc import Sequence
from itertools import combinations

from hypothesis import strategies as st

from slotkeeper.domain.resource import Resource
from slotkeeper.domain.start_rule import StartRule
from slotkeeper.domain.travel import Travel

KINDS = ("room", "Ultrasound – 2 heads", 'a "bed"')
TIMES = st.sets(st.integers(0, 1439), min_size=1, max_size=4).map(
    lambda times: tuple(sorted(times))
)
_ADJACENT: st.SearchStrategy[StartRule] = st.just("adjacent")
START_RULES: st.SearchStrategy[StartRule | None] = (
    st.none() | _ADJACENT | st.integers(1, 1440) | TIMES
)
MOST_A_DAY = st.just(0) | st.integers(1, 1000)
NEEDS = st.lists(st.sampled_from(KINDS), unique=True)


@st.composite
def resources(draw: st.DrawFn, slugs: Sequence[str], places: Sequence[str]) -> tuple[Resource, ...]:
    """One of each kind, and perhaps more."""
    more = st.lists(st.sampled_from(KINDS), max_size=2)
    place = st.sampled_from(places) if places else st.none()
    return tuple(
        Resource(slug=f"r{n}", name=f"No. {n}", kind=kind, location=draw(place))
        for n, kind in enumerate((*KINDS, *draw(more)))
        if slugs
    )


@st.composite
def ways(draw: st.DrawFn, places: Sequence[str]) -> tuple[Travel, ...]:
    """Between some of the places."""
    some = [each for each in combinations(places, 2) if draw(st.booleans())]
    return tuple(Travel(between=each, minutes=draw(st.integers(1, 720))) for each in some)
