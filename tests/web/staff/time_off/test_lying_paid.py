"""The clinic cancels several bookings: what was paid for them goes back, once (P5)."""

import pytest

from tests.storage.booked import Books
from tests.web.staff.acts.appointment import row
from tests.web.staff.staff import Colleague, employ, enter
from tests.web.staff.time_off.plan import BOOKING, PAGE, WEEK, add
from tests.web.world import World

pytestmark = [pytest.mark.req("S6"), pytest.mark.req("P5")]


async def given_back(world: World) -> list[tuple[int, int]]:
    rows = await world.toolbox.database.fetch(
        """SELECT payment.booking_id, refund.amount FROM refund
           JOIN payment ON payment.id = refund.payment_id ORDER BY refund.id"""
    )
    return [(each["booking_id"], each["amount"]) for each in rows]


async def states(world: World, bookings: list[int]) -> list[object]:
    return [(await row(world, f"{BOOKING}/{each}"))["state"] for each in bookings]


@pytest.fixture
async def paid(mara: Colleague, books: Books, bookings: list[int]) -> list[int]:
    """The two in the week off; one of them has paid 30 dollars."""
    await books.payment(bookings[0])
    await add(mara, **WEEK)
    await mara.get(PAGE)
    return bookings[:2]


async def test_the_sum_is_shown_before_and_given_back_by_itself(
    mara: Colleague, paid: list[int], world: World
) -> None:
    page = await mara.post(f"{PAGE}/cancel", {f"b.{each}": "0" for each in paid})
    assert "2 bookings, 1 of them paid: A$30.00" in page.text
    assert "Give back everything that was paid: A$30.00" in page.text
    form = page.form("/cancel").fields
    assert form["give"] == "on"
    await mara.post(f"{PAGE}/cancel")
    assert mara.led_to == f"{PAGE}?told=bookings_cancelled_back"
    assert await states(world, paid) == ["cancelled", "cancelled"]
    assert await given_back(world) == [(paid[0], 3000)]


async def test_pressed_twice_it_is_given_back_once(
    mara: Colleague, paid: list[int], world: World
) -> None:
    page = await mara.post(f"{PAGE}/cancel", {f"b.{each}": "0" for each in paid})
    form = page.form("/cancel").fields
    for _ in range(2):
        await mara.post(f"{PAGE}/cancel", form)
    assert await given_back(world) == [(paid[0], 3000)]


async def test_without_the_tick_the_money_stays(
    mara: Colleague, paid: list[int], world: World
) -> None:
    await mara.post(f"{PAGE}/cancel", {f"b.{each}": "0" for each in paid})
    await mara.post(f"{PAGE}/cancel", {"give": ""})
    assert mara.led_to == f"{PAGE}?told=bookings_cancelled"
    assert await states(world, paid) == ["cancelled", "cancelled"]
    assert await given_back(world) == []


async def test_who_gives_no_money_back_is_told_who_does(paid: list[int], world: World) -> None:
    await employ(world, "nell@harbour.example", "practitioner", practitioner="nell-tidewater")
    nell = await enter(world, "nell@harbour.example")
    await nell.get(PAGE)
    page = await nell.post(f"{PAGE}/cancel", {f"b.{each}": "0" for each in paid})
    assert "An owner or the reception can." in page.text
    await nell.post(f"{PAGE}/cancel", {"give": "on"})
    assert await states(world, paid) == ["cancelled", "cancelled"]
    assert await given_back(world) == []
