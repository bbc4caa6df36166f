"""What the page of a paid booking says of its money after a cancellation and after that is undone,
and whether a fee can be owed for it (P5).
"""

import re

import pytest

from slotkeeper.storage.database import Transaction
from slotkeeper.storage.refund import find_due_refunds, find_refund, mark_sending
from tests.storage.booked import Books
from tests.web.staff.staff import Colleague

pytestmark = [pytest.mark.req("P5"), pytest.mark.req("A2")]

STAYS = "A$30.00 that was to be given back stays with you"
GONE = "A$30.00 is on its way back to the patient and cannot be held any more."
DUE = "The booking would stand without it, and A$95.00 is to be paid at the clinic."
ALL = {"who": "clinic", "give_clinic": "all"}


@pytest.fixture
async def paid(books: Books, booking: str) -> str:
    """The page of a booking for which 30 dollars were paid."""
    await books.payment(int(booking.rpartition("/")[2]), settled_at=1)
    return booking


async def test_what_goes_back_is_said_at_once_and_that_undoing_it_keeps_it(
    mara: Colleague, paid: str
) -> None:
    await mara.get(f"{paid}/cancel")
    await mara.post(f"{paid}/cancel", ALL)
    page = await mara.follow()
    assert "What is given back goes to the patient in a minute or two." in page.text
    assert "A$30.00 goes back to the patient in a minute or two" in page.text
    assert STAYS in page.text
    await mara.post(f"{paid}/restore")
    page = await mara.follow()
    assert "The booking stands again." in page.text
    assert "is to be paid at the clinic" not in page.text
    assert "in a minute or two" not in page.text


@pytest.mark.req("A1")
async def test_the_log_names_the_booking_whose_money_stays(
    mara: Colleague, robin: Colleague, paid: str
) -> None:
    await mara.get(f"{paid}/cancel")
    await mara.post(f"{paid}/cancel", ALL)
    await mara.get(paid)
    await mara.post(f"{paid}/restore")
    said = " ".join((await robin.get("/staff/harbour-physio/log?views=off")).text.split())
    for did in ("Gave money back", "Took back that money is given back"):
        assert re.search(rf"{did}[^:]*: Ada Example", said), said
    assert "booking id" not in said


async def test_before_it_is_undone_the_page_says_what_goes_back_and_what_is_due_then(
    mara: Colleague, paid: str, books: Books
) -> None:
    await mara.get(f"{paid}/cancel")
    await mara.post(f"{paid}/cancel", ALL)
    await hand_over(books)
    page = await mara.get(paid)
    assert GONE in page.text
    assert DUE in page.text
    assert STAYS not in page.text
    await mara.post(f"{paid}/restore")
    page = await mara.follow()
    said = " ".join(page.text.split())
    assert "The booking stands again. What was given back is to be paid at the clinic." in said
    assert "A$30.00 goes back to the patient" in said
    assert "To pay here A$95.00" in said
    assert "Cancellation undone; A$30.00 that went back is to be paid at the clinic" in said
    assert GONE not in said


async def test_what_was_sent_while_the_page_was_open_is_said_before_anything_is_undone(
    mara: Colleague, paid: str, books: Books
) -> None:
    await mara.get(f"{paid}/cancel")
    await mara.post(f"{paid}/cancel", ALL)
    assert STAYS in (await mara.get(paid)).text
    await hand_over(books)
    page = await mara.post(f"{paid}/restore")
    assert mara.status == 409
    assert "Nothing has been changed: the money has been sent meanwhile." in page.text
    assert GONE in page.text
    assert DUE in page.text
    await mara.post(f"{paid}/restore")
    assert "The booking stands again." in (await mara.follow()).text


async def hand_over(books: Books) -> None:
    """All that is to be given back is about to be sent."""
    due = await find_due_refunds(books.database, 10**10, 10)
    await books.database.write(lambda tx: _send(tx, due))


async def _send(tx: Transaction, due: list[tuple[int, int]]) -> None:
    assert due
    for clinic_id, refund_id in due:
        refund = await find_refund(tx, clinic_id, refund_id)
        assert refund
        assert await mark_sending(tx, refund, 10**10)


async def test_nothing_is_said_of_money_where_none_was_paid(mara: Colleague, booking: str) -> None:
    await mara.get(f"{booking}/cancel")
    await mara.post(f"{booking}/cancel", {"who": "patient"})
    page = await mara.follow()
    assert "The time is free for others." in page.text
    assert "given back" not in page.text
    assert STAYS not in page.text
    assert "Mark as not paid" in page.text


@pytest.mark.req("T3")
async def test_nobody_owes_a_fee_for_what_the_clinic_cancelled(
    mara: Colleague, booking: str
) -> None:
    await mara.get(f"{booking}/cancel")
    await mara.post(f"{booking}/cancel", {"who": "clinic"})
    assert "Mark as not paid" not in (await mara.follow()).text
