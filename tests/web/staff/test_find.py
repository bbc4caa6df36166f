"""The one search: what it finds for whom, and what of it is written down."""

import re
from datetime import date

import pytest

from slotkeeper.web.staff.find.hit import begin_words
from slotkeeper.web.staff.find.named_pages import read_day
from tests.storage.booked import Books
from tests.web.staff.diary import books_of
from tests.web.staff.patients import known
from tests.web.staff.staff import Colleague
from tests.web.world import World

FIND = "/staff/harbour-physio/find"
SETTINGS = "/staff/harbour-physio/settings"
HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"
TODAY = date(2027, 1, 5)


@pytest.fixture
async def books(world: World) -> Books:
    return await books_of(world.toolbox.database)


async def found(who: Colleague, text: str) -> list[str]:
    """Where the results lead."""
    await who.get(FIND)
    await who.post(FIND, {"text": text})
    main = who.answer.text.partition("data-everywhere-page")[2]
    return re.findall(r'<li><a href="([^"]+)"', main)


@pytest.mark.parametrize("path", ["today", "calendar", "bookings", "patients", "settings", "find"])
async def test_the_field_is_on_every_page(robin: Colleague, path: str) -> None:
    page = await robin.get(f"/staff/harbour-physio/{path}")
    assert page.form(FIND).fields["text"] == ""
    assert FIND in page.links


async def test_the_own_account_is_no_clinics_and_has_none(robin: Colleague) -> None:
    page = await robin.get("/staff/account")
    assert all(each.path != FIND for each in page.forms)


@pytest.mark.req("A4")
async def test_a_patient_is_found_with_phone_and_next_booking(
    mara: Colleague, books: Books, world: World
) -> None:
    ada = await books.patient("Ada", "Gullwing", phone="+61255500101")
    starts = world.clock() + 86_400
    times = {"starts_at": starts, "busy_from": starts}
    await books.booking(ada, **times, ends_at=starts + 1800, busy_until=starts + 1800)
    assert await found(mara, "gull") == [f"/staff/harbour-physio/patients/{ada}"]
    assert "+61255500101 · Next: " in mara.page.text


@pytest.mark.req("A3")
async def test_a_reference_or_its_beginning_leads_to_the_booking(
    mara: Colleague, books: Books
) -> None:
    ada = await books.patient("Ada", "Gullwing")
    booking = await books.booking(ada, reference="K7M2QXA")
    address = f"/staff/harbour-physio/bookings/{booking}"
    assert address in await found(mara, "K7M2")
    assert address in await found(mara, "k7m-2qxa")


async def test_an_owner_finds_a_setting_by_the_beginnings_of_its_words(robin: Colleague) -> None:
    assert await found(robin, "cut") == [f"{SETTINGS}/online-booking#q-cut_off"]
    assert await found(robin, "publ hol") == [f"{SETTINGS}/clinic#q-closed_on"]
    assert f"{SETTINGS}/practitioners/kit-saltmarsh" in await found(robin, "saltm")
    assert f"{SETTINGS}/practitioners" in await found(robin, "working hours")


async def test_a_found_setting_is_a_question_of_that_page(robin: Colleague) -> None:
    (address,) = await found(robin, "cut")
    page, _, anchor = address.partition("#")
    await robin.get(page)
    assert f'id="{anchor}"' in robin.answer.text


@pytest.mark.req("A1")
async def test_settings_are_for_owners_alone(mara: Colleague, kit: Colleague) -> None:
    for who in (mara, kit):
        assert await found(who, "cut") == []
        assert "setting" not in who.page.text


async def test_pages_are_found_by_name_and_the_calendar_by_a_day(kit: Colleague) -> None:
    assert await found(kit, "cal") == ["/staff/harbour-physio/calendar"]
    assert await found(kit, "2027-03-09") == ["/staff/harbour-physio/calendar?day=2027-03-09"]
    assert "Tuesday 9 March 2027" in kit.page.text
    assert await found(kit, "log") == []


@pytest.mark.req("A1")
async def test_a_practitioner_finds_the_own_diary_alone(
    kit: Colleague, mara: Colleague, books: Books
) -> None:
    whose = {each.slug: each.id for each in books.clinic.practitioners}
    other = next(id_ for slug, id_ in whose.items() if slug != "kit-saltmarsh")
    ada = await books.patient("Ada", "Gullwing")
    await books.booking(ada, practitioner_id=other, reference="K7M2QXA")
    for text in ("gull", "K7M2", "K7M2QXA"):
        assert await found(kit, text) == []
        assert await found(mara, text) != []


