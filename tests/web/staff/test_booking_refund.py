"""Money given back from the page of a booking, against the pretend Stripe."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from demo.stripe import create_fake_stripe, serving
from tests.web.clinics import CORNER
from tests.web.payments.conftest import HARBOUR
from tests.web.payments.payer import Payer
from tests.web.payments.till import Till
from tests.web.staff.promises import check_staff_answers
from tests.web.staff.staff import Colleague, employ, enter
from tests.web.world import MONDAY_NINE, World, open_world

LIST = "/staff/harbour-physio/bookings"
pytestmark = pytest.mark.req("P5")


@pytest.fixture(scope="module")
def stripe_url() -> Iterator[str]:
    with serving(create_fake_stripe(now=MONDAY_NINE, retry_after=(0.05, 0.1))) as url:
        yield url


@pytest.fixture
async def world(sqlite_url: str, stripe_url: str) -> AsyncIterator[World]:
    async with open_world(sqlite_url, HARBOUR, stripe_api=stripe_url) as opened:
        yield opened
        check_staff_answers(opened.answers)


@pytest.fixture
async def till(world: World, stripe_url: str) -> AsyncIterator[Till]:
    till = Till(stripe_url, "", "", world)
    made = till.control("/accounts", name="Harbour Physio")
    till.account, till.key = made["id"], made["key"]
    await till.take_payments()
    yield till
    till.mend()


@pytest.fixture
async def booking(world: World, till: Till) -> str:
    """The address of a booking whose patient has paid."""
    payer = Payer(await world.browser(), "/f/harbour-physio", clock=world.clock)
    await payer.go_to_payment("insoles")
    await payer.press_pay()
    till.pay(payer.pay_url)
    await till.tell(till.newest_event("checkout.session.completed"))
    row = await world.toolbox.database.fetch_one("SELECT id FROM booking WHERE state = 'confirmed'")
    assert row
    return f"{LIST}/{row['id']}"


def given_back(till: Till) -> int:
    return sum(each["amount"] for each in till.ask("/refunds")["data"])


async def test_what_will_happen_is_said_before(mara: Colleague, booking: str) -> None:
    page = await mara.get(booking)
    assert "goes back to the card it came from" in page.text
    assert "The appointment stays as it is" in page.text


async def test_all_of_it_is_given_back(mara: Colleague, booking: str, till: Till) -> None:
    received = await received_by(till)
    await mara.get(booking)
    await mara.post(f"{booking}/refunds", {"how": "all"})
    assert mara.led_to == f"{booking}?told=refund_made"
    page = await mara.follow()
    assert "The money is on its way back" in page.text
    assert "Mara" in page.text
    assert "Give money back" not in page.text
    assert given_back(till) == received


async def test_a_part_is_given_back_and_the_rest_stays(
    robin: Colleague, booking: str, till: Till
) -> None:
    await robin.get(booking)
    await robin.post(f"{booking}/refunds", {"how": "part", "amount": "12,50"})
    page = await robin.follow()
    assert given_back(till) == 1250
    assert "A$12.50 given back" in page.text
    assert "Give money back" in page.text


async def test_a_form_sent_twice_gives_back_once(
    robin: Colleague, booking: str, till: Till
) -> None:
    fields = (await robin.get(booking)).form("/refunds").fields
    sent = {**fields, "how": "part", "amount": "10"}
    both = [robin.http.post(f"{booking}/refunds", data=sent) for _ in range(3)]
    answers = await asyncio.gather(*both)
    assert [each.status_code for each in answers] == [303] * 3
    assert given_back(till) == 1000
    await robin.http.post(f"{booking}/refunds", data=sent)
    assert given_back(till) == 1000


@pytest.mark.req("R4")
@pytest.mark.parametrize("amount", ["", "0", "-5", "ten", "1.234", "1e3", "9" * 30, "+1", "٥"])
async def test_what_is_no_amount_is_said_at_the_field(
    robin: Colleague, booking: str, till: Till, amount: str
) -> None:
    await robin.get(booking)
    page = await robin.post(f"{booking}/refunds", {"how": "part", "amount": amount})
    assert robin.status == 422
    assert "Enter an amount like 10.00" in page.problem("amount")
    assert given_back(till) == 0


async def test_more_than_is_left_is_refused_with_what_is_left(
    robin: Colleague, booking: str, till: Till
) -> None:
    await robin.get(booking)
    page = await robin.post(f"{booking}/refunds", {"how": "part", "amount": "9999.00"})
    assert robin.status == 422
    assert "Enter at most A$" in page.problem("amount")
    assert given_back(till) == 0


async def test_nothing_is_given_back_where_nothing_is_left(
    robin: Colleague, booking: str, till: Till
) -> None:
    await robin.get(booking)
    await robin.post(f"{booking}/refunds", {"how": "all"})
    before = given_back(till)
    await robin.get(booking)
    await robin.post(f"{booking}/refunds", {"once": "another-one", "how": "all"})
    assert robin.status == 422
    assert given_back(till) == before


@pytest.mark.parametrize("once", ["", "short", "x" * 41, "a b c d e f"])
async def test_a_form_without_its_name_gives_nothing_back(
    robin: Colleague, booking: str, till: Till, once: str
) -> None:
    await robin.get(booking)
    await robin.post(f"{booking}/refunds", {"once": once, "how": "all"})
    assert robin.status == 422
    assert given_back(till) == 0


@pytest.mark.req("R3")
async def test_with_stripe_down_it_is_kept_and_said(
    robin: Colleague, booking: str, till: Till
) -> None:
    await robin.get(booking)
    till.fault("down", times=None)
    await robin.post(f"{booking}/refunds", {"how": "all"})
    assert robin.led_to == f"{booking}?told=refund_asked"
    page = await robin.follow()
    assert "or as soon as the payment service answers" in page.text


async def test_another_clinics_owner_gives_nothing_back(
    robin: Colleague, world: World, booking: str, till: Till
) -> None:
    await world.import_clinic(CORNER)
    await employ(world, "ash@corner.example", "owner", "corner-practice")
    ash = await enter(world, "ash@corner.example")
    for path in (booking, booking.replace("harbour-physio", "corner-practice")):
        await ash.get("/staff/corner-practice/bookings")
        await ash.post(f"{path}/refunds", {"once": "abcdefghij", "how": "all"})
        assert ash.status == 404
    assert given_back(till) == 0


async def received_by(till: Till) -> int:
    row = await till.world.toolbox.database.fetch_one("SELECT received FROM payment")
    assert row
    return int(row["received"])
