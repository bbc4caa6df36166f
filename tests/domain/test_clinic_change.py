"""What differs between two set-ups is told setting by setting, as the clinic file writes it."""

from pathlib import Path
from typing import Any

import pytest

from slotkeeper.domain.clinic_change import find_changes, keep_rows
from slotkeeper.domain.clinic_file import (
    ClinicFileWrong,
    clinic_values,
    parse_clinic,
    read_clinic,
)

DEMO = (Path(__file__).parents[2] / "demo" / "clinic.toml").read_text()
OLD = parse_clinic(DEMO)


def changed(*changes: tuple[str, str]) -> dict[str, tuple[object, object]]:
    text = DEMO
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return find_changes(clinic_values(OLD), clinic_values(parse_clinic(text)))


def test_nothing_differs_between_a_clinic_and_itself() -> None:
    assert changed() == {}


def test_values_of_a_clinic_give_that_clinic() -> None:
    assert read_clinic(clinic_values(OLD)) == OLD


@pytest.mark.req("A1")
def test_a_setting_is_told_with_what_it_was_and_what_it_is() -> None:
    assert changed(('cut_off = "2h"', 'cut_off = "4h"')) == {"online_booking.cut_off": ("2h", "4h")}


def test_a_setting_that_the_file_leaves_out_is_none() -> None:
    email = 'email = "desk@harbour-physio.example"\n'
    assert changed((email, "")) == {"clinic.email": ("desk@harbour-physio.example", None)}


def test_dates_are_told_as_texts() -> None:
    found = changed(("closed_on = [2026-12-25, ", "closed_on = ["))
    before, after = found["clinic.closed_on"]
    assert isinstance(before, list)
    assert isinstance(after, list)
    assert [each for each in before if each not in after] == ["2026-12-25"]


def test_a_setting_of_a_row_is_told_with_its_slug() -> None:
    found = changed(("minutes = 45", "minutes = 50"))
    assert found == {"appointment_type.initial.minutes": (45, 50)}


def test_a_row_that_goes_is_told_whole() -> None:
    row = '[[location]]\nslug = "annex"\nname = "Annex"\n\n'
    found = changed(("[[practitioner]]", f"{row}[[practitioner]]"))
    assert found == {"location.annex": (None, {"slug": "annex", "name": "Annex"})}


def test_another_order_is_told_with_both() -> None:
    values = clinic_values(OLD)
    other: dict[str, Any] = {**values, "location": values["location"][::-1]}
    assert find_changes(values, other) == {
        "location": (["manly", "balmain"], ["balmain", "manly"]),
    }


def test_what_trust_means_without_its_section_is_no_change() -> None:
    found = changed(("[[location]]", '[trust]\ncall_text = "Please ring us."\n\n[[location]]'))
    assert found == {"trust.call_text": (None, "Please ring us.")}


def test_rows_keep_the_ids_that_they_have() -> None:
    stored = keep_rows(OLD, OLD)
    assert [each.id for each in stored.practitioners] == [0, 0, 0, 0]


def test_a_form_is_told_in_words_without_quotes() -> None:
    values = clinic_values(OLD)
    values["clinic"]["closed_on"] = ["tomorrow"]
    values["clinic"]["name"] = "a\nb"
    with pytest.raises(ClinicFileWrong) as caught:
        read_clinic(values)
    told = {each.path: each.expected for each in caught.value.problems}
    assert told == {
        ("clinic", "name"): "a text of one line",
        ("clinic", "closed_on", 0): "a date, such as 2026-12-25",
    }
    assert [each.line for each in caught.value.problems] == [0, 0]
