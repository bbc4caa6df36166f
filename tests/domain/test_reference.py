"""The short name of a booking."""

import random

from slotkeeper.domain.reference import ALPHABET, LENGTH, make_reference, spoken


def test_a_reference_has_no_letters_that_look_alike() -> None:
    assert set(ALPHABET) & set("0O1IL") == set()
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert all(letter.isdigit() or letter.isupper() for letter in ALPHABET)


def test_a_reference_is_chosen_letter_by_letter() -> None:
    made = {make_reference(random.Random(seed).choice) for seed in range(2000)}
    assert len(made) == 2000
    assert all(len(each) == LENGTH and set(each) <= set(ALPHABET) for each in made)
    assert {letter for each in made for letter in each} == set(ALPHABET)


def test_a_reference_is_read_out_in_two_groups() -> None:
    assert spoken("K7M2QXA") == "K7M-2QXA"
