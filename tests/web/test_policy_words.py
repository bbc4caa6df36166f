"""The policy in words, made from its windows (C2)."""

from functools import partial

import pytest
from msgspec.structs import replace

from slotkeeper.assets import widget_folder
from slotkeeper.domain.change_policy import ALL, NOTHING, ChangePolicy, Keep, Paid, Window
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.web.policy_words import policy_words
from slotkeeper.web.texts import Texts

pytestmark = pytest.mark.req("C2")
POLICY = ChangePolicy(
    windows=(
        Window(until=CutOff(24, "h"), keep=NOTHING),
        Window(until=CutOff(2, "h"), keep=Keep(kind="deposit")),
    ),
    afterwards=ALL,
    enforced=True,
)
PAID = Paid(left=9500, deposit=3000, price=9500, currency="AUD")
UNPAID = Paid(currency="AUD")
ONE_DAY = (Window(until=CutOff(1, "d"), keep=Keep(kind="percent", amount=50)),)


def words(policy: ChangePolicy, paid: Paid = PAID) -> str:
    texts = Texts(widget_folder() / "locale")
    return policy_words(partial(texts.text, "en"), "en", policy, paid)


@pytest.mark.parametrize(
    ("policy", "paid", "said"),
    [
        (
            POLICY,
            PAID,
            (
                "Free until 24 hours before. Then A$30.00 is kept. "
                "From 2 hours before nothing is returned."
            ),
        ),
        (
            replace(POLICY, enforced=False),
            PAID,
            (
                "Free until 24 hours before. Then A$30.00 is kept. "
                "From 2 hours before nothing is returned. "
                "What is returned is for the clinic to decide."
            ),
        ),
        (
            ChangePolicy(windows=ONE_DAY, enforced=True),
            PAID,
            "If you cancel, A$47.50 is kept. From 1 day before nothing is returned.",
        ),
        (
            ChangePolicy(windows=(), enforced=True),
            PAID,
            "If you cancel, nothing is returned.",
        ),
        (
            ChangePolicy(windows=(), afterwards=NOTHING, enforced=True),
            PAID,
            "You can cancel free of charge until it starts.",
        ),
        (
            replace(POLICY, no_change_after=CutOff(90, "m")),
            UNPAID,
            (
                "Please change or cancel at least 24 hours before: later counts as late. "
                "In the last 90 minutes before it starts, please call us instead."
            ),
        ),
        (ChangePolicy(), PAID, ""),
    ],
)
def test_windows_are_said_in_money_and_time(policy: ChangePolicy, paid: Paid, said: str) -> None:
    assert words(policy, paid) == said
