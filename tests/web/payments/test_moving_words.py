"""What a patient reads who pays the difference of a moved booking: never that something is booked,
always that the appointment stays until then (C4, P5).
"""

import pytest

from tests.web.booking.booked import AN_HOUR, link_of, set_up
from tests.web.page import Page
from tests.web.payments.payer import Payer
from tests.web.payments.test_moving import ask, choose, press
from tests.web.payments.till import Till
from tests.web.world import World

pytestmark = [pytest.mark.req("C4"), pytest.mark.req("P5")]
STAYS = "Your appointment on Mon 1 Feb, 11:00 am stays"


@pytest.fixture
async def link(ada: Payer, till: Till, world: World) -> str:
    """The path of a paid booking at a clinic that asks 15 dollars more by now."""
    await ada.pay_all_the_way(till)
    await set_up(world, change_policy=AN_HOUR, move_at_present_price=True)
    await ask(world, 4500, 27500)
    return link_of(ada)


@pytest.fixture
async def paying(ada: Payer, link: str) -> Page:
    """The page where the difference is paid."""
    assert link
    await choose(ada, link)
    return await press(ada)


async def test_it_says_from_when_to_when_and_all_its_sums(paying: Page) -> None:
    assert "Pay A$15.00 to change your appointment" in paying.text
    assert f"{STAYS} as it is until this is paid." in paying.text
    assert "From Mon 1 Feb, 11:00 am To Mon 1 Feb, 4:30 pm" in paying.text
    sums = "Paid already A$30.00 Now A$15.00 At the clinic A$230.00 Total A$275.00"
    assert sums in paying.text
    assert "Pay A$15.00 and change" in paying.text
    assert "Keep the time I have" in paying.text


async def test_nothing_is_said_of_booking_or_of_choosing_anew(paying: Page) -> None:
    assert "to book" not in paying.text
    assert "and book" not in paying.text
    assert "Give the time back" not in paying.text
    assert "Change</button>" not in paying.html
    assert " of 6" not in paying.text


async def test_the_pay_page_says_so_beside_its_button(ada: Payer, paying: Page, till: Till) -> None:
    assert paying
    await ada.press_pay()
    session = till.ask(f"/checkout/sessions/{ada.pay_url.rsplit('/', 1)[1]}")
    said = session["custom_text"]["submit"]["message"]
    assert said.startswith("Your appointment changes from Mon 1 Feb, 11:00 am to Mon 1 Feb, 4:30")
    assert session["submit_type"] == "pay", "its button does not say that something is booked"


async def test_while_it_is_under_way_the_appointment_is_said_to_stay(
    ada: Payer, paying: Page, till: Till
) -> None:
    assert paying
    await ada.press_pay()
    way_back = till.way_back(ada.pay_url)
    till.pay(ada.pay_url)
    till.fault("down", times=None)
    page = await ada.come_back(way_back)
    assert page.step["data-payment"] == "waiting"
    assert f"{STAYS} yours until it has come through." in page.text


async def test_while_nobody_can_pay_it_is_said_to_stay(
    ada: Payer, paying: Page, till: Till
) -> None:
    assert paying
    till.fault("down", times=None)
    await ada.press_pay()
    assert ada.answer.status_code == 503
    assert "Nothing was charged, and your appointment stays as it is." in ada.page.text


async def test_whose_bank_let_it_go_keeps_the_appointment(
    ada: Payer, paying: Page, till: Till
) -> None:
    assert paying
    token = ada.token
    await ada.press_pay()
    way_back, intent = till.way_back(ada.pay_url), till.pay(ada.pay_url)["payment_intent"]
    till.fault("error", "*/capture", times=None)
    assert (await ada.come_back(way_back)).step["data-payment"] == "waiting"
    till.mend()
    till.control(f"/payment_intents/{intent}/lose")
    page = await ada.ask_state(token)
    assert page.notice == "not_authorised"
    assert f"You have not been charged. {STAYS} as it was" in page.text
    assert page.form("/moves/holds").fields["booking"]


