"""What staff may type into a search."""

import pytest

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.patient_search import Search, search_words
from slotkeeper.services.staff.search_text import parse_search

SYDNEY = Clinic(slug="c", name="C", time_zone="Australia/Sydney", currency="AUD", country="AU")
BERLIN = Clinic(slug="b", name="B", time_zone="Europe/Berlin", currency="EUR", country="DE")
NOWHERE = Clinic(slug="n", name="N", time_zone="Etc/UTC", currency="EUR")

ADA = search_words("Ada María", "O'Neil-Čapek", "Ada.O+x@gmail.com", "+61255501234")


def finds(words: list[str], search: Search) -> bool:
    return bool(search.terms) and all(
        any(word.startswith(tuple(term)) for word in words) for term in search.terms
    )


@pytest.mark.parametrize("text", ["K7M2QXA", "k7m-2qxa", " K7M 2QXA ", "#k7m–2qxa", "Ｋ7M2QXA"])
def test_a_reference_in_any_writing(text: str) -> None:
    assert parse_search(text, SYDNEY).reference == "K7M2QXA"


@pytest.mark.parametrize(
    ("text", "begun"),
    [("K7M2", "K7M2"), ("k7m-2", "K7M2"), ("K7M 2QX", "K7M2QX"), ("K7M", ""), ("K7M2QXA", "")],
)
def test_the_beginning_of_a_reference(text: str, begun: str) -> None:
    assert parse_search(text, SYDNEY).begun == begun


@pytest.mark.parametrize("text", ["K7M0", "o'neil", "0255", ""])
def test_what_no_reference_begins_with(text: str) -> None:
    assert parse_search(text, SYDNEY).begun == ""


@pytest.mark.parametrize("text", ["K7M2QX", "K7M2QX0", "K7M2QXAB", "o'neil", ""])
def test_what_is_no_reference(text: str) -> None:
    assert parse_search(text, SYDNEY).reference == ""


@pytest.mark.parametrize(
    "text",
    [
        *("02 5550 1234", "(02) 5550-1234", "0255501234", "+61 2 5550 1234", "0061 2 5550 1234"),
        *("61255501234", "02 5550", "+61 2", "5550 1234", "1234", "٠٢٥٥٥٠١٢٣٤", "02/5550.1234"),
    ],
)
def test_a_phone_number_in_any_writing_begun_or_by_its_last_digits(text: str) -> None:
    assert finds(ADA, parse_search(text, SYDNEY)), parse_search(text, SYDNEY)


@pytest.mark.parametrize("text", ["02 5551", "1235", "+49 2 5550 1234", "55501", "999"])
def test_another_number_does_not_find(text: str) -> None:
    assert not finds(ADA, parse_search(text, SYDNEY))


def test_a_number_without_prefix_is_one_of_the_clinics_country() -> None:
    words = search_words("Bo", "Else", "bo@p.example", "+4930123456")
    assert finds(words, parse_search("030 1234", BERLIN))
    assert not finds(words, parse_search("030 1234", SYDNEY))
    assert finds(words, parse_search("+49 30 1234", NOWHERE))


@pytest.mark.parametrize(
    "text",
    [
        *("ada", "ADA", "mar", "maria", "María", "neil", "o'neil", "O’Neil", "oneil", "capek"),
        *("Ada O'Neil", "o'neil, ada", "čap ada", "oneil-capek", "ada  maria"),
    ],
)
def test_a_name_by_its_beginnings_in_any_order(text: str) -> None:
    assert finds(ADA, parse_search(text, SYDNEY))


@pytest.mark.parametrize("text", ["ada smith", "eil", "adamaria x", "zz"])
def test_another_name_does_not_find(text: str) -> None:
    assert not finds(ADA, parse_search(text, SYDNEY))


@pytest.mark.parametrize(
    "text", ["ada.o+x@gmail.com", "ADA.O+X@GMAIL.COM", "adao@gmail.com", "ada.o", "ada.o+x@g"]
)
def test_an_email_address_in_any_writing(text: str) -> None:
    assert finds(ADA, parse_search(text, SYDNEY))


@pytest.mark.parametrize("text", ["", "   ", "-", "'; --", "%_%", "\0\0", "\u202e"])
def test_what_has_no_letters_finds_nobody(text: str) -> None:
    assert not finds(ADA, parse_search(text, SYDNEY))


@pytest.mark.req("R4")
@pytest.mark.parametrize(
    "text", ["\0ada", "a" * 10_000, "a b c d e f g h i j k l", "\ud800x", "12" * 99]
)
def test_anything_is_read(text: str) -> None:
    search = parse_search(text, SYDNEY)
    assert len(search.terms) <= 6
    assert all(each for term in search.terms for each in term)
    assert "\0" not in repr(search.terms)
