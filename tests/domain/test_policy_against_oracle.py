"""What cancelling costs against a slow reading of the documentation: over zones, clock changes in
both directions and currencies, to the second (C2, C3, P5).
"""

from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from slotkeeper.assets import widget_folder
from slotkeeper.domain.change_policy import (
    ALL,
    NOTHING,
    ChangePolicy,
    Keep,
    Paid,
    Window,
    amounts_kept,
    consequence,
    may_change,
)
from slotkeeper.domain.clinic_file.parse_change_policy import minutes_of
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.web.formats import money_text
from slotkeeper.web.policy_words import policy_words
from slotkeeper.web.texts import Texts
from tests.domain import policy_oracle as oracle
from tests.domain.test_change_policy import KEEPS, UNITS
from tests.domain.zones import days_of_change

pytestmark = [pytest.mark.req("C2"), pytest.mark.req("C3"), pytest.mark.req("P5")]
HOUR, DAY = 3600, 86_400
SYDNEY = "Australia/Sydney"
FORWARD, BACK = date(2026, 10, 4), date(2027, 4, 4)
"""Sundays on which clocks go in Sydney: 2:00 is 3:00, and 3:00 is 2:00."""
PAID = Paid(left=9500, deposit=3000, price=9500, currency="AUD")
TEXTS = Texts(widget_folder() / "locale")


NEAR_A_DAY = st.one_of(
    st.just(CutOff(1, "d")),
    st.builds(CutOff, st.integers(1320, 1560), st.just("m")),
    st.builds(CutOff, st.integers(22, 26), st.just("h")),
)
"""What hours overtake when clocks go."""


@st.composite
def policies(draw: st.DrawFn) -> ChangePolicy:
    """As a clinic's file may have them: at most four windows, each shorter than the one before."""
    found: dict[int, CutOff] = {}
    units = draw(st.sampled_from([UNITS, NEAR_A_DAY]))
    for until in draw(st.lists(units, min_size=draw(st.integers(0, 4)), max_size=4)):
        found[minutes_of(until)] = until
    ends = [found[minutes] for minutes in sorted(found, reverse=True)]
    windows = tuple(Window(until=each, keep=draw(KEEPS)) for each in ends)
    return ChangePolicy(windows=windows, afterwards=draw(KEEPS), enforced=True)


