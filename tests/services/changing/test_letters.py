"""What a patient is written of the policy, and of the money of a cancelled booking (C2, N7)."""

from dataclasses import replace

import pytest
from msgspec import structs

from slotkeeper.services.notices.post import Post
from slotkeeper.services.notices.worker import Worker
from slotkeeper.services.payments.refunds import refund_booking
from tests.services.changing.link import POLICY, Link
from tests.services.notices.office import Office, PostBox, letters

pytestmark = pytest.mark.req("C2", "N7")
HOUR = 3600
WORDS = "Free until 24 hours before. Then A$10.00 is kept. From 2 hours before nothing is returned."


def office_of(link: Link) -> Office:
    box = PostBox()
    desk = replace(link.desk, toolbox=replace(link.toolbox, mail=box))
    return Office(desk, box, Worker(desk.toolbox, Post(desk.toolbox, box, letters())))


async def cancelled(link: Link, hours_before: int) -> str:
    """The letter about a cancellation so long before the start."""
    office = office_of(link)
    await office.run()
    link.desk.clock.wait((await link.booking()).starts_at - hours_before * HOUR - link.desk.clock())
    await link.cancel()
    link.desk.clock.wait(61)
    await link.settle()
    [letter] = [each for each in await office.run() if each.subject.startswith("Cancelled")]
    return letter.text


async def test_the_confirmation_says_the_policy_in_money_and_time(paid: Link) -> None:
    sent = await office_of(paid).run()
    [letter] = [each for each in sent if each.subject.startswith("Your appointment")]
    assert WORDS in letter.text


@pytest.mark.parametrize(
    ("hours", "said", "not_said"),
    [
        (30, ["A$30.00 goes back to the card"], "is kept"),
        (10, ["A$20.00 goes back to the card", "A$10.00 is kept"], "decide"),
        (1, ["A$30.00 is kept, as the cancellation policy says."], "goes back"),
    ],
)
async def test_the_letter_says_what_becomes_of_the_money(
    paid: Link, hours: int, said: list[str], not_said: str
) -> None:
    letter = await cancelled(paid, hours)
    assert all(each in letter for each in said)
    assert not_said not in letter


@pytest.mark.req("P5")
async def test_what_was_given_back_before_does_not_go_back_once_more(paid: Link) -> None:
    """As the page said it before the button was pressed: of the twenty that were left."""
    clinic_id = (await paid.booking()).clinic_id
    await refund_booking(
        paid.toolbox,
        clinic_id,
        paid.booking_id,
        once="form:1",
        asked_by="staff:1",
        amount=1000,
    )
    letter = await cancelled(paid, 10)
    assert "A$10.00 goes back to the card" in letter
    assert "A$10.00 is kept" in letter


async def test_where_the_policy_is_shown_only_the_clinic_decides(paid: Link) -> None:
    await paid.policy(structs.replace(POLICY, enforced=False))
    assert "You paid A$30.00. We decide by our policy what is returned" in await cancelled(paid, 10)


async def test_of_nothing_that_was_paid_nothing_is_said(free: Link) -> None:
    letter = await cancelled(free, 10)
    assert "A$" not in letter
    assert "policy" not in letter
