"""Patients found by beginnings, on either engine."""

import pytest

from slotkeeper.domain.booking_list import BookingFilter
from slotkeeper.storage.booking_list import Whose, find_bookings
from slotkeeper.storage.database import Database
from slotkeeper.storage.patient_search import find_patient_ids, save_search_words
from tests.storage.booked import Books, open_books


@pytest.fixture
async def books(database: Database) -> Books:
    return await open_books(database)


async def found(books: Books, *terms: str) -> list[int]:
    terms_ = [(term,) for term in terms]
    return await find_patient_ids(books.database, books.clinic.id, terms_, 9)


async def test_a_patient_is_found_by_the_beginning_of_each_word(books: Books) -> None:
    zoe = await books.patient("Zoë Anna", "O'Neil-Čapek", email="z.o@p.example")
    await books.patient("Bo", "Else", email="bo@p.example", phone="+61255509999")
    for beginning in ["zoe", "zo", "anna", "neil", "oneil", "capek", "oneilcapek", "zoeanna"]:
        assert await found(books, beginning) == [zoe], beginning
    for beginning in ["z.o@", "+6125550123", "<4321"]:
        assert await found(books, beginning) == [zoe], beginning
    assert await found(books, "eil") == []


async def test_every_term_must_be_there(books: Books) -> None:
    ada = await books.patient("Ada", "Example")
    await books.patient("Ada", "Marrow")
    assert await found(books, "ada", "ex") == [ada]
    assert await found(books, "ada", "zz") == []


async def test_any_of_a_terms_alternatives_will_do(books: Books) -> None:
    ada, bo = await books.patient("Ada", "Example"), await books.patient("Bo", "Marrow")
    both = await find_patient_ids(books.database, books.clinic.id, [("ada", "marr")], 9)
    assert sorted(both) == [ada, bo]


@pytest.mark.parametrize("letter", ["ch", "ł", "山", "😀", "z"])
async def test_beginnings_are_those_of_letters_in_whichever_language(
    books: Books, letter: str
) -> None:
    person = await books.patient("Bo", "Else")
    await books.database.write(
        lambda tx: save_search_words(tx, books.clinic.id, person, [f"{letter}x", f"{letter}\u07ff"])
    )
    assert await found(books, letter) == [person]
    assert await found(books, "bo") == []


async def test_many_who_are_found_are_known_in_the_list(books: Books) -> None:
    ada = await books.booking(await books.patient("Ada", "Example"))
    await books.booking(await books.patient("Bo", "Marrow"))
    whose = Whose(terms=[("ad",), ("ex",)])
    rows = await find_bookings(books.database, books.clinic.id, BookingFilter(), whose, most=9)
    assert [row.id for row in rows] == [ada]


@pytest.mark.req("R5")
async def test_patients_of_another_clinic_are_never_found(books: Books, database: Database) -> None:
    other = await open_books(database, "elsewhere")
    await other.patient("Ada", "Example")
    assert await found(books, "ada") == []
