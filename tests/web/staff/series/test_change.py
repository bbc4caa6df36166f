"""A series is looked at, changed, ended and taken back in a browser."""

import pytest

from tests.storage.booked import Books
from tests.web.staff.acts.appointment import at
from tests.web.staff.diary import HOUR
from tests.web.staff.series.regulars import SERIES, WEEK, booked, make_series
from tests.web.staff.staff import Colleague
from tests.web.world import MONDAY_NINE, World

pytestmark = pytest.mark.req("S7")
TWO = MONDAY_NINE + 5 * HOUR
FIRST = SERIES + "1"
LIST = "/staff/harbour-physio/bookings"
NELL = {"practitioner": "nell-tidewater"}


async def test_a_booking_says_that_it_repeats_wherever_it_is_shown(mara: Colleague) -> None:
    await make_series(mara)
    page = await mara.get(f"{LIST}/1")
    assert "Every week on Monday at 2:00 pm" in page.text
    assert FIRST in page.links
    assert f"{LIST}/1/repeat" not in page.links
    page = await mara.get("/staff/harbour-physio/calendar/peek/booking/1")
    assert FIRST in page.links
    assert "Repeats" in (await mara.get(LIST)).text
    page = await mara.get("/staff/harbour-physio/calendar?day=2027-02-01")
    assert "Repeats" in page.text


async def test_the_series_lists_what_became_of_each_date(mara: Colleague) -> None:
    await make_series(mara)
    await mara.get(f"{LIST}/2/move")
    await mara.post(f"{LIST}/2/move", {"time": "16:00", **NELL})
    await mara.get(f"{LIST}/3/cancel")
    await mara.post(f"{LIST}/3/cancel", {"who": "clinic"})
    page = await mara.get(FIRST)
    assert "At another time than usual" in page.text
    assert "4:00 pm" in page.text
    assert "Cancelled" in page.text


async def test_all_to_come_move_to_another_time(mara: Colleague, world: World) -> None:
    await make_series(mara)
    await mara.get(f"{FIRST}/change")
    page = await mara.post(f"{FIRST}/change", {"act": "look", "time": "15:00", **NELL})
    assert "Every week on Monday at 3:00 pm" in page.text
    assert await booked(world) == [TWO, TWO + WEEK, TWO + 2 * WEEK]
    await mara.post(f"{FIRST}/change", {"act": "save"})
    page = await mara.follow()
    assert "Moved. These are the dates now." in page.text
    assert await booked(world) == [TWO + HOUR + n * WEEK for n in range(3)]


async def test_this_and_following_become_a_series_of_their_own(
    mara: Colleague, world: World
) -> None:
    await make_series(mara)
    page = await mara.get(f"{FIRST}/change?since=2027-02-08")
    assert page.form("/change").fields["scope"] == "following"
    assert f"{LIST}/2/move" in page.links
    await mara.post(f"{FIRST}/change", {"act": "look", "time": "15:00", **NELL})
    await mara.post(f"{FIRST}/change", {"act": "save"})
    page = await mara.follow()
    assert "It continues an earlier series" in page.text
    assert await booked(world) == [TWO, TWO + HOUR + WEEK, TWO + HOUR + 2 * WEEK]
    assert "the rest of it is a series of its own" in (await mara.get(FIRST)).text


async def test_what_is_in_the_way_of_a_change_is_said_and_stays_where_it_was(
    mara: Colleague, books: Books, world: World
) -> None:
    await make_series(mara)
    await at(books, await books.patient("Ada", "Example"), TWO + HOUR + WEEK)
    await mara.get(f"{FIRST}/change")
    page = await mara.post(f"{FIRST}/change", {"act": "look", "time": "15:00", **NELL})
    assert "Leave them at their old time" in page.text
    assert "As chosen now: stays at its old time." in page.text
    await mara.post(f"{FIRST}/change", {"act": "save"})
    assert mara.status == 303
    assert TWO + WEEK in await booked(world)


async def test_a_change_that_came_too_late_says_so(mara: Colleague) -> None:
    await make_series(mara)
    form = (await mara.get(f"{FIRST}/change")).form("/change").fields
    await mara.post(f"{FIRST}/change", {"act": "save", "time": "15:00", **NELL})
    page = await mara.post(f"{FIRST}/change", {**form, "act": "save", "time": "16:00", **NELL})
    assert mara.status == 409
    assert "Somebody has changed this series" in page.text


