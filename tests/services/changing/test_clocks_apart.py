"""Two servers whose clocks are 90 seconds apart: to one the minute in which a cancellation can be
taken back has begun, to the other it is over and the refund due. Money goes, or the booking stands.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.changing.undo import UndoOver
from slotkeeper.services.payments.sweep import sweep
from slotkeeper.services.toolbox import Toolbox
from tests.services.changing.link import Link
from tests.services.changing.stops import MOST_STEPS, stop_at
from tests.services.changing.test_stopped_cancel import (
    come_to_rest,
    paid_link,
    require_cancelled_once,
    require_untouched,
)
from tests.services.payments.set_up import OpenAnother
from tests.services.payments.till import Till

pytestmark = [pytest.mark.req("C3"), pytest.mark.req("P5"), pytest.mark.req("R2")]
APART = 90


@dataclass
class Meanwhile:
    """A payment service at which the patient presses "Take it back" as a refund is handed over."""

    gateway: Any
    link: Link
    answers: list[Booking | UndoOver] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever it can do
        return getattr(self.gateway, name)

    async def refund(self, *values: object) -> Any:  # noqa: ANN401 - as above
        self.answers.append(await take_back(self.link))
        return await self.gateway.refund(*values)


async def take_back(link: Link) -> Booking | UndoOver:
    try:
        return await link.undo()
    except UndoOver as over:
        return over


def ahead(till: Till) -> Toolbox:
    """The server whose clock is ahead."""
    return replace(till.toolbox, clock=lambda: till.desk.clock() + APART)


async def test_what_is_on_its_way_cannot_be_taken_back(till: Till) -> None:
    link = await paid_link(till)
    before = list(await link.told())
    await link.cancel()
    stripe = Meanwhile(till.toolbox.payments, link)
    await sweep(replace(ahead(till), payments=stripe))
    assert [type(each) for each in stripe.answers] == [UndoOver]
    await come_to_rest(till)
    await require_cancelled_once(till, link, before)


async def test_what_was_taken_back_before_is_not_sent(till: Till) -> None:
    link = await paid_link(till)
    before = list(await link.told())
    await link.cancel()
    await link.undo()
    await sweep(ahead(till))
    await come_to_rest(till)
    await require_untouched(till, link, before)


@pytest.mark.slow
async def test_stopped_at_any_step_of_the_refund_one_of_both_is_true(another: OpenAnother) -> None:
    """What was marked and not sent is sent by the next, under the same key."""
    stands = set()
    for number in range(1, MOST_STEPS):
        async with another() as till:
            link = await paid_link(till)
            before = list(await link.told())
            await link.cancel()
            steps = await stop_at(number, ahead(till), sweep)
            is_back = isinstance(await take_back(link), Booking)
            stands.add(is_back)
            await come_to_rest(till)
            await (require_untouched if is_back else require_cancelled_once)(till, link, before)
        if not steps.is_stopped:
            assert stands == {True, False}
            return
    pytest.fail("the story has no end")
