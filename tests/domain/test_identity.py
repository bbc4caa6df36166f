"""By what the same person is recognised again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.identity import email_key, identity_keys, name_key

pytestmark = [pytest.mark.req("B3"), pytest.mark.req("B5")]


@pytest.mark.parametrize(
    "email",
    [
        "adaexample@gmail.com",
        "AdaExample@GMAIL.com",
        "a.d.a.example@gmail.com",
        "adaexample+knee@gmail.com",
        "ada.example+a+b@googlemail.com",
    ],
)
def test_one_mailbox_of_gmail_has_many_addresses(email: str) -> None:
    assert email_key(email) == "adaexample@gmail.com"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada+x@outlook.com", "ada@outlook.com"),
        ("ada+x@protonmail.com", "ada@pm.me"),
        ("ADA@Patient.example", "ada@patient.example"),
        ("straße@patient.example", "STRASSE@patient.example"),
    ],
)
def test_these_are_one_mailbox(one: str, other: str) -> None:
    assert email_key(one) == email_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.da@outlook.com", "ada@outlook.com"),  # dots count there
        ("ada+x@patient.example", "ada@patient.example"),  # who knows what a plus means there
        ("ada@gmail.com", "ada@gmail.example"),
        ("ada@gmail.com", "bob@gmail.com"),
    ],
)
def test_these_are_two_mailboxes(one: str, other: str) -> None:
    assert email_key(one) != email_key(other)


@pytest.mark.parametrize(
    "written", [("Zoë", "O'Neil"), ("ZOE", "ONEIL"), (" zoe ", "o neil"), ("Zoe\u0308", "O’Neil")]
)
def test_a_name_is_one_however_it_is_written(written: tuple[str, str]) -> None:
    assert name_key(*written) == "zoeoneil"


def test_names_in_any_script_tell_people_apart() -> None:
    names = [("李", "小龙"), ("李", "小龍"), ("Анна", "Ким"), ("عائشة", "علي"), ("Ann", "Kim")]
    assert len({name_key(*name) for name in names}) == len(names)


@given(st.text(min_size=1), st.text())
def test_no_name_is_without_a_key(first: str, last: str) -> None:
    assert name_key(first, last) or not (first + last).strip()


def test_a_birth_date_adds_a_key_and_the_order_is_that_of_locking() -> None:
    ada = ("ada@patient.example", "+61255501234", "adaexample")
    two = identity_keys(*ada, None)
    three = identity_keys(*ada, date(1990, 2, 28))
    assert len(two) == 2
    assert set(two) < set(three)
    assert three == sorted(three)
    assert set(three) & set(identity_keys(*ada, date(1990, 2, 27))) == set(two)


def test_nobody_is_recognised_by_what_is_not_given() -> None:
    assert email_key("") == ""
    assert identity_keys("", "", "adaexample", None) == []
    one, other = (identity_keys("", "", "ada", date(1990, 2, day)) for day in (1, 2))
    assert (len(one), len(other), set(one) & set(other)) == (1, 1, set())
    assert identity_keys("", "+61255501234", "ada", None) == [
        key
        for key in identity_keys("ada@patient.example", "+61255501234", "ada", None)
        if key not in identity_keys("ada@patient.example", "", "ada", None)
    ]


@pytest.mark.req("R6")
def test_a_key_does_not_show_whose_it_is() -> None:
    keys = identity_keys("ada@patient.example", "+61255501234", "ada", date(1990, 2, 28))
    assert all(len(key) == 32 and int(key, 16) >= 0 for key in keys)