@pytest.mark.req("A1")
async def test_another_clinic_is_never_found(ash: Colleague, books: Books) -> None:
    await known(books, "Ada", "Gullwing")
    find = "/staff/corner-practice/find"
    await ash.get(find)
    await ash.post(find, {"text": "gull"})
    assert "Nothing found for “gull”" in ash.page.text
    await ash.post(FIND, {"text": "gull"})
    assert ash.status == 404


async def test_nothing_typed_and_nothing_found_say_what_can_be_found(
    robin: Colleague, kit: Colleague
) -> None:
    page = await robin.get(FIND)
    assert "a setting, a page, or a day" in page.text
    assert await found(robin, "zzz") == []
    assert "Nothing found for “zzz”" in robin.page.text
    assert await found(kit, "  ") == []
    assert "a patient in your diary" in kit.page.text


@pytest.mark.req("R6")
async def test_no_address_and_no_log_holds_what_was_searched(
    robin: Colleague, books: Books, capfd: pytest.CaptureFixture[str]
) -> None:
    await known(books, "Ada", "Gullwing")
    await robin.get(f"{FIND}?text=gullwing")
    assert "Gullwing" not in robin.page.text
    assert await found(robin, "gullwing") != []
    assert all("gull" not in each.lower() for each in robin.page.links)
    written = capfd.readouterr()
    assert "gullwing" not in (written.out + written.err).lower()


@pytest.mark.req("A1")
async def test_who_was_found_was_not_looked_at(robin: Colleague, books: Books) -> None:
    await known(books, "Ada", "Gullwing")
    before = await _notes(books)
    (patient,) = await found(robin, "gull")
    assert await _notes(books) == before
    await robin.get(patient)
    assert await _notes(books) == before + 1


async def test_hostile_texts_stay_texts(robin: Colleague, books: Books) -> None:
    await known(books, HOSTILE[:60], "Gullwing")
    for text in ("gullwing", HOSTILE):
        await found(robin, text)
        assert "<img" not in robin.answer.text
        assert "&lt;" in robin.answer.text


@pytest.mark.parametrize("shape", ["list", "page"])
async def test_a_script_gets_the_results_alone(robin: Colleague, books: Books, shape: str) -> None:
    await known(books, "Ada", "Gullwing")
    await robin.get(FIND)
    fields = {"csrf": robin.page.form(FIND).fields["csrf"], "text": "gull", "as": shape}
    answer = await robin.http.post(FIND, data=fields, headers={"HX-Request": "true"})
    assert "<!DOCTYPE" not in answer.text
    assert ('role="listbox"' in answer.text) == (shape == "list")
    assert "Ada Gullwing" in answer.text


async def test_a_search_without_the_forms_token_is_refused(robin: Colleague) -> None:
    answer = await robin.http.post(FIND, data={"text": "gull"})
    assert answer.status_code == 403


async def test_many_patients_lead_on_to_all_of_them(robin: Colleague, books: Books) -> None:
    for number in range(21):
        await known(books, f"Person{number}", "Gullwing", email=f"p{number}@patient.example")
    assert len(await found(robin, "gull")) == 20
    page = await robin.post("/staff/harbour-physio/patients")
    assert "Person20 Gullwing" in page.text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-01-05", date(2027, 1, 5)),
        ("5 jan", date(2027, 1, 5)),
        ("5. January", date(2027, 1, 5)),
        ("Tue 5 Jan", date(2027, 1, 5)),
        ("Jan 5, 2028", date(2028, 1, 5)),
        ("10 Dec", date(2026, 12, 10)),
        ("1 Oct", date(2027, 10, 1)),
        ("29 feb", date(2028, 2, 29)),
        ("31 feb", None),
        ("2027-13-01", None),
        ("5 nobody", None),
        ("0000-01-01", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date | None) -> None:
    assert read_day(text, TODAY, "en") == day


def test_a_month_is_read_in_the_language_of_the_page() -> None:
    assert read_day("5. Mai", TODAY, "de") == date(2027, 5, 5)


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [("cut", True), ("off cut", True), ("cut onl", True), ("onl", False), ("cutter", False)],
)
def test_every_word_begins_one_and_one_of_them_the_names(typed: str, *, is_found: bool) -> None:
    assert begin_words(typed, "Cut-off", "Online booking") == is_found


async def _notes(books: Books) -> int:
    rows = await books.database.fetch(
        "SELECT id FROM audit WHERE clinic_id = $1 AND subject = 'patient'", books.clinic.id
    )
    return len(rows)
