"""Payments that end without a booking: what the patient is told, and the way on."""

import pytest

from tests.web.patient import ADA
from tests.web.payments.payer import TYPING_SECONDS, Payer
from tests.web.payments.till import Till
from tests.web.world import World

BEN = {**ADA, "first_name": "Ben", "email": "ben@patient.example", "phone": "02 5550 9876"}
AFTER_THE_DEADLINE = 451


async def booking_states(world: World) -> list[str]:
    rows = await world.toolbox.database.fetch("SELECT state FROM booking ORDER BY id")
    return [row["state"] for row in rows]


async def let_time_pass(ada: Payer, till: Till) -> None:
    ada.clock.advance(AFTER_THE_DEADLINE)
    till.control("/clock", now=ada.clock())


async def times_lead_on(ada: Payer) -> None:
    """One of the offered times can be taken, and the patient gets to paying again."""
    slot = ada.page.slots[0]
    await ada.hold(slot)
    assert ada.page.name == "details"
    ada.clock.advance(TYPING_SECONDS)
    assert (await ada.book(ADA)).name == "payment"


@pytest.mark.req("P2", "B6")
@pytest.mark.parametrize("path", ["/payments", "/payments/state"])
async def test_after_the_deadline_the_nearest_times_are_offered_without_asking_stripe(
    ada: Payer, till: Till, path: str
) -> None:
    await ada.go_to_payment("insoles")
    await let_time_pass(ada, till)
    before = till.asked()
    page = await ada.post(path, {"payment": ada.token})
    assert (ada.answer.status_code, page.notice) == (410, "payment_over")
    assert "The time to pay ran out" in page.text
    assert "You have not been charged" in page.text
    assert "Mon 1 Feb" in page.text or "Monday 1 February" in page.text
    assert till.asked() == before
    await times_lead_on(ada)


@pytest.mark.req("P2")
async def test_a_reloaded_payment_page_after_the_deadline_offers_times(
    ada: Payer, till: Till
) -> None:
    await ada.go_to_payment("insoles")
    token = ada.token
    await ada.press_pay()
    await let_time_pass(ada, till)
    page = await ada.ask_state(token)
    assert (ada.answer.status_code, page.notice) == (410, "payment_over")
    assert page.slots


@pytest.mark.req("P2")
async def test_the_time_is_free_again_after_the_deadline(ada: Payer, ben: Payer) -> None:
    slot = await slot_of(ada)
    assert slot not in (await ben.go_to_times(type="insoles", practitioner="nell-tidewater")).slots
    ada.clock.advance(AFTER_THE_DEADLINE)
    assert slot in (await ben.go_to_times(type="insoles", practitioner="nell-tidewater")).slots


@pytest.mark.req("P2")
async def test_who_pays_late_is_booked_where_the_time_is_still_free(ada: Payer, till: Till) -> None:
    await ada.go_to_payment("insoles")
    await ada.press_pay()
    way_back = till.way_back(ada.pay_url)
    await let_time_pass(ada, till)
    till.pay(ada.pay_url)
    assert (await ada.come_back(way_back)).name == "confirmed"


@pytest.mark.req("P2")
async def test_who_pays_after_somebody_else_took_the_time_is_not_charged(
    ada: Payer, ben: Payer, till: Till, world: World
) -> None:
    way_back = await lose_the_time(ada, ben, till)
    till.pay(ada.pay_url)
    page = await ada.come_back(way_back)
    assert (ada.answer.status_code, page.notice) == (409, "not_charged")
    assert "You have not been charged." in page.text
    money = till.money()
    assert (money["authorised"], money["received"], money["captures"]) == (0, 0, 0)
    assert await booking_states(world) == ["cancelled", "paying"]
    assert (await ben.ask_state(ben.token)).step["data-payment"] == "open"
    told = await world.toolbox.database.fetch("SELECT message FROM delivery")
    assert [row["message"] for row in told] == ["payment_not_charged"]
    await times_lead_on(ada)


@pytest.mark.req("P2", "P5")
async def test_who_was_charged_after_somebody_else_took_the_time_gets_it_back(
    ada: Payer, ben: Payer, till: Till, world: World
) -> None:
    way_back = await lose_the_time(ada, ben, till)
    intent = till.pay(ada.pay_url)["payment_intent"]
    till.control(f"/payment_intents/{intent}/capture")
    page = await ada.come_back(way_back)
    assert (ada.answer.status_code, page.notice) == (409, "refunded")
    assert "We have given all of your money back" in page.text
    money = till.money()
    assert (money["received"], money["refunded"], money["refunds"]) == (3000, 3000, 1)
    assert page.slots
    again = await ada.ask_state(ada.token)
    assert again.notice == "refunded"
    assert till.money()["refunds"] == 1
    assert await booking_states(world) == ["cancelled", "paying"]


