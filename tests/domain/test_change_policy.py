"""What cancelling costs, over random policies, times and zones (C3, P5)."""

from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from whenever import Instant, PlainDateTime, TimeDelta

from slotkeeper.domain.change_policy import (
    ALL,
    NOTHING,
    ChangePolicy,
    Consequence,
    Keep,
    Paid,
    Window,
    consequence,
    may_change,
)
from slotkeeper.domain.cut_off import CutOff
from tests.domain.zones import CHANGES

pytestmark = pytest.mark.req("C3")
SYDNEY = "Australia/Sydney"
HOUR, DAY = 3600, 86_400
# Free until a day before, then the deposit is kept, and from two hours before nothing is returned.
POLICY = ChangePolicy(
    windows=(
        Window(until=CutOff(24, "h"), keep=NOTHING),
        Window(until=CutOff(2, "h"), keep=Keep(kind="deposit")),
    ),
    afterwards=ALL,
)
PAID = Paid(left=9500, deposit=3000, price=9500, currency="AUD")
STARTS = 1_800_000_000

UNITS: st.SearchStrategy[CutOff] = st.one_of(
    st.builds(CutOff, st.integers(0, 600), st.just("m")),
    st.builds(CutOff, st.integers(0, 100), st.just("h")),
    st.builds(CutOff, st.integers(0, 10), st.just("d")),
)
KEEPS = st.one_of(
    st.sampled_from([NOTHING, ALL, Keep(kind="deposit")]),
    st.builds(Keep, kind=st.just("percent"), amount=st.integers(1, 100)),
    st.builds(Keep, kind=st.just("amount"), amount=st.integers(1, 20_000)),
)
POLICIES = st.builds(
    ChangePolicy,
    windows=st.lists(st.builds(Window, until=UNITS, keep=KEEPS), max_size=4).map(tuple),
    afterwards=KEEPS,
)
CURRENCIES = st.sampled_from(["AUD", "JPY", "KWD", "MGA"])
PAIDS = st.builds(
    Paid,
    left=st.integers(0, 20_000),
    deposit=st.integers(0, 20_000),
    price=st.integers(0, 20_000),
    currency=CURRENCIES,
)


@st.composite
def appointments(draw: st.DrawFn) -> tuple[str, int]:
    """A zone, and a start some hours or days after a change of its clock."""
    zone, on = draw(st.sampled_from(CHANGES))
    midnight = Instant.from_utc(on.year, on.month, on.day).timestamp()
    return zone, midnight + draw(st.integers(-2 * DAY, 12 * DAY)) // 60 * 60


def at(before: int) -> Consequence:
    return consequence(POLICY, PAID, STARTS, SYDNEY, STARTS - before)


@pytest.mark.parametrize(
    ("before", "returns"),
    [
        (30 * HOUR, 9500),
        (24 * HOUR, 9500),
        (24 * HOUR - 1, 6500),
        (2 * HOUR, 6500),
        (2 * HOUR - 1, 0),
        (0, 0),
        (-HOUR, 0),
    ],
)
def test_each_window_reaches_to_its_very_last_second(before: int, returns: int) -> None:
    assert (at(before).returns, at(before).keeps) == (returns, 9500 - returns)


def test_it_says_until_when_that_is_so() -> None:
    assert at(30 * HOUR).until == at(30 * HOUR).free_until == STARTS - 24 * HOUR
    assert at(20 * HOUR).until == STARTS - 2 * HOUR
    assert at(HOUR).until is None
    assert at(HOUR).free_until == STARTS - 24 * HOUR


@pytest.mark.req("T3")
def test_late_is_who_comes_after_the_first_window() -> None:
    assert [at(each).is_late for each in (24 * HOUR, 24 * HOUR - 1, HOUR)] == [False, True, True]


@pytest.mark.req("T3")
@pytest.mark.parametrize("paid", [PAID, replace(PAID, left=0)])
def test_the_clinic_asks_to_be_told_by_the_end_of_the_first_window(paid: Paid) -> None:
    """Also of who has paid nothing, and so loses nothing in any window."""
    found = consequence(POLICY, paid, STARTS, SYDNEY, STARTS - 20 * HOUR)
    assert found.asked_until == STARTS - 24 * HOUR


def test_without_windows_nobody_is_late() -> None:
    policy = ChangePolicy(windows=(), afterwards=NOTHING)
    found = consequence(policy, PAID, STARTS, SYDNEY, STARTS - 1)
    assert found == Consequence(keeps=0, returns=9500, is_late=False, until=None, free_until=None)


def test_a_day_is_one_of_the_wall_clock() -> None:
    # The clock went forward at 2:00 that Sunday in Sydney: 9:00 the day before is 23 hours earlier.
    monday = to_instant(date(2026, 10, 4), 9 * 60)
    policy = replace(POLICY, windows=(Window(until=CutOff(1, "d")),))
    free_until = consequence(policy, PAID, monday, SYDNEY, monday - 3 * DAY).free_until
    assert free_until == monday - 23 * HOUR


