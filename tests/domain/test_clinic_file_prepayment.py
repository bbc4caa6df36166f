"""A prepayment that could not be charged is refused as the file is read, and what could is said."""

import pytest

from slotkeeper.domain.clinic_file import parse_clinic
from tests.domain.test_clinic_file_problems import FILE, problems_of

PREPAY, PREPAY_FROM = "appointment_type[1].prepay", "appointment_type[1].prepay_from"

# What stands in the file instead: line, field, words of what was expected.
WRONG = [
    ('prepay = "half"', 41, PREPAY, "deposit 25%"),
    ('prepay = "deposit"', 41, PREPAY, "deposit 30.00"),
    ("prepay = 30", 41, PREPAY, "in quotes"),
    ('prepay = "deposit 95.01"', 41, PREPAY, "up to the price, 95.00"),
    ('prepay = "deposit 0.00"', 41, PREPAY, "above 0"),
    ('prepay = "deposit -5.00"', 41, PREPAY, 'such as "95.00"'),
    ('prepay = "deposit 30.001"', 41, PREPAY, 'such as "95.00"'),
    ('prepay = "deposit 0%"', 41, PREPAY, "deposit 1%"),
    ('prepay = "deposit 12.5%"', 41, PREPAY, "whole percentage"),
    ('prepay = "deposit 101%"', 41, PREPAY, "deposit 100%"),
    ('prepay = "deposit 0.49"', 41, PREPAY, "at least 0.50 AUD"),
    ('prepay = "none"\nprepay_from = "new"', 42, PREPAY_FROM, 'other than "none"'),
    ('prepay_from = "all"', 41, PREPAY_FROM, 'other than "none"'),
    ('prepay = "full"\nprepay_from = "old"', 42, PREPAY_FROM, '"all", "new", "marked"'),
    ('prepay = "full"\nprepay_from = true', 42, PREPAY_FROM, '"all", "new", "marked"'),
]

# Price, prepayment, words of what was expected.
TOO_LITTLE = [
    ("9.00", "deposit 5%", "a deposit of at least 0.50 AUD"),
    ("0.49", "full", "a price of at least 0.50 AUD"),
    ("0.49", "deposit 0.49", "a deposit of at least 0.50 AUD"),
    ("0.00", "full", "no price"),
    ("0.00", "deposit 25%", "no price"),
    ("0", "deposit 9", "no price"),
]


@pytest.mark.req("P1", "R4")
@pytest.mark.parametrize(("written", "line", "field", "expected"), WRONG)
def test_a_wrong_prepayment_is_named_with_its_line_and_what_was_expected(
    written: str, line: int, field: str, expected: str
) -> None:
    [problem] = problems_of(FILE.replace('prepay = "none"', written))
    assert (problem.line, problem.field) == (line, field)
    assert expected in problem.expected


@pytest.mark.req("P1", "R4")
@pytest.mark.parametrize(("price", "prepay", "expected"), TOO_LITTLE)
def test_what_is_due_has_to_reach_the_least_that_can_be_charged(
    price: str, prepay: str, expected: str
) -> None:
    text = FILE.replace('"95.00"', f'"{price}"').replace('"none"', f'"{prepay}"')
    [problem] = problems_of(text)
    assert (problem.line, problem.field) == (41, PREPAY)
    assert expected in problem.expected


@pytest.mark.parametrize("prepay", ["full", "deposit 30.00", "deposit 25%"])
def test_a_price_that_cannot_be_read_is_told_once(prepay: str) -> None:
    text = FILE.replace('"95.00"', '"95,00"').replace('"none"', f'"{prepay}"')
    [problem] = problems_of(text)
    assert problem.field == "appointment_type[1].price"


def test_a_deposit_that_cannot_be_charged_reads_as_a_sentence() -> None:
    [problem] = problems_of(FILE.replace('"none"', '"deposit 0.25"'))
    assert str(problem) == (
        'line 41: appointment_type[1].prepay: found "deposit 0.25", expected a deposit of at '
        "least 0.50 AUD, the least that can be charged"
    )


@pytest.mark.req("P6")
def test_a_prepayment_that_is_wrong_is_not_told_a_second_time_at_who_is_asked() -> None:
    [problem] = problems_of(FILE.replace('"none"', '"half"\nprepay_from = "new"'))
    assert problem.field == PREPAY


@pytest.mark.req("P1")
def test_the_least_is_that_of_the_clinics_currency() -> None:
    text = FILE.replace("AUD", "JPY").replace('"95.00"', '"4500"')
    assert parse_clinic(text.replace('"none"', '"deposit 50"')).currency == "JPY"
    [problem] = problems_of(text.replace('"none"', '"deposit 1%"'))
    assert "at least 50 JPY" in problem.expected
