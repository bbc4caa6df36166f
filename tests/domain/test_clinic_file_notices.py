"""[notices] in a clinic file: read, written again to the letter, and refused with a sentence."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.clinic_change import find_changes
from slotkeeper.domain.clinic_file import (
    ClinicFileWrong,
    clinic_values,
    parse_clinic,
    write_clinic,
)
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.notice_rules import NoticeRules, QuietHours, Reminder

HEAD = """[clinic]
slug = "corner"
name = "Corner Clinic"
time_zone = "Australia/Sydney"
currency = "AUD"
"""
ROW = """
[[practitioner]]
slug = "sam-lee"
name = "Sam Lee"
hours = []
"""
RULES = NoticeRules(
    send_to=("desk@corner.example", "boss@corner.example"),
    mobile="+61 491 570 006",
    escalate_after=0,
    staff_changes=True,
    reminders=(Reminder(before=CutOff(1, "d")), Reminder(before=CutOff(90, "m"), by="sms")),
    sms=("booked", "cancelled"),
    quiet_hours=QuietHours(starts=20 * 60 + 30, ends=7 * 60),
)

pytestmark = pytest.mark.req("N7")


def test_what_the_section_says_is_read_and_written_again() -> None:
    clinic = replace(parse_clinic(HEAD), notices=RULES)
    text = write_clinic(clinic)
    assert parse_clinic(text) == clinic
    assert write_clinic(parse_clinic(text)) == text
    assert 'escalate_after = "0m"' in text
    assert '{ before = "90m", by = "sms" }' in text


def test_a_clinic_that_leaves_all_as_it_comes_has_no_section_and_one_reminder() -> None:
    clinic = parse_clinic(HEAD)
    assert clinic.notices == NoticeRules()
    assert clinic.notices.reminders == (Reminder(before=CutOff(24, "h"), by="mail"),)
    assert "[notices]" not in write_clinic(clinic)


def test_a_clinic_that_wants_no_reminders_says_so() -> None:
    clinic = parse_clinic(f"{HEAD}\n[notices]\nreminders = []\n")
    assert clinic.notices.reminders == ()
    assert parse_clinic(write_clinic(clinic)) == clinic


def test_a_setting_that_only_becomes_visible_is_no_change() -> None:
    before = clinic_values(parse_clinic(HEAD))
    after = clinic_values(parse_clinic(f'{HEAD}\n[notices]\nmobile = "+61 491 570 006"\n'))
    assert find_changes(before, after) == {"notices.mobile": (None, "+61 491 570 006")}


@pytest.mark.req("N6")
def test_what_a_practitioner_asked_for_in_whichever_order() -> None:
    asked = (
        'email = "sam@corner.example"\nmobile = "+61 491 570 156"\nnotices = ["failed", "new"]\n'
    )
    clinic = parse_clinic(f"{HEAD}{ROW}{asked}")
    [sam] = clinic.practitioners
    assert (sam.notices, sam.mobile) == (("new", "failed"), "+61 491 570 156")
    assert parse_clinic(write_clinic(clinic)) == clinic


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('send_to = ["desk"]', "send_to[1]"),
        ('send_to = ["a@b.example", "a@b.example"]', "send_to[2]"),
        (f"send_to = {[f'a{n}@b.example' for n in range(11)]}", "send_to"),
        ('mobile = "call me"', "mobile"),
        ('escalate_after = "soon"', "escalate_after"),
        ('escalate_after = "15d"', "escalate_after"),
        ("staff_changes = 1", "staff_changes"),
        ('reminders = "24h"', "reminders"),
        ('reminders = [{ before = "0h" }]', "before"),
        ('reminders = [{ before = "61d" }]', "before"),
        ('reminders = [{ by = "mail" }]', "before"),
        ('reminders = [{ before = "2h", by = "pigeon" }]', "by"),
        ('reminders = [{ before = "2h" }, { before = "2h" }]', "before"),
        ('reminders = [{ before = "2h", wild = 1 }]', "wild"),
        ('sms = ["sometimes"]', "sms[1]"),
        ('quiet_hours = { from = "21:00" }', "to"),
        ('quiet_hours = { from = "25:00", to = "08:00" }', "from"),
        ('quiet_hours = "night"', "quiet_hours"),
        ("notice = true", "notice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(line: str, field: str) -> None:
    with pytest.raises(ClinicFileWrong) as wrong:
        parse_clinic(f"{HEAD}\n[notices]\n{line}\n")
    assert [each.field.rpartition(".")[2] for each in wrong.value.problems] == [field]


@pytest.mark.parametrize("line", ['notices = ["new"]', 'email = "s@c.example"\nnotices = ["all"]'])
def test_notices_need_an_address_and_known_words(line: str) -> None:
    with pytest.raises(ClinicFileWrong) as wrong:
        parse_clinic(f"{HEAD}{ROW}{line}\n")
    assert len(wrong.value.problems) == 1


def test_midnight_may_be_written_both_ways() -> None:
    clinic = parse_clinic(f'{HEAD}\n[notices]\nquiet_hours = {{ from = "24:00", to = "08:00" }}\n')
    assert clinic.notices.quiet_hours == QuietHours(starts=0, ends=480)
    assert parse_clinic(write_clinic(clinic)) == clinic
