"""Patients' pages: found, opened, edited, told apart, merged and parted."""

import re

import pytest

from tests.storage.booked import Books
from tests.web.staff.diary import books_of
from tests.web.staff.patients import PATIENTS, known, listed, zoes
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("A4")

HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


@pytest.fixture
async def books(world: World) -> Books:
    return await books_of(world.toolbox.database)


async def test_an_empty_clinic_says_how_records_are_made(robin: Colleague) -> None:
    page = await robin.get(PATIENTS)
    assert "No patients yet" in page.text
    assert "with the first booking" in page.text


async def test_who_booked_last_stands_first_and_a_search_finds(
    robin: Colleague, books: Books
) -> None:
    await known(books, "Ada", "Gullwing", phone="+61255500101")
    await known(books, "Bo", "Marigold", phone="+61255500102")
    await robin.get(PATIENTS)
    assert listed(robin) == ["Bo Marigold", "Ada Gullwing"]
    await robin.post(PATIENTS, {"q": "0101"})
    assert listed(robin) == ["Ada Gullwing"]
    page = await robin.post(PATIENTS, {"q": "nobody"})
    assert "Nobody found for “nobody”" in page.text


@pytest.mark.req("R6")
async def test_no_address_ever_holds_what_was_searched(robin: Colleague, books: Books) -> None:
    await known(books, "Ada", "Gullwing")
    await known(books, "Bo", "Marigold")
    await robin.get(f"{PATIENTS}?q=ada")
    assert len(listed(robin)) == 2
    await robin.post(PATIENTS, {"q": " "})
    assert robin.led_to == PATIENTS


async def test_pages_lead_on(robin: Colleague, books: Books) -> None:
    for number in range(51):
        await known(books, f"Person{number}", "Gullwing", email=f"p{number}@patient.example")
    page = await robin.get(PATIENTS)
    assert (len(listed(robin)), "Show more" in page.text) == (50, True)
    after = re.findall(r'name="after" value="([^"]+)"', robin.answer.text)[0]
    await robin.post(PATIENTS, {"after": after})
    assert listed(robin) == ["Person0 Gullwing"]
    await robin.post(PATIENTS, {"q": "gull"})
    after = re.findall(r'name="after" value="([^"]+)"', robin.answer.text)[0]
    await robin.post(PATIENTS, {"q": "gull", "after": after})
    assert len(listed(robin)) == 1


async def test_a_page_shows_all_that_is_known(robin: Colleague, books: Books) -> None:
    zoe, zoey = await zoes(books)
    await books.booking(zoe, state="noshow", flags="existing_but_unknown")
    page = await robin.get(f"{PATIENTS}/{zoe}")
    for text in (
        *("+61255501234", "zoe@patient.example", "Did not come 0 1", "Not paid 0 0"),
        *("The patient says they have been here before", "similar name, same phone"),
        "Record opened",
    ):
        assert text in page.text, text
    assert f"{PATIENTS}/{zoe}/merge/{zoey}" in page.links


@pytest.mark.req("T1")
async def test_an_alert_note_is_written_seen_and_undone(
    robin: Colleague, mara: Colleague, books: Books
) -> None:
    zoe = await known(books, "Zoe", "Marrow")
    path = f"{PATIENTS}/{zoe}"
    await robin.get(path)
    await mara.get(path)
    await robin.post(f"{path}/alert-note", {"alert_note": "Needs a ramp"})
    page = await robin.follow()
    assert "The alert note is saved" in page.text
    assert "Alert note: Needs a ramp" in page.text
    page = await mara.post(f"{path}/alert-note", {"alert_note": "Is deaf"})
    assert (mara.status, "Somebody changed this record" in page.text) == (409, True)
    assert "Is deaf" in mara.answer.text
    undo = [each for each in robin.page.forms if each.fields.get("alert_note") == ""]
    await robin.http.post(f"{path}/alert-note", data=undo[0].fields)
    await robin.get(path)
    assert "alert-box" not in robin.answer.text
    page = await robin.post(f"{path}/alert-note", {"alert_note": "n" * 1001})
    assert (robin.status, "Use 1000 characters or fewer" in page.text) == (422, True)


