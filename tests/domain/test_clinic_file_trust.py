"""[trust] in a clinic file: read, written again to the letter, and refused with a sentence."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.clinic_file import ClinicFileWrong, parse_clinic, write_clinic
from slotkeeper.domain.prepayment import Prepayment
from slotkeeper.domain.trust_rule import TrustRule, TrustSettings

HEAD = """[clinic]
slug = "corner"
name = "Corner Clinic"
time_zone = "Australia/Sydney"
currency = "AUD"
"""

pytestmark = pytest.mark.req("T2")


def test_what_the_section_says_is_read_and_written_again() -> None:
    settings = TrustSettings(
        rules=(
            TrustRule(
                after="late-cancellations", times=3, within_days=90, step="prepay", for_days=180
            ),
            TrustRule(after="no-shows", times=2, within_days=365, step="approve"),
        ),
        confirm_within=45,
        approve_within=2880,
        prepay=Prepayment(kind="deposit_percent", amount=25),
        call_text="Ring us.",
        approve_text='We "look" at it.',
        confirm_text="Look\ninto your mail.",
    )
    clinic = replace(parse_clinic(HEAD), trust=settings)
    text = write_clinic(clinic)
    assert parse_clinic(text) == clinic
    assert write_clinic(parse_clinic(text)) == text


def test_a_clinic_that_leaves_all_as_it_comes_has_no_section() -> None:
    clinic = parse_clinic(HEAD)
    assert clinic.trust == TrustSettings()
    assert "[trust]" not in write_clinic(clinic)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('confirm_within = "soon"', "confirm_within"),
        ('confirm_within = "0m"', "confirm_within"),
        ('approve_within = "15d"', "approve_within"),
        ('prepay_amount = "none"', "prepay_amount"),
        ('prepay_amount = "deposit 0.10"', "prepay_amount"),
        ('rules = [{ after = "rain", step = "call" }]', "after"),
        ('rules = [{ after = "unpaid", step = "normal" }]', "step"),
        ('rules = [{ step = "call" }]', "after"),
        ('rules = [{ after = "unpaid" }]', "step"),
        ('rules = [{ after = "unpaid", step = "call", times = 0 }]', "times"),
        ('rules = [{ after = "unpaid", step = "call", wild = 1 }]', "wild"),
        ("rulez = []", "rulez"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(line: str, field: str) -> None:
    with pytest.raises(ClinicFileWrong) as wrong:
        parse_clinic(f"{HEAD}\n[trust]\n{line}\n")
    assert [each.field.rpartition(".")[2] for each in wrong.value.problems] == [field]