@st.composite
def paids(draw: st.DrawFn) -> Paid:
    """A deposit or all of a price, some of it given back since, some kept by a late move."""
    currency = draw(st.sampled_from(["AUD", "JPY", "KRW", "KWD", "TND"]))
    step = 10 if currency in {"KWD", "TND"} else 1
    price = draw(st.integers(0, 2000)) * step
    deposit = draw(st.integers(0, price // step)) * step
    left = draw(st.sampled_from([deposit, price, deposit // (2 * step) * step]))
    at_least = draw(st.sampled_from([0, 0, 0, left // (3 * step) * step, left + 500]))
    return Paid(left=left, deposit=deposit, price=price, currency=currency, at_least=at_least)


@st.composite
def starts(draw: st.DrawFn) -> tuple[str, int]:
    """A zone, and a minute of a week that a change of its clock lies in."""
    zone, on = draw(days_of_change())
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=ZoneInfo(zone))
    nearby = st.integers(-1440, 1440) if draw(st.booleans()) else st.integers(-2880, 7200)
    return zone, int(noon.timestamp()) // 60 * 60 + draw(nearby) * 60


def moments(policy: ChangePolicy, zone: str, starts_at: int) -> list[int]:
    """The last second of each window, the one before and the one after, and those of the start."""
    ends = [oracle.end_of(each.until, starts_at, zone) for each in policy.windows]
    found = {end + around for end in [*ends, starts_at] for around in (-1, 0, 1)}
    return sorted(each for each in found if each <= starts_at)


@given(policies(), paids(), starts(), st.integers(0, 12 * DAY))
@settings(max_examples=150)
def test_at_each_second_it_is_what_the_documentation_says(
    policy: ChangePolicy, paid: Paid, start: tuple[str, int], early: int
) -> None:
    zone, starts_at = start
    for now in [starts_at - early, *moments(policy, zone, starts_at)]:
        found = consequence(policy, paid, starts_at, zone, now)
        assert found.keeps == oracle.kept(policy, paid, starts_at, zone, now)
        assert found.returns == paid.left - found.keeps >= 0
        assert found.is_late is oracle.is_late(policy, starts_at, zone, now)


@given(policies(), paids(), starts(), st.integers(0, 3 * DAY))
@settings(max_examples=60)
def test_it_says_until_which_second_that_is_so(
    policy: ChangePolicy, paid: Paid, start: tuple[str, int], early: int
) -> None:
    zone, starts_at = start
    for now in [starts_at - early, *moments(policy, zone, starts_at)[3:-3]]:
        until = consequence(policy, paid, starts_at, zone, now).until
        assert until == oracle.lasts_until(policy, paid, starts_at, zone, now)


@given(policies(), paids(), starts())
def test_free_until_is_the_last_second_of_it(
    policy: ChangePolicy, paid: Paid, start: tuple[str, int]
) -> None:
    zone, starts_at = start
    ends = {oracle.end_of(each.until, starts_at, zone) for each in policy.windows}
    free = [end for end in ends if oracle.kept(policy, paid, starts_at, zone, end) == 0]
    for now in moments(policy, zone, starts_at):
        free_until = consequence(policy, paid, starts_at, zone, now).free_until
        assert free_until == max(free, default=None)


@given(policies(), starts(), UNITS, st.sampled_from([-1, 0, 1]))
@pytest.mark.req("C1")
def test_patients_are_asked_to_call_from_that_second_on(
    policy: ChangePolicy, start: tuple[str, int], length: CutOff, around: int
) -> None:
    zone, starts_at = start
    end = oracle.end_of(length, starts_at, zone)
    closed = replace(policy, no_change_after=length)
    assert may_change(closed, starts_at, zone, end + around) is (
        around <= 0 and end + around < starts_at
    )


@pytest.mark.parametrize(("on", "hours"), [(FORWARD, 23), (BACK, 25), (date(2027, 1, 5), 24)])
@pytest.mark.parametrize("unit", ["h", "d"])
def test_24_hours_are_hours_and_a_day_is_one_of_the_clock(on: date, hours: int, unit: str) -> None:
    """The next morning at nine, over the night in which clocks go; to the second."""
    starts_at = int(datetime(on.year, on.month, on.day, 9, tzinfo=ZoneInfo(SYDNEY)).timestamp())
    until = CutOff(24, "h") if unit == "h" else CutOff(1, "d")
    policy = ChangePolicy(windows=(Window(until=until, keep=NOTHING),), afterwards=ALL)
    end = starts_at - (24 if unit == "h" else hours) * HOUR
    for around, returns in ((-1, 9500), (0, 9500), (1, 0)):
        found = consequence(policy, PAID, starts_at, SYDNEY, end + around)
        assert (found.returns, found.free_until) == (returns, end)
        assert found.is_late is (around > 0)


def test_who_cancels_no_later_than_a_window_says_has_it_also_where_hours_overtake_a_day() -> None:
    """The day before that nine o'clock is 23 hours before, which is after 23 hours and a half."""
    starts_at = int(datetime(2026, 10, 4, 9, tzinfo=ZoneInfo(SYDNEY)).timestamp())
    half = Window(until=CutOff(1410, "m"), keep=Keep(kind="deposit"))
    policy = ChangePolicy(windows=(Window(until=CutOff(1, "d")), half), afterwards=ALL)
    day_before = starts_at - 23 * HOUR
    found = consequence(policy, PAID, starts_at, SYDNEY, day_before)
    assert (found.keeps, found.is_late, found.free_until) == (0, False, day_before)
    late = consequence(policy, PAID, starts_at, SYDNEY, day_before + 1)
    assert (late.keeps, late.is_late) == (9500, True)


@given(policies(), paids(), starts())
@example(ChangePolicy(windows=(), enforced=True), PAID, (SYDNEY, 1_800_000_000))
def test_a_patient_who_reads_the_words_knows_what_is_carried_out(
    policy: ChangePolicy, paid: Paid, start: tuple[str, int]
) -> None:
    zone, starts_at = start
    words = policy_words(partial(TEXTS.text, "en"), "en", policy, paid)
    assume(words and paid.left)
    said = {money_text(each, paid.currency, "en"): each for each in amounts_kept(policy, paid)}
    read = oracle.read_words(words, said)
    ends = [oracle.end_of(until, starts_at, zone) for until, _ in read if until is not None]
    assume(ends == sorted(ends))  # where hours overtake a day the words contradict themselves
    for now in moments(policy, zone, starts_at)[:-1]:
        in_time = (n for n, end in enumerate(ends) if now <= end)
        keeps = read[next(in_time, len(ends))][1]
        found = consequence(policy, paid, starts_at, zone, now)
        assert found.keeps == (paid.left if keeps is None else keeps), words


@pytest.mark.parametrize(
    ("currency", "price", "percent", "keeps"),
    [
        ("JPY", 4501, 50, 2251),  # ¥2,250.5
        ("JPY", 4499, 33, 1485),  # ¥1,484.67
        ("KWD", 9530, 50, 4770),  # 4.765: in steps of 0.010
        ("KWD", 9510, 25, 2380),  # 2.3775
        ("KWD", 9510, 1, 100),  # 0.0951
        ("AUD", 9501, 50, 4751),
    ],
)
def test_a_part_of_the_price_is_rounded_half_up_to_what_can_be_charged(
    currency: str, price: int, percent: int, keeps: int
) -> None:
    paid = Paid(left=price, price=price, currency=currency)
    policy = ChangePolicy(windows=(), afterwards=Keep(kind="percent", amount=percent))
    found = consequence(policy, paid, 1_800_000_000, "UTC", 1_799_999_999)
    assert (found.keeps, found.returns) == (keeps, price - keeps)
    assert oracle.kept(policy, paid, 1_800_000_000, "UTC", 1_799_999_999) == keeps
