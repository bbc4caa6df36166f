"""What the page of a paid booking says of its money after a cancellation and after that is undone,
and whether a fee can be owed for it (P5).
"""

import re

import pytest

from tests.storage.booked import Books
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = [pytest.mark.req("P5"), pytest.mark.req("A2")]

ON_ITS_WAY = "Within a minute of cancelling the money stays with you too"
ALL = {"who": "clinic", "give_clinic": "all"}


@pytest.fixture
async def paid(books: Books, booking: str) -> str:
    """The page of a booking for which 30 dollars were paid."""
    await books.payment(int(booking.rpartition("/")[2]))
    return booking


async def test_what_goes_back_is_said_at_once_and_that_undoing_it_keeps_it(
    mara: Colleague, paid: str
) -> None:
    await mara.get(f"{paid}/cancel")
    await mara.post(f"{paid}/cancel", ALL)
    page = await mara.follow()
    assert "What is given back goes to the patient in a minute or two." in page.text
    assert "A$30.00 goes back to the patient in a minute or two" in page.text
    assert ON_ITS_WAY in page.text
    await mara.post(f"{paid}/restore")
    page = await mara.follow()
    assert "The booking stands again." in page.text
    assert "goes to the patient all the same" not in page.text
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


async def test_whoever_undoes_it_later_reads_that_the_money_goes_all_the_same(
    mara: Colleague, paid: str, world: World
) -> None:
    await mara.get(f"{paid}/cancel")
    await mara.post(f"{paid}/cancel", ALL)
    world.clock.advance(61)
    await mara.get(paid)
    await mara.post(f"{paid}/restore")
    page = await mara.follow()
    assert "What was given back goes to the patient all the same." in page.text
    assert "A$30.00 goes back to the patient" in page.text


async def test_nothing_is_said_of_money_where_none_was_paid(mara: Colleague, booking: str) -> None:
    await mara.get(f"{booking}/cancel")
    await mara.post(f"{booking}/cancel", {"who": "patient"})
    page = await mara.follow()
    assert "The time is free for others." in page.text
    assert "given back" not in page.text
    assert ON_ITS_WAY not in page.text
    assert "Mark as not paid" in page.text


@pytest.mark.req("T3")
async def test_nobody_owes_a_fee_for_what_the_clinic_cancelled(
    mara: Colleague, booking: str
) -> None:
    await mara.get(f"{booking}/cancel")
    await mara.post(f"{booking}/cancel", {"who": "clinic"})
    assert "Mark as not paid" not in (await mara.follow()).text
