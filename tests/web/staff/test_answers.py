"""Answers before an appointment and who booked, on the clinic's side (B12)."""

import pytest
from msgspec import structs

from slotkeeper.domain.booker import Booker
from slotkeeper.domain.question import Answer
from slotkeeper.services.intake import seal_answers
from slotkeeper.storage.audit import find_audit
from slotkeeper.storage.booker import insert_booker
from slotkeeper.storage.intake import insert_intake, save_intake
from tests.storage.booked import Books
from tests.web.staff.diary import books_of
from tests.web.staff.staff import Colleague
from tests.web.world import World

HOME = "/staff/harbour-physio"
SECRET = "Bitten by a pelican"
HOSTILE = "</dd><script>alert(1)</script>\"'>{{ 7*7 }}"
ANSWERS = (
    Answer(id="goal", ask="What happened?", kind="long", given=(SECRET,)),
    Answer(id="where", ask="Where?", kind="several", given=("Hip", "Knee")),
    Answer(id="scan", ask="Any scans?", kind="yes-no", given=("yes",)),
    Answer(id="since", ask="Since when?", kind="date", given=("2026-05-17",)),
    Answer(id="more", ask="Anything else?", kind="text"),
)
NORA = Booker(
    first_name="Nora",
    last_name="Tidewell",
    email="nora@patient.example",
    phone="+61255509999",
    booker_is="parent",
)


@pytest.fixture
async def books(world: World) -> Books:
    return await books_of(world.toolbox.database)


async def answered(
    world: World, books: Books, *answers: Answer, practitioner: str = "kit-saltmarsh"
) -> int:
    """A booking of that practitioner for Tim, made by Nora, with those answers."""
    who = next(each.id for each in books.clinic.practitioners if each.slug == practitioner)
    person = await books.patient("Tim", "Tidewell")
    booking = await books.booking(person, practitioner_id=who, reference="TMTDW22")
    clinic_id = books.clinic.id
    sealed = seal_answers(world.toolbox.vault, clinic_id, booking, answers or ANSWERS)
    await books.database.write(lambda tx: insert_intake(tx, clinic_id, booking, sealed))
    await books.database.write(lambda tx: insert_booker(tx, clinic_id, booking, NORA))
    return booking


@pytest.mark.req("B12")
async def test_answers_are_folded_on_the_booking_and_read_on_a_page_of_their_own(
    robin: Colleague, world: World, books: Books
) -> None:
    booking = await answered(world, books)
    for path in (f"/bookings/{booking}", f"/calendar/peek/booking/{booking}"):
        page = await robin.get(f"{HOME}{path}")
        assert "pelican" not in page.html
        assert f"{HOME}/bookings/{booking}/answers" in page.links
        assert "Nora Tidewell (parent)" in page.text
    page = await robin.get(f"{HOME}/bookings/{booking}/answers")
    for said in ("What happened?", SECRET, "Hip", "Knee", "Yes", "17 May 2026", "Not answered"):
        assert said in page.text


@pytest.mark.req("B12", "R6")
async def test_each_look_at_answers_is_written_down(
    robin: Colleague, world: World, books: Books
) -> None:
    booking = await answered(world, books)
    for _ in range(2):
        await robin.get(f"{HOME}/bookings/{booking}/answers")
    entries = await find_audit(world.toolbox.database, books.clinic.id, "booking", booking)
    assert [each.action for each in entries] == ["answers_seen", "answers_seen"]
    assert "pelican" not in str(entries)
    page = await robin.get(f"{HOME}/bookings/{booking}")
    assert "answers_seen" not in page.html.replace("_", " "), "looking is no part of its history"
    assert "Read what a patient answered" in (await robin.get(f"{HOME}/log?views=on")).text


@pytest.mark.req("B12", "A1")
async def test_a_practitioner_reads_those_of_the_own_diary_alone(
    kit: Colleague, ash: Colleague, world: World, books: Books
) -> None:
    others = await answered(world, books, practitioner="fern-halloway")
    await kit.get(f"{HOME}/bookings/{others}/answers")
    assert kit.status == 404
    await ash.get(f"{HOME}/bookings/{others}/answers")
    assert ash.status == 404
    own = await books.database.fetch_one("SELECT id FROM booking WHERE id = $1", others)
    assert own is not None
    who = next(each.id for each in books.clinic.practitioners if each.slug == "kit-saltmarsh")
    move = "UPDATE booking SET practitioner_id = $1 WHERE id = $2"
    await books.database.write(lambda tx: tx.execute(move, who, others))
    assert SECRET in (await kit.get(f"{HOME}/bookings/{others}/answers")).text


@pytest.mark.req("B12")
async def test_answers_that_no_key_opens_are_said_to_be_locked(
    robin: Colleague, world: World, books: Books
) -> None:
    booking = await answered(world, books)
    await books.database.write(lambda tx: save_intake(tx, books.clinic.id, booking, "gibberish"))
    page = await robin.get(f"{HOME}/bookings/{booking}/answers")
    assert robin.status == 200
    assert "cannot be read" in page.text


async def test_where_nothing_was_answered_there_is_nothing_to_open(
    robin: Colleague, books: Books
) -> None:
    booking = await books.booking(reference="PLAIN22")
    page = await robin.get(f"{HOME}/bookings/{booking}")
    assert "Answers before the visit" not in page.text
    await robin.get(f"{HOME}/bookings/{booking}/answers")
    assert robin.status == 404


@pytest.mark.req("B12")
async def test_nothing_that_was_answered_runs(robin: Colleague, world: World, books: Books) -> None:
    hostile = tuple(structs.replace(each, ask=HOSTILE, given=(HOSTILE,)) for each in ANSWERS[:3:2])
    booking = await answered(world, books, structs.replace(hostile[0], kind="text"))
    for script in (False, True):
        headers = {"hx-request": "true"} if script else {}
        answer = await robin.http.get(f"{HOME}/bookings/{booking}/answers", headers=headers)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert ">49<" not in answer.text
        assert "&lt;script&gt;alert(1)" in answer.text


@pytest.mark.req("B12")
async def test_the_patients_history_leads_to_the_answers_and_says_who_booked(
    robin: Colleague, world: World, books: Books
) -> None:
    booking = await answered(world, books)
    row = await books.database.fetch_one("SELECT patient_id FROM booking WHERE id = $1", booking)
    assert row is not None
    page = await robin.get(f"{HOME}/patients/{row['patient_id']}")
    assert f"{HOME}/bookings/{booking}/answers" in page.links
    assert "Booked by Nora Tidewell (parent)" in page.text
    assert "pelican" not in page.html


@pytest.mark.req("B12")
async def test_the_export_holds_no_answers(robin: Colleague, world: World, books: Books) -> None:
    await answered(world, books)
    answer = await robin.http.get(f"{HOME}/bookings.csv")
    assert answer.status_code == 200
    assert "Tidewell" in answer.text
    assert "pelican" not in answer.text