async def test_who_cancels_in_another_tab_is_not_asked_to_pay(
    ada: Payer, link: str, paying: Page
) -> None:
    assert paying
    token = ada.token
    page = await ada.get(f"{link}/cancel")
    await ada.post("/cancellations", page.form("/cancellations").fields)
    page = await ada.ask_state(token)
    assert (ada.answer.status_code, page.notice) == (409, "move_off")
    assert "you have not been charged for that" in page.text
    assert "stays" not in page.text


async def test_who_looks_at_the_review_again_is_led_to_the_payment(
    ada: Payer, link: str, world: World
) -> None:
    assert world
    await choose(ada, link)
    hold = ada.page.form("/moves").fields["hold"]
    await press(ada)
    page = await ada.get(f"{link}/move/{hold}")
    assert page.notice == "being_paid"
    assert "Your appointment stays as it is until the new time is paid." in page.text


async def test_a_clinic_that_takes_no_payments_any_more_asks_for_nothing(
    ada: Payer, link: str, world: World
) -> None:
    await choose(ada, link)
    fields = ada.page.form("/moves").fields
    await close_the_till(world)
    page = await ada.post("/moves", fields)
    assert "It costs something else by now." in page.text
    assert "You pay that at the clinic: A$245.00 instead of A$230.00." in page.text


async def test_who_was_to_pay_there_is_asked_to_call(
    ada: Payer, paying: Page, world: World
) -> None:
    assert paying
    await close_the_till(world)
    await ada.press_pay()
    assert (ada.answer.status_code, ada.page.notice) == (503, "payment_closed")
    assert "Please call us to change your appointment" in ada.page.text
    assert "your appointment stays as it was" in ada.page.text


async def close_the_till(world: World) -> None:
    """The clinic's account is gone."""
    await world.toolbox.database.write(lambda tx: tx.execute("DELETE FROM payment_account"))


@pytest.mark.req("P2")
async def test_who_pays_too_late_keeps_the_appointment_and_is_not_charged(
    ada: Payer, ben: Payer, link: str, till: Till
) -> None:
    way_back = await lose_the_time(ada, ben, link, till)
    till.pay(ada.pay_url)
    page = await ada.come_back(way_back)
    assert (ada.answer.status_code, page.notice) == (409, "not_charged")
    assert f"You have not been charged. {STAYS} as it was" in page.text
    assert "Keep the time I have" in page.text
    assert (till.money()["received"], till.money()["authorised"]) == (3000, 0)


@pytest.mark.req("P2")
async def test_who_was_charged_too_late_gets_the_difference_back_and_keeps_the_appointment(
    ada: Payer, ben: Payer, link: str, till: Till
) -> None:
    way_back = await lose_the_time(ada, ben, link, till)
    intent = till.pay(ada.pay_url)["payment_intent"]
    till.control(f"/payment_intents/{intent}/capture")
    page = await ada.come_back(way_back)
    assert (ada.answer.status_code, page.notice) == (409, "refunded")
    assert "We have given the A$15.00 for the new time back" in page.text
    assert f"{STAYS} as it was" in page.text
    assert (till.money()["received"], till.money()["refunded"]) == (4500, 1500)


async def lose_the_time(ada: Payer, ben: Payer, link: str, till: Till) -> str:
    """She has opened the pay page and lets the deadline pass, and Ben takes the time; her way
    back.
    """
    slot = (await ada.get(f"{link}/move")).slots[-1]
    await choose(ada, link)
    await press(ada)
    await ada.press_pay()
    way_back = till.way_back(ada.pay_url)
    till.fault("error", "*/expire", times=None)  # else the pay page may end before
    ada.clock.advance(451)
    till.control("/clock", now=ada.clock())
    await ben.go_to_times(type="insoles", practitioner="nell-tidewater")
    await ben.hold(slot)
    till.mend()
    return way_back
