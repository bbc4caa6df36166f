"""What is kept beside a booking: the sealed answers, and who booked for somebody else (B12, B3)."""

from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import DailyLimitReached, FieldsInvalid
from slotkeeper.domain.question import Question
from slotkeeper.services.intake import open_answers
from slotkeeper.services.vault import Vault
from slotkeeper.storage.booker import find_booker
from slotkeeper.storage.intake import find_intake
from tests.services.desk import NINE, Desk, at

SECRET_WORDS = "Since the fall from Brambleback's ladder."
TEN, ELEVEN = at("2027-01-05 10:00"), at("2027-01-05 11:00")
NORA = {
    "for_other": "on",
    "booker_first_name": "Nora",
    "booker_last_name": "Tidewell",
    "booker_is": "parent",
    "email": "nora@patient.example",
}


async def asking(desk: Desk, *questions: Question) -> Clinic:
    clinic = await desk.set_up()
    kinds = tuple(
        structs.replace(each, questions=questions) if each.slug == "standard" else each
        for each in clinic.appointment_types
    )
    return await desk.save(structs.replace(clinic, appointment_types=kinds))


GOAL = Question(id="goal", ask="What happened?", kind="long", required=True)


@pytest.mark.req("B12")
async def test_answers_are_kept_with_the_booking_in_the_words_that_were_asked(desk: Desk) -> None:
    clinic = await asking(desk, GOAL)
    booking = await desk.book(NINE, q_goal=SECRET_WORDS)
    await asking(desk, structs.replace(GOAL, ask="Something else?"))
    sealed = await find_intake(desk.database, clinic.id, booking.id)
    [answer] = open_answers(desk.toolbox.vault, clinic.id, booking.id, sealed)
    assert (answer.ask, answer.given) == ("What happened?", (SECRET_WORDS,))


@pytest.mark.req("B12")
async def test_what_is_wrong_with_answers_is_told_together_with_the_rest(desk: Desk) -> None:
    await asking(desk, GOAL)
    with pytest.raises(FieldsInvalid) as wrong:
        await desk.book(NINE, first_name="", terms="")
    keys = {name: problem.key for name, problem in wrong.value.problems.items()}
    assert keys == {
        "first_name": "problem.first_name",
        "q_goal": "problem.answer_missing",
        "terms": "problem.terms",
    }
    assert list(keys) == ["first_name", "q_goal", "terms"], "in the order of the page"


@pytest.mark.req("B12")
async def test_the_database_holds_none_of_the_words(desk: Desk, database_url: str) -> None:
    await asking(desk, GOAL)
    await desk.book(NINE, q_goal=SECRET_WORDS)
    [kept] = await desk.rows("SELECT sealed FROM intake")
    assert "Brambleback" not in kept["sealed"]
    [booking] = await desk.rows("SELECT note, flags FROM booking")
    assert (booking["note"], booking["flags"]) == ("", "")
    if not database_url.startswith("postgresql"):
        path = Path(database_url)
        files = [path, path.with_name(f"{path.name}-wal")]
        written = b"".join(each.read_bytes() for each in files if each.exists())
        assert b"Ada" in written, "these are the files that hold what was typed"
        assert b"Brambleback" not in written


async def test_nothing_is_kept_where_nothing_was_answered(desk: Desk) -> None:
    clinic = await asking(desk, structs.replace(GOAL, required=False))
    booking = await desk.book(NINE)
    assert await find_intake(desk.database, clinic.id, booking.id) == ""


async def test_nobody_is_asked_where_answers_cannot_be_kept_encrypted(desk: Desk) -> None:
    clinic = await asking(desk, GOAL)
    keyless = replace(desk, toolbox=replace(desk.toolbox, vault=Vault([])))
    booking = await keyless.book(NINE, q_goal=SECRET_WORDS)
    assert await find_intake(desk.database, clinic.id, booking.id) == ""


@pytest.mark.req("B12")
async def test_a_parent_books_for_a_child(desk: Desk) -> None:
    clinic = await desk.set_up()
    booking = await desk.book(NINE, **NORA, first_name="Tim", last_name="Tidewell")
    booker = await find_booker(desk.database, clinic.id, booking.id)
    assert booker is not None
    assert (booker.name, booker.booker_is) == ("Nora Tidewell", "parent")
    assert (booker.email, booker.phone) == ("nora@patient.example", "+61255501234")
    [patient] = await desk.rows("SELECT * FROM patient")
    assert (patient["first_name"], patient["email"]) == ("Tim", "nora@patient.example")
    assert "Nora" not in repr(booker)