@pytest.mark.req("P2", "R3")
async def test_until_the_money_is_back_it_is_under_way(ada: Payer, ben: Payer, till: Till) -> None:
    way_back = await lose_the_time(ada, ben, till)
    intent = till.pay(ada.pay_url)["payment_intent"]
    till.control(f"/payment_intents/{intent}/capture")
    till.fault("down", "/v1/refunds", times=None)
    page = await ada.come_back(way_back)
    assert page.step["data-payment"] == "waiting"
    till.mend()
    assert (await ada.ask_state(ada.token)).notice == "refunded"


@pytest.mark.req("P2")
async def test_whose_bank_let_the_payment_go_is_told_so(
    ada: Payer, till: Till, world: World
) -> None:
    await ada.go_to_payment("insoles")
    token = ada.token
    await ada.press_pay()
    way_back = till.way_back(ada.pay_url)
    intent = till.pay(ada.pay_url)["payment_intent"]
    till.fault("error", "*/capture", times=None)
    assert (await ada.come_back(way_back)).step["data-payment"] == "waiting"
    till.mend()
    till.control(f"/payment_intents/{intent}/lose")
    page = await ada.ask_state(token)
    assert (ada.answer.status_code, page.notice) == (409, "not_authorised")
    assert "Your bank did not keep the payment" in page.text
    assert "+61 2 5550 1234" in page.text
    assert page.slots
    assert await booking_states(world) == ["cancelled"]


@pytest.mark.req("P2", "H6")
@pytest.mark.parametrize(
    ("decision", "step"),
    [("", "slot"), ("type", "type"), ("practitioner", "practitioner"), ("nonsense", "slot")],
)
async def test_the_time_can_be_given_back_to_choose_anew(
    ada: Payer, world: World, decision: str, step: str
) -> None:
    slot = await slot_of(ada)
    fields = ada.page.form("/payments/release").fields
    page = await ada.post("/payments/release", {**fields, "back_to": decision})
    assert (ada.answer.status_code, page.name) == (200, step)
    if step == "slot":
        assert slot in page.slots
    assert await booking_states(world) == ["cancelled"]


@pytest.mark.req("P2")
async def test_giving_back_ends_the_pay_page(ada: Payer, till: Till) -> None:
    await ada.go_to_payment("insoles")
    form = ada.page.form("/payments/release").fields
    token = ada.token
    await ada.press_pay()
    assert (await ada.post("/payments/release", form)).name == "slot"
    session = till.ask(f"/checkout/sessions/{ada.pay_url.rsplit('/', 1)[1]}")
    assert session["status"] == "expired"
    page = await ada.ask_state(token)
    assert (ada.answer.status_code, page.notice) == (410, "payment_over")


@pytest.mark.req("P2", "R4")
async def test_giving_back_twice_is_no_mistake(ada: Payer) -> None:
    await ada.go_to_payment("insoles")
    form = ada.page.form("/payments/release").fields
    for _ in range(2):
        page = await ada.post("/payments/release", form)
        assert (ada.answer.status_code, page.name) == (200, "slot")


@pytest.mark.req("P2")
async def test_who_has_paid_cannot_give_back_in_passing(ada: Payer, till: Till) -> None:
    await ada.go_to_payment("insoles")
    form = ada.page.form("/payments/release").fields
    await ada.press_pay()
    till.pay(ada.pay_url)
    assert (await ada.come_back(till.way_back(ada.pay_url))).name == "confirmed"
    assert (await ada.post("/payments/release", form)).name == "confirmed"
    assert (await ada.post("/payments", form)).name == "confirmed"
    assert till.money()["received"] == 3000


@pytest.mark.req("P2")
async def test_who_gives_back_what_was_paid_in_another_tab_is_not_charged(
    ada: Payer, till: Till
) -> None:
    await ada.go_to_payment("insoles")
    form, token = ada.page.form("/payments/release").fields, ada.token
    await ada.press_pay()
    till.pay(ada.pay_url)
    assert (await ada.post("/payments/release", form)).name == "slot"
    assert (till.money()["authorised"], till.money()["received"]) == (0, 0)
    await ada.ask_state(token)
    assert ada.page.name == "notice"
    assert "You have not been charged" in ada.page.text


async def slot_of(ada: Payer) -> int:
    """The time that the patient is to pay for."""
    times = await ada.go_to_times(type="insoles", practitioner="nell-tidewater")
    slot = times.slots[5]  # not so early that the cut-off takes it
    await ada.hold(slot)
    ada.clock.advance(TYPING_SECONDS)
    assert (await ada.book(ADA)).name == "payment"
    return slot


async def lose_the_time(ada: Payer, ben: Payer, till: Till) -> str:
    """Ada has opened the pay page and lets the deadline pass, and Ben takes the time; her way
    back.
    """
    slot = await slot_of(ada)
    await ada.press_pay()
    way_back = till.way_back(ada.pay_url)
    await let_time_pass(ada, till)
    await ben.go_to_times(type="insoles", practitioner="nell-tidewater")
    await ben.hold(slot)
    ben.clock.advance(TYPING_SECONDS)
    assert (await ben.book(BEN)).name == "payment"
    return way_back
