"""[change_policy] in a clinic file: read, written to the letter, and refused with a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from slotkeeper.domain.change_policy import ALL, NOTHING, ChangePolicy, Keep, Window
from slotkeeper.domain.clinic_file import ClinicFileWrong, parse_clinic, write_clinic
from slotkeeper.domain.clinic_file.parse_change_policy import minutes_of
from slotkeeper.domain.cut_off import CutOff
from tests.domain.test_change_policy import KEEPS, UNITS
from tests.domain.test_clinic_file_trust import HEAD

pytestmark = pytest.mark.req("C3")
TYPE = """
[[appointment_type]]
slug = "initial"
name = "Initial"
minutes = 30
practitioners = []
"""


@st.composite
def policies(draw: st.DrawFn) -> ChangePolicy:
    lengths = draw(st.lists(UNITS, max_size=4, unique_by=minutes_of))
    in_order = sorted(lengths, key=minutes_of, reverse=True)
    return ChangePolicy(
        windows=tuple(Window(until=each, keep=draw(KEEPS)) for each in in_order),
        afterwards=draw(KEEPS),
        enforced=draw(st.booleans()),
        no_change_after=draw(UNITS),
    )


@given(policies(), st.none() | policies())
def test_what_it_says_is_read_and_written_again(
    policy: ChangePolicy, of_the_type: ChangePolicy | None
) -> None:
    clinic = parse_clinic(HEAD + TYPE)
    kinds = tuple(replace(each, change_policy=of_the_type) for each in clinic.appointment_types)
    clinic = replace(clinic, change_policy=policy, appointment_types=kinds)
    text = write_clinic(clinic)
    assert parse_clinic(text) == clinic
    assert write_clinic(parse_clinic(text)) == text


def test_in_the_words_of_a_clinic() -> None:
    text = """
[change_policy]
enforced = true
windows = [ { until = "1d", keep = "nothing" }, { until = "2h", keep = "deposit" } ]
afterwards = "all"
"""
    assert parse_clinic(HEAD + text).change_policy == ChangePolicy(
        windows=(
            Window(until=CutOff(1, "d"), keep=NOTHING),
            Window(until=CutOff(2, "h"), keep=Keep(kind="deposit")),
        ),
        afterwards=ALL,
        enforced=True,
    )


def test_nothing_is_given_back_by_itself_until_a_clinic_says_so() -> None:
    clinic = parse_clinic(HEAD)
    assert not clinic.change_policy.enforced
    assert "[change_policy]" not in write_clinic(clinic)


def test_a_type_may_have_its_own_rule() -> None:
    clinic = parse_clinic(HEAD + TYPE + 'change_policy = { windows = [], afterwards = "50%" }\n')
    [kind] = clinic.appointment_types
    half = Keep(kind="percent", amount=50)
    assert clinic.change_policy_of(kind) == ChangePolicy(windows=(), afterwards=half)
    assert clinic.change_policy_of(replace(kind, change_policy=None)) == clinic.change_policy


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('afterwards = "some"', "afterwards"),
        ('afterwards = "0%"', "afterwards"),
        ('afterwards = "0.00"', "afterwards"),
        ('no_change_after = "soon"', "no_change_after"),
        ('windows = [{ until = "24h" }]', "keep"),
        ('windows = [{ keep = "all" }]', "until"),
        ('windows = [{ until = "2h", keep = "all" }, { until = "1d", keep = "all" }]', "until"),
        ('windows = [{ until = "2h", keep = "all", wild = 1 }]', "wild"),
        ('enforced = "yes"', "enforced"),
        ("wild = 1", "wild"),
    ],
)
def test_what_is_wrong_is_told_with_its_key(line: str, field: str) -> None:
    with pytest.raises(ClinicFileWrong) as wrong:
        parse_clinic(f"{HEAD}\n[change_policy]\n{line}\n")
    assert field in {problem.field.split(".")[-1] for problem in wrong.value.problems}
