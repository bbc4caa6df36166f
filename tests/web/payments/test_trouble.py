"""A payment under way while the database, the clinic's account or its mode are not as they were."""

from collections.abc import AsyncIterator

import pytest

from slotkeeper.services.payment_accounts import remove_payments
from tests.web.clinics import DEMO
from tests.web.payments.conftest import new_payer
from tests.web.payments.payer import Payer
from tests.web.payments.till import SLUG, Till
from tests.web.promises import check_answers
from tests.web.world import World, open_world


@pytest.fixture
async def larger(postgresql_url: str, stripe_url: str) -> AsyncIterator[World]:
    """A server on the other engine."""
    async with open_world(postgresql_url, DEMO, stripe_api=stripe_url) as opened:
        yield opened
        check_answers(opened.answers)


@pytest.mark.req("P2")
async def test_on_the_other_engine_a_patient_pays_and_another_is_late(
    larger: World, till: Till
) -> None:
    till.world = larger
    await till.take_payments()
    ada = await new_payer(larger, "/f/harbour-physio")
    ben = await new_payer(larger, "/c/harbour-physio", "198.51.100.20")
    await ada.go_to_payment("insoles", 5, practitioner="nell-tidewater")
    await ada.press_pay()
    late, way_back = ada.pay_url, till.way_back(ada.pay_url)
    ada.clock.advance(451)
    till.control("/clock", now=larger.clock())
    page = await ben.pay_all_the_way(till, number=3, practitioner="nell-tidewater")
    assert page.name == "confirmed"
    till.pay(late)
    assert (await ada.come_back(way_back)).notice == "not_charged"
    assert till.money()["received"] == 3000
    assert (await till.tell(till.newest_event("charge.captured"))).status_code == 204


@pytest.mark.req("R3")
async def test_without_a_database_the_way_back_says_to_wait(
    widget: Payer, till: Till, world: World
) -> None:
    await widget.go_to_payment("insoles")
    await widget.press_pay()
    till.pay(widget.pay_url)
    way_back, token = till.way_back(widget.pay_url), widget.token
    world.take_database_away(b"no database")
    answer = await widget.http.get(way_back)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) >= 1
    page = await widget.ask_state(token)
    assert (widget.answer.status_code, page.notice) == (503, "unavailable")
    world.bring_database_back()
    assert (await widget.come_back(way_back)).name == "confirmed"
    assert till.money()["captures"] == 1


@pytest.mark.req("R3", "P2")
async def test_a_payment_whose_account_is_gone_is_under_way_until_it_is_back(
    ada: Payer, till: Till, world: World
) -> None:
    await ada.go_to_payment("insoles")
    token = ada.token
    await ada.press_pay()
    till.pay(ada.pay_url)
    way_back = till.way_back(ada.pay_url)
    await remove_payments(world.toolbox.database, SLUG, force=True)
    page = await ada.come_back(way_back)
    assert (ada.answer.status_code, page.step["data-payment"]) == (200, "waiting")
    await till.take_payments()
    assert (await ada.ask_state(token)).name == "confirmed"


@pytest.mark.req("P2")
async def test_a_payment_of_another_mode_is_not_settled_with_the_new_key(
    ada: Payer, till: Till, world: World
) -> None:
    await ada.go_to_payment("insoles")
    token = ada.token
    await ada.press_pay()
    till.pay(ada.pay_url)
    await remove_payments(world.toolbox.database, SLUG, force=True)
    till.key = till.control("/keys", account=till.account, livemode=True)["key"]
    await till.take_payments()
    assert (await ada.ask_state(token)).step["data-payment"] == "waiting"


@pytest.mark.req("P1")
async def test_where_money_moves_no_page_says_test_mode(
    ada: Payer, till: Till, world: World
) -> None:
    await remove_payments(world.toolbox.database, SLUG)
    till.key = till.control("/keys", account=till.account, livemode=True)["key"]
    await till.take_payments()
    page = await ada.go_to_payment("insoles")
    assert page.name == "payment"
    assert "Test mode" not in page.text
    await ada.press_pay()
    till.pay(ada.pay_url)
    event = till.newest_event("checkout.session.completed")
    assert event["livemode"] is True
    assert (await till.tell({**event, "id": "evt_test", "livemode": False})).status_code == 204
    row = await world.toolbox.database.fetch_one("SELECT state FROM payment")
    assert row is not None
    assert row["state"] == "open"
    assert (await till.tell(event)).status_code == 204
    assert (await ada.ask_state(ada.token)).name == "confirmed"
