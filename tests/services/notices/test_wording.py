"""Placeholders in a clinic's own words, and whose words are chosen for a reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.services.notices.wording import (
    choose_wording,
    fill,
    placeholders_of,
    unknown_placeholders,
)
from slotkeeper.storage.wording import STANDARD, Wording, Words

pytestmark = pytest.mark.req("N7")


def test_facts_stand_in_place_of_their_names() -> None:
    said = fill("Hello {first_name}, { WHEN } at {clinic}", {"first_name": "Ada", "when": "Tue"})
    assert said == "Hello Ada, Tue at {clinic}"


@pytest.mark.parametrize(
    "text", ["{", "}", "{{first}}", "{0}", "{first_name!r}", "{a.b}", "{%", ""]
)
def test_other_braces_are_text(text: str) -> None:
    assert fill(text, {"first_name": "Ada", "a": "?"}) == text


def test_what_a_fact_says_is_never_filled_in_again() -> None:
    facts = {"first_name": "{clinic}", "clinic": "{first_name}"}
    assert fill("{first_name} {clinic}", facts) == "{clinic} {first_name}"


@given(st.text())
def test_no_text_is_too_strange_to_be_filled(text: str) -> None:
    assert isinstance(fill(text, {}), str)
    assert fill(text, {}) == text


def test_names_that_mean_nothing_are_found_each_once() -> None:
    text = "{when} {surname} {First_Name} {surname} {x}"
    assert unknown_placeholders(text, ("when", "first_name")) == ["surname", "x"]


def test_a_text_message_never_names_the_type_of_appointment() -> None:
    assert "type" in placeholders_of("mail", "booking_confirmed")
    assert "type" not in placeholders_of("sms", "booking_confirmed")


def test_what_only_some_messages_tell_is_a_placeholder_of_those_alone() -> None:
    assert "amount" in placeholders_of("mail", "payment_refunded")
    assert "amount" not in placeholders_of("mail", "booking_confirmed")
    assert "until" in placeholders_of("mail", "confirm_link")


def words(language: str, opening: str = "Hi") -> Wording:
    return Wording(
        clinic_id=1,
        channel="mail",
        message="booking_confirmed",
        language=language,
        words=Words(opening=opening) if opening else STANDARD,
    )


@pytest.mark.parametrize(
    ("language", "chosen"), [("de", "de"), ("de-AT", "de"), ("en", "en"), ("fr", None)]
)
def test_a_reader_gets_the_words_of_their_language_and_no_others(
    language: str, chosen: str | None
) -> None:
    found = choose_wording([words("de"), words("en")], language)
    assert (found and found.language) == chosen


def test_what_is_back_at_the_standard_words_is_not_chosen() -> None:
    assert choose_wording([words("de", "")], "de") is None
