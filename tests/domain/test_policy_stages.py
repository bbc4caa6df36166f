"""From when on cancelling costs how much (C2): the stages say what the consequence carries out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.change_policy import (
    ALL,
    NOTHING,
    ChangePolicy,
    Keep,
    Paid,
    Window,
    consequence,
)
from slotkeeper.domain.clinic_file.parse_change_policy import minutes_of
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.policy_stages import Stage, find_stages, is_said
from tests.domain.test_change_policy import KEEPS, PAIDS, POLICY

pytestmark = pytest.mark.req("C2")
PAID = Paid(left=9500, deposit=3000, price=9500, currency="AUD")
STARTS = 1_800_000_000
LEADS = st.lists(st.integers(0, 6000), max_size=4, unique=True).map(lambda m: sorted(m)[::-1])


def test_a_policy_of_two_windows_has_three_stages() -> None:
    day, hours = CutOff(24, "h"), CutOff(2, "h")
    assert find_stages(POLICY, PAID) == (
        Stage(since=None, until=day, keeps=0, returns=9500),
        Stage(since=day, until=hours, keeps=3000, returns=6500),
        Stage(since=hours, until=None, keeps=9500, returns=0),
    )


def test_stages_that_keep_as_much_are_one() -> None:
    all_of_it = Paid(left=3000, deposit=3000, price=9500, currency="AUD")
    assert [each.keeps for each in find_stages(POLICY, all_of_it)] == [0, 3000]


def test_a_window_up_to_the_start_has_nothing_after_it() -> None:
    window = Window(until=CutOff(0, "m"), keep=NOTHING)
    policy = ChangePolicy(windows=(window,), afterwards=ALL)
    assert find_stages(policy, PAID) == (Stage(since=None, until=None, keeps=0, returns=9500),)


def test_a_policy_without_windows_has_one_stage() -> None:
    assert find_stages(ChangePolicy(windows=()), PAID) == (
        Stage(since=None, until=None, keeps=9500, returns=0),
    )


def test_a_clinic_that_has_said_nothing_has_its_own_text_alone() -> None:
    assert not is_said(ChangePolicy())
    assert is_said(ChangePolicy(enforced=True))


@given(LEADS, st.lists(KEEPS, min_size=5, max_size=5), PAIDS, st.integers(1, 7000))
def test_stages_say_what_cancelling_costs(
    leads: list[int], keeps: list[Keep], paid: Paid, lead: int
) -> None:
    windows = [
        Window(until=CutOff(each, "m"), keep=keep) for each, keep in zip(leads, keeps, strict=False)
    ]
    policy = ChangePolicy(windows=tuple(windows), afterwards=keeps[-1])
    stages = find_stages(policy, paid)
    found = next(e for e in stages if e.until is None or minutes_of(e.until) <= lead)
    cost = consequence(policy, paid, STARTS, "UTC", STARTS - lead * 60)
    assert (found.keeps, found.returns) == (cost.keeps, cost.returns)
    assert [each.since for each in stages[1:]] == [each.until for each in stages[:-1]]