async def test_details_are_edited_with_what_is_wrong_at_its_field(
    robin: Colleague, mara: Colleague, books: Books
) -> None:
    zoe = await known(books, "Zoe", "Marrow")
    path = f"{PATIENTS}/{zoe}/edit"
    await robin.get(path)
    await mara.get(path)
    page = await robin.post(path, {"first_name": "", "phone": "12", "birth_date": "x"})
    assert robin.status == 422
    for text in ("Enter the first name", "Enter a phone number with area code", "day, month and"):
        assert text in page.text, text
    await robin.post(path, {"first_name": "Zoë", "phone": "02 5550 7777", "birth_date": ""})
    page = await robin.follow()
    assert "The details are saved" in page.text
    assert "Zoë Marrow" in page.text
    assert "+61255507777" in page.text
    page = await mara.post(path, {"first_name": "Zo"})
    assert (mara.status, "In the record now: Zoë" in page.text) == (409, True)


@pytest.mark.req("R5")
async def test_a_practitioner_meets_only_the_own_patients(kit: Colleague, books: Books) -> None:
    own = await books.patient("Ada", "Gullwing")
    kits = [each.id for each in books.clinic.practitioners if each.slug == "kit-saltmarsh"]
    await books.booking(own, practitioner_id=kits[0])
    other = await known(books, "Bo", "Marigold")
    await kit.get(PATIENTS)
    assert listed(kit) == ["Ada Gullwing"]
    assert (await kit.get(f"{PATIENTS}/{own}")).text.count("Ada Gullwing")
    await kit.post(f"{PATIENTS}/{own}/alert-note", {"alert_note": "Needs a ramp"})
    assert kit.led_to.startswith(f"{PATIENTS}/{own}?")
    for path in (
        *(f"{PATIENTS}/{other}", f"{PATIENTS}/{own}/edit", f"{PATIENTS}/duplicates"),
        f"{PATIENTS}/{own}/merge/{other}",
    ):
        await kit.get(path)
        assert kit.status == 404, path
    await kit.get(PATIENTS)
    await kit.post(f"{PATIENTS}/{other}/alert-note", {"alert_note": "Not mine"})
    assert kit.status == 404


@pytest.mark.req("R5")
async def test_another_clinics_patients_are_not_there(
    robin: Colleague, world: World, books: Books
) -> None:
    there = await books_of(world.toolbox.database, "corner-practice")
    foreign, own = await known(there, "Ash", "Elsewhere"), await known(books, "Ada", "Gullwing")
    for number in (str(foreign), "999999", "9" * 30, "0"):
        for path in (number, f"{number}/edit", f"{own}/merge/{number}", f"{number}/merge/{own}"):
            await robin.get(f"{PATIENTS}/{path}")
            assert robin.status == 404, path
    await robin.get(PATIENTS)
    await robin.post(f"{PATIENTS}/apart", {"one": f"{own}", "other": f"{foreign}"})
    assert robin.status == 404


async def test_what_patients_and_staff_type_is_inert(robin: Colleague, books: Books) -> None:
    one = await known(books, HOSTILE, "Marrow", email="a@patient.example")
    other = await known(books, HOSTILE, "Marow", email="b@patient.example")
    await robin.get(f"{PATIENTS}/{one}")
    await robin.post(f"{PATIENTS}/{one}/alert-note", {"alert_note": HOSTILE})
    pages = ["", f"/{one}", f"/{one}/edit", f"/{one}/merge/{other}", "/duplicates"]
    for path in [f"{PATIENTS}{each}" for each in pages] + ["/staff/harbour-physio/bookings"]:
        await robin.get(path)
        assert robin.status == 200
        assert "onerror=alert(1)&gt;" in robin.answer.text, path
        assert "<script>alert" not in robin.answer.text, path
        assert "<img" not in robin.answer.text, path
