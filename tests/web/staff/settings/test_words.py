"""A change in words: only what differs, with names instead of slugs."""

import pytest

from slotkeeper.assets import portal_folder, widget_folder
from slotkeeper.domain.clinic_change import plain
from slotkeeper.domain.clinic_file import clinic_values, parse_clinic
from slotkeeper.web.staff.portal import Portal
from slotkeeper.web.staff.settings.effect_view import change_in_words
from slotkeeper.web.staff.settings.sheet import ROW_SHEETS, SHEETS
from slotkeeper.web.staff.settings.words import Words, named_rows
from slotkeeper.web.texts import Texts
from tests.web.clinics import DEMO

CLINIC = parse_clinic(DEMO)
HOURS = "practitioner.nell-tidewater.hours"


@pytest.fixture(scope="module")
def words() -> Words:
    texts = Portal(portal_folder()).texts
    return Words(lambda key, **v: texts.text("en", key, **v), "en", named_rows(CLINIC))


def test_every_setting_and_every_value_of_a_file_has_words(words: Words) -> None:
    tree = plain(clinic_values(CLINIC))
    for sheet in SHEETS:
        for answer in sheet.answers:
            key = f"{sheet.table}.{answer.key}"
            assert words.setting(key)
            assert words.value(key, tree.get(sheet.table, {}).get(answer.key))
    for sheet in ROW_SHEETS:
        for row in tree.get(sheet.table, []):
            for answer in sheet.answers:
                key = f"{sheet.table}.{row['slug']}.{answer.key}"
                assert words.setting(key).startswith(f"{row['name']}: ")
                assert words.value(key, row.get(answer.key))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("online_booking.cut_off", "90m", "90 minutes"),
        ("online_booking.cut_off", "1d", "1 day"),
        ("online_booking.ask_note", True, "on"),
        ("online_booking.terms", None, "nothing"),
        ("online_booking.offer", "working-hours", "Every free time in working hours"),
        (
            "online_booking.new_patients",
            {"closes_above": 90, "opens_below": 75, "days": 14},
            "closed above 90 % booked over 14 days, open again below 75 %",
        ),
        ("practitioner.nell-tidewater.enabled", None, "on"),
        ("practitioner.nell-tidewater", {"slug": "x"}, "added"),
        ("practitioner.nell-tidewater", None, "nothing"),
        ("location", ["balmain", "manly"], "Balmain, Manly"),
        (
            "appointment_type.initial.practitioners",
            ["kit-saltmarsh", "gone"],
            "Kit Saltmarsh; gone",
        ),
        (
            "practitioner.nell-tidewater.exceptions",
            [{"on": "2026-12-24", "hours": []}],
            "Thu 24 Dec 2026 off",
        ),
        (
            "trust.rules",
            [{"after": "no-shows", "times": 2, "within_days": 90, "step": "prepay", "for_days": 0}],
            "missed appointments: 2 in 90 days, then pay first, for good",
        ),
        (
            "trust.rules",
            [{"after": "unpaid", "times": 1, "within_days": 1, "step": "call", "for_days": 30}],
            "unpaid appointments: 1 in 1 day, then please call, for 30 days",
        ),
    ],
)
def test_values_are_said_as_people_say_them(
    words: Words, key: str, value: object, said: str
) -> None:
    assert words.value(key, value) == said


def test_of_a_list_only_what_differs_is_said(words: Words) -> None:
    wed = {"days": ["wed"], "from": "10:00", "to": "19:00", "location": "balmain"}
    sat = {**wed, "days": ["sat"]}
    said = change_in_words(words, HOURS, [wed], [wed, sat])
    assert said == {"before": "", "after": "Sat 10:00–19:00 Balmain"}


def test_of_a_long_text_the_place_is_said_where_it_differs(words: Words) -> None:
    one = "We are here for you on every day of the week. " * 9
    said = change_in_words(words, "online_booking.terms", f"{one}Come early.", f"{one}Come late.")
    assert said["before"].endswith("Come early.")
    assert said["after"].startswith("…")
    assert len(said["after"]) < 90


@pytest.mark.req("T2")
def test_what_patients_read_where_a_text_is_left_empty_is_quoted_beside_it() -> None:
    ours = Texts(widget_folder() / "locale")
    portal = Portal(portal_folder()).texts
    for setting, key in (
        ("confirm_text", "pending.lead_patient"),
        ("approve_text", "pending.lead_clinic"),
        ("call_text", "notice.please_call.text"),
    ):
        assert f"“{ours.text('en', key, clinic='…')}”" in portal.text("en", f"hint.trust.{setting}")
