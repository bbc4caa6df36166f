"""A clinic goes into a file and comes out the same."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file import parse_clinic, write_clinic
from slotkeeper.domain.clinic_file.places import find_places
from tests.domain.clinics import clinics


@given(clinic=clinics())
def test_a_clinic_survives_its_file(clinic: Clinic) -> None:
    assert parse_clinic(write_clinic(clinic)) == clinic


@given(clinic=clinics())
def test_a_file_that_was_written_is_written_again_byte_for_byte(clinic: Clinic) -> None:
    text = write_clinic(clinic)
    assert write_clinic(parse_clinic(text)) == text


@given(clinic=clinics())
def test_every_value_of_a_file_has_a_line(clinic: Clinic) -> None:
    text = write_clinic(clinic)
    assert _paths(tomllib.loads(text), ()) <= find_places(text).keys()


@given(text=st.text("abc=[]{}\"'\n#., 1", max_size=40))
def test_places_are_found_in_whatever_toml_accepts(text: str) -> None:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert _paths(values, ()) == set(find_places(text))


def _paths(value: object, path: tuple[str | int, ...]) -> set[tuple[str | int, ...]]:
    pairs: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    if isinstance(value, list):
        pairs = list(enumerate(value))
    found = {path} if path else set()
    return found.union(*(_paths(each, (*path, key)) for key, each in pairs))