async def test_a_series_is_ended_and_that_is_taken_back(mara: Colleague, world: World) -> None:
    await make_series(mara)
    page = await mara.get(f"{FIRST}/end?since=2027-02-08")
    assert "2 appointments" in page.text
    page = await mara.post(f"{FIRST}/end", {"who": ""})
    assert mara.status == 422
    assert page.form("/end").fields["since"] == "2027-02-08"
    await mara.post(f"{FIRST}/end", {"who": "patient", "message": "See you."})
    page = await mara.follow()
    assert "Ended. What was to come is cancelled." in page.text
    assert await booked(world) == [TWO]
    await mara.post(f"{FIRST}/restore")
    page = await mara.follow()
    assert "Taken back" in page.text
    assert len(await booked(world)) == 3


async def test_a_date_that_was_given_away_meanwhile_is_named(
    mara: Colleague, books: Books, world: World
) -> None:
    await make_series(mara)
    await mara.get(f"{FIRST}/end")
    await mara.post(f"{FIRST}/end", {"who": "clinic"})
    await at(books, await books.patient("Ada", "Example"), TWO + WEEK)
    await mara.get(FIRST)
    page = await mara.post(f"{FIRST}/restore")
    assert "given to somebody else meanwhile: Mon 8 Feb" in page.text
    assert len(await booked(world)) == 3


async def test_a_booking_that_is_there_is_repeated(
    mara: Colleague, booking: str, world: World
) -> None:
    page = await mara.get(booking)
    assert f"{booking}/repeat" in page.links
    fields = (await mara.get(f"{booking}/repeat")).form("/repeat").fields
    assert (fields["every_weeks"], fields["day_0"], fields["ends"]) == ("1", "on", "open")
    times = {"ends": "times", "times": "3", "every_weeks": "2"}
    page = await mara.post(f"{booking}/repeat", {**times, "act": "look"})
    assert "Ada Example" in page.text
    assert "2 dates" in page.text
    await mara.post(f"{booking}/repeat", {"act": "save"})
    await mara.follow()
    assert await booked(world) == [TWO, TWO + 2 * WEEK, TWO + 4 * WEEK]


async def test_a_practitioner_sees_and_changes_the_own_series_alone(
    mara: Colleague, kit: Colleague
) -> None:
    await make_series(mara)
    for path in (FIRST, f"{FIRST}/change", f"{FIRST}/end"):
        await kit.get(path)
        assert kit.status == 404


async def test_a_date_that_could_not_be_booked_is_a_task_until_it_is_done(
    mara: Colleague, world: World
) -> None:
    await make_series(mara)
    await world.toolbox.database.write(
        lambda tx: tx.execute(
            """INSERT INTO series_gap (series_id, gap_on, clinic_id, kind, reason, made_at)
               VALUES (1, '2027-03-01', 1, 'unplaced', 'time_off', 0)"""
        )
    )
    for path in ("requests", "today"):
        page = await mara.get(f"/staff/harbour-physio/{path}")
        assert "Repeating appointments that could not be booked" in page.text
        assert "The practitioner is away." in page.text
    page = await mara.get("/staff/harbour-physio/requests")
    assert "Requests 1" in page.text
    assert "Book another time" in (await mara.get(FIRST)).text
    await mara.get("/staff/harbour-physio/requests")
    await mara.post(f"{FIRST}/settle")
    assert mara.led_to == "/staff/harbour-physio/requests?told=series_settled"
    page = await mara.follow()
    assert "could not be booked" not in page.text


async def test_the_log_says_what_was_done_to_a_series_and_leads_to_it(
    mara: Colleague, robin: Colleague
) -> None:
    await make_series(mara)
    await mara.get(f"{FIRST}/change")
    await mara.post(f"{FIRST}/change", {"act": "save", "time": "15:00", **NELL})
    await mara.get(f"{FIRST}/end")
    await mara.post(f"{FIRST}/end", {"who": "clinic"})
    page = await robin.get("/staff/harbour-physio/log?about=booking")
    for said in ("Made a repeating", "Changed a repeating", "Ended a repeating", "3:00 pm"):
        assert said in page.text
    assert FIRST in page.links
