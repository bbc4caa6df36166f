"""Whether a clinic's own words name other lengths than its windows: a hint, and never more."""

import pytest

from slotkeeper.domain.change_policy import ChangePolicy, Window
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.policy_text import other_lengths

pytestmark = pytest.mark.req("C2")

DAY = ChangePolicy(windows=(Window(until=CutOff(24, "h")), Window(until=CutOff(90, "m"))))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cancel free of charge up to 24 hours before.", []),
        ("Cancel free of charge up to 1 day before.", []),
        ("Cancel up to 90 minutes before.", []),
        ("Cancel free of charge up to 48 hours before.", ["48 hours"]),
        ("A 48-hour rule applies to cancellations.", ["48-hour"]),
        ("Bis zwei Tage vorher, also 48 Stunden, können Sie absagen.", ["48 Stunden"]),
        ("Cancel 2 days before. Later cancellations, within 2 days, are charged.", ["2 days"]),
        ("Your first visit takes 45 minutes. You may cancel by phone.", []),
        ("Cancel by phone.\nWe answer within 3 hours.", []),
        ("Cancel by phone, 0400 123 456, in room 3 downstairs.", []),
        ("", []),
    ],
)
def test_only_lengths_beside_words_of_cancelling_are_compared(text: str, found: list[str]) -> None:
    assert other_lengths(text, [DAY]) == found


def test_a_length_of_any_policy_of_the_clinic_is_right() -> None:
    classes = ChangePolicy(windows=(Window(until=CutOff(6, "h")),))
    text = "Cancel up to 24 hours before, a class up to 6 hours before."
    assert other_lengths(text, [DAY, classes]) == []
    assert other_lengths(text, [DAY]) == ["6 hours"]


def test_a_length_after_which_patients_have_to_call_is_right() -> None:
    policy = ChangePolicy(no_change_after=CutOff(3, "h"))
    assert other_lengths("To cancel within 3 hours, please call us.", [policy]) == []
