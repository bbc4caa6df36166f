"""The ladder by itself: what is in force, what a rule may change, who is nearly whom."""

from datetime import date

import pytest

from slotkeeper.domain.recognition import is_near, within_distance
from slotkeeper.domain.trust import NORMAL, STEPS, Standing, Step, strictest
from slotkeeper.domain.trust_rule import DAY_SECONDS, TrustRule, after_rule

NOW = 1_800_000_000
RULE = TrustRule(after="no-shows", times=2, step="approve", for_days=30)

pytestmark = pytest.mark.req("T2")


def test_a_step_ends_at_its_instant() -> None:
    standing = Standing(step="call", until=NOW)
    assert standing.at(NOW - 1).step == "call"
    assert standing.at(NOW).step == "normal"


def test_the_strictest_of_several_counts() -> None:
    assert strictest("confirm", "blocked", "approve") == "blocked"
    assert strictest() == "normal"


def test_a_rule_puts_a_patient_on_its_step_for_its_days() -> None:
    after = after_rule(NORMAL, RULE, NOW)
    assert after is not None
    assert (after.step, after.by, after.reason) == ("approve", "rule", "no-shows")
    assert after.until == NOW + 30 * DAY_SECONDS


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("wanted", STEPS[1:])
def test_a_rule_never_weakens_what_staff_set(step: Step, wanted: Step) -> None:
    standing = Standing(step=step, by="staff", reason="other")
    rule = TrustRule(after="unpaid", step=wanted, for_days=1)
    after = after_rule(standing, rule, NOW) or standing
    for days in (0, 1, 400):
        instant = NOW + days * DAY_SECONDS
        assert STEPS.index(after.at(instant).step) >= STEPS.index(step)


def test_two_rules_one_after_the_other_keep_what_staff_set_below_both() -> None:
    staff = Standing(step="confirm", by="staff")
    first = after_rule(staff, TrustRule(after="unpaid", step="prepay", for_days=9), NOW)
    assert first
    second = after_rule(first, RULE, NOW)
    assert second
    assert second.at(NOW + 31 * DAY_SECONDS).step == "confirm"


def test_the_same_rule_again_lasts_from_the_later_event_on() -> None:
    first = after_rule(NORMAL, RULE, NOW)
    assert first
    again = after_rule(first, RULE, NOW + 60)
    assert again
    assert again.until == NOW + 60 + 30 * DAY_SECONDS
    for_good = Standing(step="approve", by="rule")
    assert after_rule(for_good, RULE, NOW) is None, "it is never shortened"


def test_a_note_of_staff_stays_when_a_rule_strikes() -> None:
    after = after_rule(Standing(step="confirm", by="staff", note="Called."), RULE, NOW)
    assert after
    assert after.note == "Called."
    assert after.at(NOW + 31 * DAY_SECONDS).note == "Called."


BORN, OTHER = date(1988, 4, 17), date(1990, 1, 1)


@pytest.mark.req("T4")
@pytest.mark.parametrize(
    ("one", "born", "other", "other_born", "near"),
    [
        ("adaexample", None, "adaexample", BORN, True),
        ("adaexample", None, "adaexample", None, True),
        ("adaexample", BORN, "aidaexample", BORN, True),
        ("adaexample", BORN, "idaexampel", BORN, False),
        ("adaexample", BORN, "adaexample", OTHER, False),
        ("aidaexample", None, "adaexample", BORN, False),
        ("", None, "", None, False),
    ],
)
def test_who_is_nearly_whom(
    one: str, born: date | None, other: str, other_born: date | None, near: bool
) -> None:
    assert is_near(one, born, other, other_born) is near


@pytest.mark.req("T4")
@pytest.mark.parametrize(
    ("one", "other", "most", "within"),
    [
        ("", "", 0, True),
        ("abc", "abd", 0, False),
        ("abc", "abd", 1, True),
        ("abc", "bc", 1, True),
        ("abc", "cab", 1, False),
        ("abc", "cab", 2, True),
        ("a" * 200, "b", 2, False),
    ],
)
def test_the_distance_of_two_names(one: str, other: str, most: int, within: bool) -> None:
    assert within_distance(one, other, most) is within
