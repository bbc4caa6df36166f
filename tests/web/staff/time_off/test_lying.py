"""What is booked in time off is named before, waits after, and is never touched."""

import pytest

from tests.storage.booked import Books
from tests.web.staff.acts.appointment import row
from tests.web.staff.diary import DAY
from tests.web.staff.settings.forms import send
from tests.web.staff.staff import Colleague
from tests.web.staff.time_off.plan import BOOKING, NEW, PAGE, WEEK, add, nell
from tests.web.world import MONDAY_NINE, World

pytestmark = pytest.mark.req("S6")


async def test_before_it_is_saved_the_bookings_in_it_are_named(
    mara: Colleague, bookings: list[int], world: World
) -> None:
    await mara.get(NEW)
    page = await mara.post(NEW, {**WEEK, "do": "effect"})
    assert "2 bookings would lie in it" in page.text
    assert "Mon 8 Feb , 9:00 am – 9:30 am Ada Example" in page.text
    assert "Video consultation · Nell Tidewater" in page.text
    assert "Nell Tidewater: Time away Added Mon 8 Feb 2027 – Fri 12 Feb 2027" in page.text
    assert (await nell(world)).time_off == (), "nothing is saved by looking"
    await mara.post(NEW, {**WEEK, "do": "save"})
    assert mara.led_to == f"{PAGE}?told=time_off_saved"
    assert len((await nell(world)).time_off) == 1
    for booking in bookings:
        assert (await row(world, f"{BOOKING}/{booking}"))["state"] == "confirmed"


async def test_after_it_is_saved_they_wait_there_and_on_today_until_none_is_left(
    mara: Colleague, bookings: list[int], world: World
) -> None:
    await add(mara, **WEEK)
    page = await mara.follow()
    assert "2 bookings lie in time off" in page.text
    assert "Time off 2" in page.text, "beside the entry of the navigation"
    page = await mara.get("/staff/harbour-physio/today")
    assert "2 bookings lie in time off" in page.text

    first, second, _ = bookings
    await mara.get(f"{BOOKING}/{first}/move?next={PAGE}")
    await mara.post(
        f"{BOOKING}/{first}/move",
        {"practitioner": WEEK["who"], "day": "2027-02-16", "time": "10:00"},
    )
    assert mara.led_to == f"{PAGE}?told=booking_moved"
    page = await mara.follow()
    assert "1 booking lies in time off" in page.text

    await mara.get(f"{BOOKING}/{second}/cancel?who=clinic&next={PAGE}")
    await mara.post(f"{BOOKING}/{second}/cancel", {"who": "clinic"})
    assert mara.led_to == f"{PAGE}?told=booking_cancelled"
    page = await mara.follow()
    assert "in time off" not in page.text
    assert "lie" not in (await mara.get("/staff/harbour-physio/today")).text


async def test_several_are_cancelled_at_once_and_each_patient_is_told(
    mara: Colleague, bookings: list[int], world: World
) -> None:
    await add(mara, **WEEK)
    await mara.get(PAGE)
    ticks = {f"b.{each}": "0" for each in bookings}
    page = await mara.post(f"{PAGE}/cancel", ticks)
    assert "Cancel 2 bookings" in page.text, "the third is not in time off"
    assert "Tell 1 patient by e-mail" in page.text
    assert "Without an e-mail address: 1." in page.text
    await mara.post(f"{PAGE}/cancel", {"message": "Nell is ill, we are sorry.", "tell": "on"})
    assert mara.led_to == f"{PAGE}?told=bookings_cancelled"
    states = [(await row(world, f"{BOOKING}/{each}"))["state"] for each in bookings]
    assert states == ["cancelled", "cancelled", "confirmed"]
    told = await world.toolbox.database.fetch(
        "SELECT message, words FROM delivery WHERE booking_id = $1 AND recipient = 'patient'",
        bookings[0],
    )
    assert [(each["message"], each["words"]) for each in told] == [
        ("booking_cancelled", "Nell is ill, we are sorry.")
    ]


async def test_what_somebody_changed_meanwhile_is_left(
    mara: Colleague, bookings: list[int], world: World
) -> None:
    await add(mara, **WEEK)
    await mara.get(PAGE)
    await mara.post(f"{PAGE}/cancel", {f"b.{each}": "0" for each in bookings[:2]})
    await world.toolbox.database.write(
        lambda tx: tx.execute("UPDATE booking SET revision = 7 WHERE id = $1", bookings[1])
    )
    await mara.post(f"{PAGE}/cancel")
    assert mara.led_to == f"{PAGE}?told=bookings_left"
    assert (await row(world, f"{BOOKING}/{bookings[1]}"))["state"] == "confirmed"


async def test_next_leads_to_no_page_but_the_clinics(mara: Colleague, bookings: list[int]) -> None:
    for other in ("https://evil.example", "//evil.example", "/staff/corner-practice/today"):
        page = await mara.get(f"{BOOKING}/{bookings[0]}/move?next={other}")
        assert page.form("/move").fields["next"] == f"{BOOKING}/{bookings[0]}"


async def test_a_booking_of_a_night_lies_in_it_with_either_day(
    mara: Colleague, books: Books, world: World
) -> None:
    ada = await books.patient()
    midnight = MONDAY_NINE + 7 * DAY - 9 * 3600
    times = {"starts_at": midnight - 900, "ends_at": midnight + 900}
    await books.booking(ada, **times, busy_from=midnight - 900, busy_until=midnight + 900)
    await add(mara, **{"who": "nell-tidewater", "from": "2027-02-08"})
    assert "1 booking lies in time off" in (await mara.follow()).text


async def test_a_change_of_hours_names_the_bookings_that_would_be_outside(
    robin: Colleague, bookings: list[int]
) -> None:
    path = "/practitioners/nell-tidewater"
    await robin.get(f"/staff/harbour-physio/settings{path}")
    await send(robin, path, hours__0__from="12:00")
    assert "stand outside the new hours" in robin.page.text
    assert "See which 3 bookings" in robin.page.text
    assert f"/staff/harbour-physio/bookings/{bookings[0]}" in robin.page.links


async def test_what_stays_is_named_no_more_until_it_is_moved(
    mara: Colleague, bookings: list[int], world: World
) -> None:
    await add(mara, **WEEK)
    await mara.get(PAGE)
    await mara.post(f"{PAGE}/keep", {f"b.{bookings[0]}": "0"})
    assert mara.led_to == f"{PAGE}?told=bookings_kept"
    page = await mara.follow()
    assert "1 booking lies in time off" in page.text
    assert "Ada Example" not in page.text
    page = await mara.get(f"{BOOKING}/{bookings[0]}")
    assert "Stays although it lies in time off" in page.text
    await world.toolbox.database.write(
        lambda tx: tx.execute(
            "UPDATE booking SET starts_at = starts_at + 900 WHERE id = $1", bookings[0]
        )
    )
    assert "2 bookings lie in time off" in (await mara.get(PAGE)).text
    await mara.post(f"{PAGE}/keep", {f"b.{bookings[2]}": "0"})
    assert mara.status == 409, "it lies in no time off"
