"""A repeating appointment in a browser: from the form to its dates, and to the series."""

import re

import pytest

from tests.storage.booked import Books
from tests.web.page import Page
from tests.web.staff.acts.appointment import at, choose
from tests.web.staff.diary import HOUR
from tests.web.staff.series.regulars import NEW, SERIES, WEEK, booked, make_series, typed
from tests.web.staff.staff import Colleague
from tests.web.world import MONDAY_NINE, World

pytestmark = pytest.mark.req("S7")
TWO = MONDAY_NINE + 5 * HOUR
"""Monday, 2 pm."""


def other_times(page: Page) -> list[int]:
    """What the page offers instead of a time that somebody has."""
    return [int(each) for each in re.findall(r'<option value="(\d{10})"', page.html)]


async def test_the_form_asks_whether_it_repeats_and_how(mara: Colleague) -> None:
    page = await mara.get(NEW)
    fields = page.form("/calendar/new").fields
    assert "repeats" not in fields
    assert (fields["every_weeks"], fields["ends"]) == ("1", "open")
    assert "Look at the dates" in page.text


async def test_first_every_date_is_shown_and_nothing_is_booked(
    mara: Colleague, world: World
) -> None:
    await mara.get(NEW)
    page = await mara.post(NEW, typed())
    assert mara.status == 200
    assert "Every week on Monday at 2:00 pm, 3 times" in page.text
    assert "3 dates" in page.text
    for said in ("Mon 1 Feb", "Mon 8 Feb", "Mon 15 Feb", "Every date is free."):
        assert said in page.text
    assert await booked(world) == []


async def test_then_all_are_booked_and_the_series_is_shown(mara: Colleague, world: World) -> None:
    page = await make_series(mara)
    assert "Booked. These are the dates." in page.text
    assert "Zoë O'Neil" in page.text
    assert await booked(world) == [TWO, TWO + WEEK, TWO + 2 * WEEK]


async def test_what_stands_against_a_date_is_said_with_the_choices_there_are(
    mara: Colleague, books: Books, world: World
) -> None:
    await at(books, await books.patient("Ada", "Example"), TWO + WEEK)
    await mara.get(NEW)
    page = await mara.post(NEW, typed())
    assert "1 of 3 dates cannot be had as planned." in page.text
    assert "Ada Example: Mon 8 Feb, 2:00 pm – 2:30 pm." in page.text
    free = other_times(page)[-1]
    assert abs(free - TWO - WEEK) < 2 * HOUR
    await mara.post(SERIES + "new", {"act": "save", "at_2027-02-08": str(free)})
    assert mara.status == 303
    assert await booked(world) == [TWO, TWO + WEEK, free, TWO + 2 * WEEK]


async def test_one_choice_for_all_is_enough_and_what_it_comes_to_is_shown(
    mara: Colleague, books: Books, world: World
) -> None:
    await at(books, await books.patient("Ada", "Example"), TWO + WEEK)
    await mara.get(NEW)
    page = await mara.post(NEW, typed())
    assert page.form("/series/new").fields["for_all"] == "skip"
    page = await mara.post(SERIES + "new", {"act": "look", "for_all": "nearest"})
    assert "As chosen now: at" in page.text
    assert "As chosen now, 3 appointments are booked." in page.text
    page = await mara.post(SERIES + "new", {"act": "look", "for_all": "stop"})
    assert "As chosen now, 1 appointment is booked." in page.text
    await mara.post(SERIES + "new", {"act": "save", "for_all": "skip"})
    page = await mara.follow()
    assert "Skipped. Somebody has that time." in page.text
    assert await booked(world) == [TWO, TWO + WEEK, TWO + 2 * WEEK]