async def test_who_books_for_themselves_leaves_no_booker(desk: Desk) -> None:
    clinic = await desk.set_up()
    named = {name: text for name, text in NORA.items() if name != "for_other"}
    booking = await desk.book(NINE, **named)
    assert await find_booker(desk.database, clinic.id, booking.id) is None


async def test_who_books_for_another_gives_both_names(desk: Desk) -> None:
    with pytest.raises(FieldsInvalid) as wrong:
        await desk.book(NINE, for_other="on", first_name="", last_name="", patient_is="")
    assert {name: problem.key for name, problem in wrong.value.problems.items()} == {
        "booker_first_name": "problem.first_name",
        "booker_last_name": "problem.last_name",
        "booker_is": "problem.booker_is",
        "first_name": "problem.patient_first_name",
        "last_name": "problem.patient_last_name",
        "patient_is": "problem.other_is",
    }


async def test_a_clinic_may_have_everybody_book_for_themselves(desk: Desk) -> None:
    await desk.set_up(for_others=False)
    with pytest.raises(FieldsInvalid) as wrong:
        await desk.book(NINE, **NORA)
    assert wrong.value.problems["for_other"].key == "problem.for_others_off"


@pytest.mark.req("B3")
async def test_two_children_of_one_parent_are_two_patients_and_the_parent_a_third(
    desk: Desk,
) -> None:
    await desk.book(NINE, **NORA, first_name="Tim", last_name="Tidewell")
    await desk.book(TEN, **NORA, first_name="Lil", last_name="Tidewell")
    herself = {"first_name": "Nora", "last_name": "Tidewell", "email": NORA["email"]}
    await desk.book(ELEVEN, **herself)
    names = [row["first_name"] for row in await desk.rows("SELECT * FROM patient ORDER BY id")]
    assert names == ["Tim", "Lil", "Nora"]


@pytest.mark.req("B3")
async def test_the_same_child_is_the_same_patient_again(desk: Desk) -> None:
    await desk.book(NINE, **NORA, first_name="Tim", last_name="Tidewell")
    await desk.book(TEN, **NORA, first_name="tim", last_name="TIDEWELL")
    assert len(await desk.rows("SELECT * FROM patient")) == 1


@pytest.mark.req("B3")
@pytest.mark.parametrize(("born", "patients"), [("", 2), ("2015-03-01", 2)])
async def test_a_father_and_a_son_of_one_name_are_two_patients(
    desk: Desk, born: str, patients: int
) -> None:
    both = {"first_name": "Otto", "last_name": "Tidewell", "email": "otto@patient.example"}
    await desk.book(NINE, **both)
    named = {"booker_first_name": "Otto", "booker_last_name": "Tidewell", "booker_is": "parent"}
    await desk.book(TEN, **both, **named, for_other="on", birth_date=born)
    assert len(await desk.rows("SELECT * FROM patient")) == patients


@pytest.mark.req("B5")
async def test_all_that_one_parent_books_counts_for_the_limit_of_the_day(desk: Desk) -> None:
    await desk.set_up(daily_limit=2)
    await desk.book(NINE, **NORA, first_name="Tim", last_name="Tidewell", birth_date="2015-03-01")
    await desk.book(TEN, **NORA, first_name="Lil", last_name="Tidewell", birth_date="2017-03-01")
    with pytest.raises(DailyLimitReached):
        await desk.book(ELEVEN, **NORA, first_name="Pip", last_name="Tidewell")


@pytest.mark.req("B5")
async def test_a_child_counts_whichever_parent_books(desk: Desk) -> None:
    await desk.set_up(daily_limit=1)
    tim = {"first_name": "Tim", "last_name": "Tidewell", "birth_date": "2015-03-01"}
    await desk.book(NINE, **NORA, **tim)
    otto = {**NORA, "email": "otto@patient.example", "phone": "02 5550 7777"}
    with pytest.raises(DailyLimitReached):
        await desk.book(TEN, **otto, **tim)
