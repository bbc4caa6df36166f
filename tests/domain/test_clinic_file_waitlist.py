"""[waitlist] in a clinic's file."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.clinic_file import parse_clinic, write_clinic
from slotkeeper.domain.clinic_file.problems import ClinicFileWrong
from slotkeeper.domain.waitlist_rules import WaitlistRules
from tests.services.desk import FILE

pytestmark = pytest.mark.req("C6")
RULES = WaitlistRules(
    enabled=True, offer_minutes=45, existing_first=False, sms=False, most_unanswered=2
)


def test_a_clinic_that_says_nothing_keeps_no_list() -> None:
    assert parse_clinic(FILE).waitlist == WaitlistRules(enabled=False)
    assert "[waitlist]" not in write_clinic(parse_clinic(FILE))


def test_what_is_written_is_read_again() -> None:
    clinic = replace(parse_clinic(FILE), waitlist=RULES)
    assert parse_clinic(write_clinic(clinic)) == clinic


@pytest.mark.parametrize(
    "line",
    ["offer_minutes = 4", "offer_minutes = 1441", "most_unanswered = 0", 'sms = "yes"', "x = 1"],
)
def test_what_is_wrong_is_named(line: str) -> None:
    with pytest.raises(ClinicFileWrong) as wrong:
        parse_clinic(FILE + f"\n[waitlist]\n{line}\n")
    [problem] = wrong.value.problems
    assert problem.field == f"waitlist.{line.partition(' ')[0]}"
