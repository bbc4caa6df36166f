"""A patient moves a booking that was paid, at a clinic that asks another price by now (C4, P5)."""

import pytest
from msgspec import structs

from slotkeeper.domain.prepayment import Prepayment
from slotkeeper.services.clinics import get_clinic, update_clinic
from tests.web.booking.booked import AN_HOUR, link_of, set_up
from tests.web.page import Page
from tests.web.payments.payer import Payer
from tests.web.payments.till import Till
from tests.web.world import World

pytestmark = [pytest.mark.req("C4"), pytest.mark.req("P5")]


@pytest.fixture
async def link(ada: Payer, till: Till, world: World) -> str:
    """The path of a booking of 260 dollars that 30 were paid for."""
    await ada.pay_all_the_way(till)
    await set_up(world, change_policy=AN_HOUR, move_at_present_price=True)
    return link_of(ada)


async def ask(world: World, deposit: int, price: int) -> None:
    """The clinic changes the price of insoles."""
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    prepay = Prepayment(kind="deposit", amount=deposit)
    kinds = [
        structs.replace(each, prepay=prepay, price=price) if each.slug == "insoles" else each
        for each in clinic.appointment_types
    ]
    changed = structs.replace(clinic, appointment_types=tuple(kinds))
    await update_clinic(world.toolbox.database, changed, world.clock())


async def choose(ada: Payer, link: str) -> Page:
    """The last time of the day that is shown."""
    page = await ada.get(f"{link}/move")
    fields = page.form("/moves/holds").fields
    return await ada.post("/moves/holds", {**fields, "slot": str(page.slots[-1])})


async def press(ada: Payer) -> Page:
    return await ada.post("/moves", ada.page.form("/moves").fields)


async def taking(world: World) -> list[str]:
    """The states of what takes time."""
    rows = await world.toolbox.database.fetch(
        "SELECT state FROM booking WHERE state = 'confirmed' OR expires_at > $1 ORDER BY id",
        world.clock(),
    )
    return [row["state"] for row in rows]


async def test_the_difference_is_said_then_paid_then_the_time_is_changed(
    ada: Payer, link: str, till: Till, world: World
) -> None:
    await ask(world, 4500, 27500)
    page = await choose(ada, link)
    assert "The new time costs A$15.00 more." in page.text
    assert "stays as it is until it is paid" in page.text
    assert "Paid already A$30.00 You pay next A$15.00 At the clinic A$230.00" in page.text
    page = await press(ada)
    assert page.name == "payment"
    assert "Pay A$15.00 to change your appointment" in page.text
    assert await taking(world) == ["confirmed", "held"]
    await ada.press_pay()
    till.pay(ada.pay_url)
    page = await ada.come_back(till.way_back(ada.pay_url))
    assert page.name == "confirmed"
    assert "Your appointment is changed" in page.text
    assert "Paid: A$45.00" in page.text
    assert await taking(world) == ["confirmed"]


async def test_pressed_twice_it_leads_to_the_same_payment(
    ada: Payer, link: str, world: World
) -> None:
    await ask(world, 4500, 27500)
    await choose(ada, link)
    fields = ada.page.form("/moves").fields
    await ada.post("/moves", fields)
    first = ada.token
    assert (await ada.post("/moves", fields)).name == "payment"
    assert ada.token == first


async def test_who_gives_the_new_time_back_sees_the_booking_as_it_was(
    ada: Payer, link: str, world: World
) -> None:
    await ask(world, 4500, 27500)
    await choose(ada, link)
    await press(ada)
    page = await ada.post("/payments/release", {"payment": ada.token})
    assert page.name == "confirmed"
    if ada.is_fragment:
        assert "Your appointment stays as it was" in page.text
        assert "data-known" in page.step, "the page around it is not told of a new booking"
    assert await taking(world) == ["confirmed"]


async def test_who_does_not_pay_in_time_is_told_that_the_appointment_stays(
    ada: Payer, link: str, till: Till, world: World
) -> None:
    await ask(world, 4500, 27500)
    await choose(ada, link)
    await press(ada)
    token = ada.token
    world.clock.advance(451)
    till.control("/clock", now=world.clock())
    page = await ada.ask_state(token)
    assert page.notice == "payment_over"
    assert "You have not been charged. Your appointment on Mon 1 Feb, 11:00 am stays" in page.text
    assert "Keep the time I have" in page.text
    assert page.form("/moves/holds").fields["booking"]
    assert await taking(world) == ["confirmed"]


async def test_less_is_said_and_given_back(ada: Payer, link: str, world: World) -> None:
    await ask(world, 2000, 25000)
    page = await choose(ada, link)
    assert "The new time costs A$10.00 less." in page.text
    page = await press(ada)
    assert page.name == "confirmed"
    rows = await world.toolbox.database.fetch("SELECT amount FROM refund")
    assert [row["amount"] for row in rows] == [1000]


async def test_a_price_that_changed_since_it_was_shown_is_shown_first(
    ada: Payer, link: str, world: World
) -> None:
    await choose(ada, link)
    await ask(world, 4500, 27500)
    page = await press(ada)
    assert (ada.answer.status_code, page.name) == (409, "review")
    assert "It costs something else by now." in page.text
    assert await taking(world) == ["confirmed", "held"]


@pytest.mark.req("C2")
@pytest.mark.parametrize(
    ("deposit", "price", "said"),
    [
        (4500, 28000, "you pay A$15.00 next, and A$235.00 at the clinic instead of A$230.00."),
        (27500, 27500, "you pay A$245.00 next, and nothing more at the clinic."),
        (2000, 24000, "A$10.00 is given back to the card you paid with, and you pay A$220.00 at"),
        (3000, 28000, "costs A$20.00 more. You pay that at the clinic: A$250.00 instead of A$230"),
        (3000, 24000, "costs A$20.00 less: at the clinic you pay A$210.00 instead of A$230.00."),
    ],
)
async def test_what_is_paid_at_the_clinic_instead_is_said_too(
    ada: Payer, link: str, world: World, deposit: int, price: int, said: str
) -> None:
    await ask(world, deposit, price)
    page = await choose(ada, link)
    assert said in page.text
    assert f"Total A${price // 100}.00" in page.text


async def test_a_price_to_be_paid_at_the_clinic_that_changed_is_shown_first(
    ada: Payer, link: str, world: World
) -> None:
    await choose(ada, link)
    await ask(world, 3000, 28000)
    page = await press(ada)
    assert (ada.answer.status_code, page.name) == (409, "review")
    assert "A$250.00 instead of A$230.00" in page.text