def to_instant(on: date, minute: int) -> int:
    wall = PlainDateTime(on.year, on.month, on.day, *divmod(minute, 60))
    return wall.assume_tz(SYDNEY).to_instant().timestamp()


@pytest.mark.parametrize(
    ("kept", "amount"),
    [
        (Keep(kind="percent", amount=50), 4750),
        (Keep(kind="percent", amount=33), 3135),
        (Keep(kind="amount", amount=2000), 2000),
        (Keep(kind="amount", amount=20_000), 9500),
    ],
)
def test_a_part_of_the_price_or_an_amount_is_kept(kept: Keep, amount: int) -> None:
    policy = ChangePolicy(windows=(), afterwards=kept)
    assert consequence(policy, PAID, STARTS, SYDNEY, STARTS - DAY).keeps == amount


def test_what_was_given_back_before_is_not_given_back_again() -> None:
    paid = replace(PAID, left=2500)
    found = consequence(POLICY, paid, STARTS, SYDNEY, STARTS - 20 * HOUR)
    assert (found.keeps, found.returns) == (2500, 0)


def test_who_paid_nothing_loses_nothing_and_is_late_all_the_same() -> None:
    found = consequence(POLICY, replace(PAID, left=0), STARTS, SYDNEY, STARTS - HOUR)
    assert (found.keeps, found.returns, found.is_late) == (0, 0, True)


@given(POLICIES, PAIDS, appointments(), st.integers(-DAY, 15 * DAY))
@pytest.mark.req("P5")
def test_kept_and_returned_are_what_was_paid(
    policy: ChangePolicy, paid: Paid, appointment: tuple[str, int], early: int
) -> None:
    zone, starts_at = appointment
    found = consequence(policy, paid, starts_at, zone, starts_at - early)
    assert found.keeps + found.returns == paid.left
    assert min(found.keeps, found.returns) >= 0


@given(POLICIES, PAIDS, appointments(), st.integers(0, 15 * DAY), st.integers(0, 15 * DAY))
def test_later_never_costs_less(
    policy: ChangePolicy, paid: Paid, appointment: tuple[str, int], one: int, other: int
) -> None:
    zone, starts_at = appointment
    early, late = sorted((starts_at - one, starts_at - other))
    assert (
        consequence(policy, paid, starts_at, zone, early).keeps
        <= consequence(policy, paid, starts_at, zone, late).keeps
    )


@given(POLICIES, PAIDS, appointments(), st.integers(0, 15 * DAY))
@example(POLICY, PAID, (SYDNEY, STARTS), 30 * HOUR)
def test_the_promise_holds_up_to_its_last_second_and_no_longer(
    policy: ChangePolicy, paid: Paid, appointment: tuple[str, int], early: int
) -> None:
    zone, starts_at = appointment
    now = starts_at - early
    found = consequence(policy, paid, starts_at, zone, now)
    if found.until is None:
        last = consequence(policy, paid, starts_at, zone, starts_at + 20 * DAY)
        assert last.keeps == found.keeps
    else:
        assert found.until >= now
        assert consequence(policy, paid, starts_at, zone, found.until).keeps == found.keeps
        assert consequence(policy, paid, starts_at, zone, found.until + 1).keeps > found.keeps


@given(POLICIES, PAIDS, appointments(), st.integers(0, 15 * DAY))
def test_the_windows_are_those_of_another_reader_of_time(
    policy: ChangePolicy, paid: Paid, appointment: tuple[str, int], early: int
) -> None:
    zone, starts_at = appointment
    now = starts_at - early
    ends = [_by_whenever(each.until, starts_at, zone) for each in policy.windows]
    assume(ends == sorted(ends))
    keeps = [*(each.keep for each in policy.windows), policy.afterwards]
    place = next((n for n, end in enumerate(ends) if now <= end), len(ends))
    expected = max(_share(each, paid) for each in keeps[: place + 1])
    assert consequence(policy, paid, starts_at, zone, now).keeps == expected


def _by_whenever(until: CutOff, starts_at: int, zone: str) -> int:
    start = Instant.from_timestamp(starts_at).to_tz(zone)
    if until.unit == "d" and until.amount:
        wall = start.to_plain().subtract(days=until.amount)
        return wall.assume_tz(zone, disambiguation="compatible").to_instant().timestamp()
    minutes = until.amount * (60 if until.unit == "h" else 1)
    return (start - TimeDelta(minutes=minutes)).to_instant().timestamp()


def _share(keep: Keep, paid: Paid) -> int:
    policy = ChangePolicy(windows=(), afterwards=keep)
    return consequence(policy, paid, STARTS, "UTC", STARTS).keeps


@pytest.mark.req("C1")
def test_so_short_before_patients_are_asked_to_call() -> None:
    policy = replace(POLICY, no_change_after=CutOff(1, "h"))
    assert may_change(policy, STARTS, SYDNEY, STARTS - HOUR)
    assert not may_change(policy, STARTS, SYDNEY, STARTS - HOUR + 1)
    assert may_change(POLICY, STARTS, SYDNEY, STARTS - 1)
    assert not may_change(POLICY, STARTS, SYDNEY, STARTS)