async def test_who_was_quicker_is_shown_and_nothing_typed_is_lost(
    mara: Colleague, world: World
) -> None:
    ada = await world.patient("/f/harbour-physio")
    await mara.get(NEW)
    await mara.post(NEW, typed(note="Third floor"))
    await choose(ada, TWO + WEEK)
    page = await mara.post(SERIES + "new", {"act": "save"})
    assert mara.status == 409
    assert "On 1 date something has come up since you looked." in page.text
    assert "New since you looked." in page.text
    assert "A patient is choosing" in page.text
    fields = page.form("/series/new").fields
    assert (fields["first_name"], fields["note"]) == ("Zoë", "Third floor")
    assert [each for each in await booked(world) if each != TWO + WEEK] == []
    await mara.post(SERIES + "new", {"act": "save"})
    assert mara.status == 303
    assert await booked(world) == [TWO, TWO + 2 * WEEK]


async def test_what_was_asked_for_can_be_changed_with_all_that_was_typed(mara: Colleague) -> None:
    await mara.get(NEW)
    await mara.post(NEW, typed())
    page = await mara.post(SERIES + "new", {"act": "edit"})
    fields = page.form("/calendar/new").fields
    assert (fields["first_name"], fields["times"], fields["repeats"]) == ("Zoë", "3", "on")


async def test_somebody_who_may_be_known_is_asked_about_before_anything_is_booked(
    mara: Colleague, books: Books, world: World
) -> None:
    ada = await books.patient("Ada", "Example")
    await mara.get(NEW)
    page = await mara.post(NEW, typed(first_name="Ada", last_name="Example"))
    assert "This patient may be known already" in page.text
    await mara.post(SERIES + "new", {"act": "save", "patient": str(ada)})
    assert mara.status == 303
    rows = await world.toolbox.database.fetch("SELECT DISTINCT patient_id FROM booking")
    assert [row["patient_id"] for row in rows] == [ada]


@pytest.mark.parametrize(
    ("changes", "name", "said"),
    [
        ({"every_weeks": "0"}, "every_weeks", "Enter a number of weeks from 1 to 52"),
        ({"every_weeks": "often"}, "every_weeks", "Enter a number of weeks from 1 to 52"),
        ({"ends": ""}, "ends", "Say how long it goes on"),
        ({"times": "1"}, "times", "Enter a number from 2 to 400"),
        ({"times": "401"}, "times", "Enter a number from 2 to 400"),
        ({"ends": "until", "until": ""}, "until", "Enter a day"),
        ({"ends": "until", "until": "2027-02-01"}, "until", "Choose a day after"),
        ({"ends": "until", "until": "2040-02-01"}, "until", "Choose a day within 5 years"),
        ({"time": "late"}, "time", ""),
        ({"first_name": ""}, "first_name", ""),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(
    mara: Colleague, world: World, changes: dict[str, str], name: str, said: str
) -> None:
    await mara.get(NEW)
    page = await mara.post(NEW, typed(**changes))
    assert mara.status == 422
    assert said in page.problem(name)
    assert page.form("/calendar/new").fields["repeats"] == "on"
    assert await booked(world) == []


async def test_more_dates_than_there_may_be_are_refused_in_words(mara: Colleague) -> None:
    await mara.get(NEW)
    days = {f"day_{day}": "on" for day in range(7)}
    until = {"ends": "until", "until": "2029-02-01"}
    page = await mara.post(NEW, typed(**days, **until))
    assert mara.status == 422
    assert "That is more than 400 dates." in page.text


async def test_where_nothing_would_be_booked_it_says_so(
    mara: Colleague, books: Books, world: World
) -> None:
    ada = await books.patient("Ada", "Example")
    for week in range(3):
        await at(books, ada, TWO + week * WEEK)
    await mara.get(NEW)
    page = await mara.post(NEW, typed())
    assert "Book these appointments" not in page.text
    page = await mara.post(SERIES + "new", {"act": "save"})
    assert mara.status == 422
    assert "None of these dates would be booked." in page.text


async def test_a_practitioner_repeats_in_the_own_diary_alone(kit: Colleague) -> None:
    await kit.get(NEW)
    await kit.post(NEW, typed())
    assert kit.status == 404
