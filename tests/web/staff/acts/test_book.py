"""Staff book in a browser: errors at the field, nothing typed is lost, rules told before."""

import pytest

from tests.storage.booked import Books
from tests.web.staff.acts.appointment import choose
from tests.web.staff.diary import HOUR, MINUTE
from tests.web.staff.staff import Colleague
from tests.web.world import MONDAY_NINE, World

NEW = "/staff/harbour-physio/calendar/new"
ONE = MONDAY_NINE + 5 * HOUR
"""Monday, 2 pm."""
SCRIPT = "<script>alert(1)</script>"

pytestmark = pytest.mark.req("A2")


def typed(**changes: str) -> dict[str, str]:
    return {
        "act": "book",
        "patient": "new",
        "first_name": "Zoë",
        "last_name": "O'Neil",
        "kind": "video",
        "practitioner": "nell-tidewater",
        "day": "2027-02-01",
        "time": "14:00",
        **changes,
    }


async def booked(world: World) -> list[tuple[int, str]]:
    rows = await world.toolbox.database.fetch("SELECT starts_at, state FROM booking ORDER BY id")
    return [(row["starts_at"], row["state"]) for row in rows]


async def test_the_form_begins_where_the_calendar_was_clicked(mara: Colleague) -> None:
    page = await mara.get(f"{NEW}?practitioner=nell-tidewater&start={ONE}")
    fields = page.form("/calendar/new").fields
    assert (fields["day"], fields["time"], fields["tell"]) == ("2027-02-01", "14:00", "on")
    assert '<option value="nell-tidewater" selected' in page.html


async def test_a_new_patient_is_booked_and_the_booking_shown(mara: Colleague, world: World) -> None:
    await mara.get(NEW)
    await mara.post(NEW, typed())
    page = await mara.follow()
    assert "Booked." in page.text
    assert "Zoë O'Neil" in page.text
    assert "by staff" in page.text
    assert page.text.count("Booked Mon 1 Feb") == 2  # as a fact, and in the history
    assert await booked(world) == [(ONE, "confirmed")]


async def test_a_known_patient_is_found_and_booked(
    mara: Colleague, books: Books, world: World
) -> None:
    ada = await books.patient("Ada", "Example")
    await mara.get(NEW)
    page = await mara.post(NEW, {**typed(patient=""), "act": "find", "q": "exam"})
    assert "Ada Example" in page.text
    assert page.form("/calendar/new").fields["time"] == "14:00"
    await mara.post(NEW, typed(patient=str(ada)))
    assert mara.status == 303
    row = await world.toolbox.database.fetch_one("SELECT patient_id FROM booking")
    assert row
    assert row["patient_id"] == ada


async def test_a_script_that_searches_gets_the_choices_alone(mara: Colleague, books: Books) -> None:
    await books.patient("Ada", "Example")
    csrf = (await mara.get(NEW)).form("/calendar/new").fields["csrf"]
    sent = {"csrf": csrf, "act": "find", "q": "ada"}
    answer = await mara.http.post(NEW, data=sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<label")
    assert "Ada Example" in answer.text


async def test_nobody_found_is_told(mara: Colleague) -> None:
    await mara.get(NEW)
    page = await mara.post(NEW, {"act": "find", "q": "nobody here"})
    assert "Nobody found for “nobody here”" in page.text


@pytest.mark.req("R4")
@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"patient": ""}, "patient", "Choose a patient"),
        ({"patient": "999"}, "patient", "Choose a patient"),
        ({"first_name": " "}, "first_name", "Enter the first name"),
        ({"last_name": "x" * 81}, "last_name", "at most 80"),
        ({"email": "no address"}, "email", "Enter an e-mail address"),
        ({"phone": "12"}, "phone", "with area code"),
        ({"birth_date": "2999-01-01"}, "birth_date", "that is possible"),
        ({"kind": "nothing"}, "kind", "Choose a type"),
        ({"practitioner": "nobody"}, "practitioner", "Choose whose diary"),
        ({"day": "2027-02-30"}, "day", "Enter a day"),
        ({"day": "0001-01-01"}, "day", "Enter a day"),
        ({"time": "25:00"}, "time", "Enter a time like 14:30"),
        ({"time": "٢:٠٠"}, "time", "Enter a time like 14:30"),
        ({"note": "x" * 1001}, "note", "at most 1000"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    mara: Colleague, world: World, changes: dict[str, str], field: str, told: str
) -> None:
    await mara.get(NEW)
    page = await mara.post(NEW, typed(**{"note": "By the side door", **changes}))
    assert mara.status == 422
    assert told in page.problem(field)
    kept = page.form("/calendar/new").fields
    expected = {**typed(), "note": "By the side door", **changes}
    for name in {"first_name", "last_name", "day", "time", "note"} - {field}:
        assert kept[name] == expected[name]
    assert await booked(world) == []


async def test_all_that_is_wrong_is_said_at_once(mara: Colleague) -> None:
    await mara.get(NEW)
    nothing = {"kind": "", "practitioner": "", "day": "", "time": ""}
    page = await mara.post(NEW, {"act": "book", "patient": "new", **nothing})
    for field in ("first_name", "last_name", "kind", "practitioner", "day", "time"):
        assert page.problem(field)


