"""A browser that booked and paid shows the appointment no more once its link was made anew."""

import pytest

from slotkeeper.storage.manage_link import save_manage_key
from tests.web.patient import ADA
from tests.web.payments.payer import TYPING_SECONDS, Payer
from tests.web.payments.till import Till
from tests.web.world import World

pytestmark = pytest.mark.req("B13")


async def test_its_payment_and_its_form_open_nothing_any_more(
    ada: Payer, till: Till, world: World
) -> None:
    await ada.choose_time()
    form = ada.page.form("/bookings").fields
    ada.clock.advance(TYPING_SECONDS)
    await ada.book(ADA)
    token = ada.token
    await ada.press_pay()
    till.pay(ada.pay_url)
    way_back = till.way_back(ada.pay_url)
    assert (await ada.come_back(way_back)).name == "confirmed"
    database = world.toolbox.database
    [row] = await database.fetch("SELECT id, clinic_id FROM booking WHERE state = 'confirmed'")
    await database.write(
        lambda tx: save_manage_key(tx, row["clinic_id"], row["id"], "another key", world.clock())
    )
    pages = [
        await ada.come_back(way_back),
        await ada.ask_state(token),
        await ada.post("/bookings", {**form, **ADA}),
    ]
    assert [page.notice for page in pages] == ["link_over"] * 3
    assert "another" not in " ".join(page.text for page in pages)