async def test_what_stands_against_it_is_told_and_done_with_book_anyway(
    mara: Colleague, world: World
) -> None:
    await mara.get(NEW)
    page = await mara.post(NEW, typed(time="07:00"))
    assert mara.status == 409
    assert "Nell Tidewater does not work at that time." in page.text
    assert "This time is over" in page.text
    assert "Book anyway" in page.text
    assert page.form("/calendar/new").fields["first_name"] == "Zoë"
    await mara.post(NEW, {"act": "book"} | typed(time="07:00"))
    page = await mara.follow()
    assert "Knowingly beyond: time over, working hours." in page.text
    assert len(await booked(world)) == 1


async def test_another_time_is_told_of_again(mara: Colleague, world: World) -> None:
    await mara.get(NEW)
    await mara.post(NEW, typed(time="18:00"))
    page = await mara.post(NEW, typed(time="19:00"))
    assert mara.status == 409
    assert "does not work at that time" in page.text
    assert await booked(world) == []


@pytest.mark.parametrize("override", ["outside_hours", "x" * 5000, "past-1", "🙂"])
async def test_a_made_up_override_overrides_nothing(mara: Colleague, override: str) -> None:
    await mara.get(NEW)
    await mara.post(NEW, typed(time="19:00", override=override))
    assert mara.status == 409


async def test_who_may_be_the_same_person_can_be_chosen_or_not(
    mara: Colleague, books: Books, world: World
) -> None:
    known = await books.patient("Zoë", "O'Neil", phone="+61255501999")
    await mara.get(NEW)
    page = await mara.post(NEW, typed(time="19:00"))
    assert "This patient may be known already. Choose below who it is." in page.text
    await mara.get(NEW)
    page = await mara.post(NEW, typed())
    assert mara.status == 409
    assert "This patient may be known already" in page.text
    assert "+61255501999" in page.text
    fields = page.form("/calendar/new").fields
    await mara.post(NEW, {**fields, **typed(patient=str(known))})
    assert mara.status == 303
    await mara.post(NEW, {**fields, **typed(time="15:00")})
    assert mara.status == 303
    rows = await world.toolbox.database.fetch("SELECT DISTINCT patient_id FROM booking")
    assert len(rows) == 2


@pytest.mark.req("H3")
async def test_a_hold_in_the_way_can_be_released_and_booked(mara: Colleague, world: World) -> None:
    ada = await world.patient("/f/harbour-physio")
    await choose(ada, ONE)
    await mara.get(NEW)
    page = await mara.post(NEW, typed())
    assert mara.status == 409
    assert "A patient is choosing Mon 1 Feb, 2:00 pm" in page.text
    [hold] = page.choices("release")
    # Enter presses the first button of a form: never this one.
    assert next(each for each in page.buttons if "name" in each)["value"] == "find"
    await mara.post(NEW, {**typed(), "release": hold})
    assert mara.status == 303
    assert await booked(world) == [(ONE, "confirmed")]


async def test_a_time_that_is_taken_names_who_has_it(mara: Colleague, books: Books) -> None:
    await books.booking(
        await books.patient("Ada", "Example"),
        starts_at=ONE,
        ends_at=ONE + 30 * MINUTE,
        busy_from=ONE,
        busy_until=ONE + 30 * MINUTE,
    )
    await mara.get(NEW)
    page = await mara.post(NEW, typed(override="booked-1"))
    assert mara.status == 409
    assert "Ada Example: Mon 1 Feb, 2:00 pm – 2:30 pm." in page.text
    assert "Book anyway" not in page.text


@pytest.mark.req("R5")
async def test_what_is_typed_never_runs(mara: Colleague) -> None:
    await mara.get(NEW)
    page = await mara.post(
        NEW, typed(first_name=SCRIPT, last_name='"><img src=x>', note=SCRIPT, q=SCRIPT)
    )
    page = await mara.follow()
    assert SCRIPT not in page.html
    assert "<img" not in page.html
    assert SCRIPT in page.text


@pytest.mark.req("A1")
async def test_a_practitioner_books_in_the_own_diary_for_the_own_patients(
    kit: Colleague, books: Books
) -> None:
    page = await kit.get(NEW)
    assert "Nell Tidewater" not in page.text
    await kit.post(NEW, typed())
    assert kit.status == 404
    ada = await books.patient("Ada", "Example")
    await kit.get(NEW)
    page = await kit.post(NEW, {"act": "find", "q": "ada"})
    assert "Ada Example" not in page.text
    page = await kit.post(NEW, typed(practitioner="kit-saltmarsh", patient=str(ada)))
    assert (kit.status, "Ada Example" in page.text) == (422, False)
    start = MONDAY_NINE + 27 * HOUR
    await books.booking(
        ada,
        practitioner_id=books.practitioners[2],
        starts_at=start,
        ends_at=start + HOUR,
        busy_from=start,
        busy_until=start + HOUR,
    )
    page = await kit.post(NEW, {"act": "find", "q": "ada"})
    assert "Ada Example" in page.text
