"""A wrong file names line, field, what was found and what was expected, everything at once."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slotkeeper.domain.clinic_file import ClinicFileWrong, FileProblem, parse_clinic
from slotkeeper.domain.clinic_file.places import find_places

FILE = """\
[clinic]
slug = "harbour-physio"
name = "Harbour Physio"
time_zone = "Australia/Sydney"
currency = "AUD"
phone = "+61 2 5550 1234"
languages = ["en"]
email = "desk@harbour.example"
allowed_origins = [
  "https://harbour.example",
]
[online_booking]
cut_off = "2h"
horizon_days = 60
hold_seconds = 450
daily_limit = 3
offer = "working-hours"
start_every = 15
new_patients = "open"
[[location]]
slug = "manly"
name = "Manly"
[[location]]
slug = "city"
name = "City"
[[practitioner]]
slug = "sam-lee"
name = "Sam Lee"
hours = [
  { days = ["mon"], from = "09:00", to = "12:30", location = "manly" },
  { days = ["tue"], from = "09:00", to = "12:30", location = "city" },
]
exceptions = [ { on = 2026-12-25, hours = [] } ]
time_off = [ { from = 2026-07-01, to = 2026-07-14 } ]
[[appointment_type]]
slug = "initial"
name = "Initial consultation"
minutes = 45
padding_after = 15
price = "95.00"
prepay = "none"
practitioners = ["sam-lee"]
"""

# What is replaced in the file, by what: line, field, words of what was expected.
WRONG = [
    ('"harbour-physio"', '"Harbour Physio"', 2, "clinic.slug", "a-z"),
    ('"harbour-physio"', f'"{"a" * 61}"', 2, "clinic.slug", "1 to 60"),
    ('"harbour-physio"', '"sign-in"', 2, "clinic.slug", "another word"),
    ('"Harbour Physio"', '" "', 3, "clinic.name", "not empty"),
    ('"Harbour Physio"', '"a\\u0000b"', 3, "clinic.name", "one line"),
    ("Sydney", "Sidney", 4, "clinic.time_zone", 'did you mean "Australia/Sydney"?'),
    ('"Australia/Sydney"', '"../etc/passwd"', 4, "clinic.time_zone", "IANA"),
    ("AUD", "aud", 5, "clinic.currency", 'did you mean "AUD"?'),
    ("+61 2 5550 1234", "call us", 6, "clinic.phone", "telephone"),
    ('["en"]', '["en", "English"]', 7, "clinic.languages[2]", "language"),
    ('["en"]', "[]", 7, "clinic.languages", "at least one"),
    ("desk@harbour.example", "desk at harbour", 8, "clinic.email", "e-mail"),
    (
        "https://harbour.example",
        "https://harbour.example/",
        10,
        "clinic.allowed_origins[1]",
        "no path",
    ),
    ("https://harbour.example", "*", 10, "clinic.allowed_origins[1]", "origin"),
    ('"2h"', '"2 hours"', 13, "online_booking.cut_off", '"2h"'),
    ('"2h"', '"731d"', 13, "online_booking.cut_off", "730d"),
    ('"2h"', "2", 13, "online_booking.cut_off", "in quotes"),
    ("= 60", "= 731", 14, "online_booking.horizon_days", "0 to 730"),
    ("= 450", "= 59", 15, "online_booking.hold_seconds", "60 to 3600"),
    (
        "daily_limit = 3",
        "daily_limit = 6",
        16,
        "online_booking.daily_limit",
        "0, 1, 2, 3, 4, 5, 10",
    ),
    ("daily_limit = 3", "daily_limit = true", 16, "online_booking.daily_limit", "30"),
    ("daily_limit", "dayly_limit", 16, "online_booking.dayly_limit", 'did you mean "daily_limit"?'),
    ("working-hours", "all", 17, "online_booking.offer", "marked-times"),
    ("= 15\nnew", "= 0\nnew", 18, "online_booking.start_every", "1 to 1440"),
    (
        '"open"',
        "{ closes_above = 5, opens_below = 6 }",
        19,
        "online_booking.new_patients.opens_below",
        "5",
    ),
    ('slug = "city"', 'slug = "manly"', 24, "location[2].slug", "no other location"),
    ('"sam-lee"\nname', '"any"\nname', 27, "practitioner[1].slug", "another word"),
    ('"mon"', '"Mon"', 30, "practitioner[1].hours[1].days[1]", '"mon"'),
    ('["mon"]', "[]", 30, "practitioner[1].hours[1].days", "list of days"),
    ('"09:00"', '"9am"', 30, "practitioner[1].hours[1].from", '"00:00"'),
    ('to = "12:30"', 'to = "09:00"', 30, "practitioner[1].hours[1].to", "after"),
    ('to = "12:30"', 'to = "24:30"', 30, "practitioner[1].hours[1].to", '"24:00"'),
    ('"manly" }', '"many" }', 30, "practitioner[1].hours[1].location", '"manly", "city"'),
    ('"tue"', '"mon"', 31, "practitioner[1].hours[2].location", "manly"),
    (
        ', location = "city" }',
        ' }\n, { days = ["sun"], from = "09:00", to = "10:00", location = "city" }',
        31,
        "practitioner[1].hours[2].location",
        "one of",
    ),
    ("2026-12-25", '"2026-12-25"', 33, "practitioner[1].exceptions[1].on", "without quotes"),
    ("2026-12-25", "2026-12-25T10:00:00", 33, "practitioner[1].exceptions[1].on", "date"),
    ("to = 2026-07-14", "to = 2026-06-14", 34, "practitioner[1].time_off[1].to", "2026-07-01"),
    ("07-14 }", '07-14, every = "daily" }', 34, "practitioner[1].time_off[1].every", "1 year"),
    ("07-14 }", '07-14, every = "99 weeks" }', 34, "practitioner[1].time_off[1].every", "52 weeks"),
    ("07-14 }", '07-14, every = "1 week" }', 34, "practitioner[1].time_off[1].every", "longer"),
    ("07-14 }", "07-14, until = 2026-06-30 }", 34, "practitioner[1].time_off[1].until", "before"),
    ('"initial"', '"bookings"', 36, "appointment_type[1].slug", "another word"),
    ("minutes = 45", "minutes = 0", 38, "appointment_type[1].minutes", "1 to 1440"),
    ("minutes = 45", "minutes = 1430", 38, "appointment_type[1].minutes", "paddings"),
    ("minutes = 45", "minutes = 45.0", 38, "appointment_type[1].minutes", "whole number"),
    ("minutes = 45\n", "", 35, "appointment_type[1].minutes", "whole number"),
    ('"95.00"', "95.00", 40, "appointment_type[1].price", "in quotes"),
    ('"95.00"', '"95,00"', 40, "appointment_type[1].price", '"95.00"'),
    ('["sam-lee"]', '["sam"]', 42, "appointment_type[1].practitioners[1]", '"sam-lee"'),
    ('["sam-lee"]', '"sam-lee"', 42, "appointment_type[1].practitioners", "a list"),
    ('["sam-lee"]', '["sam-lee"]\nplaces = 0', 43, "appointment_type[1].places", "1 to 500"),
    ('["sam-lee"]', '["sam-lee"]\n[[session]]', 43, "session[1].type", "none: there is no"),
    ("[[location]]", "[location]", 20, "", "TOML"),
]


@pytest.mark.req("R4")
@pytest.mark.parametrize(("old", "new", "line", "field", "expected"), WRONG)
def test_a_wrong_value_is_named_with_its_line_and_what_was_expected(
    old: str, new: str, line: int, field: str, expected: str
) -> None:
    problems = problems_of(FILE.replace(old, new, 1))
    named = [each for each in problems if each.field == field]
    assert named, problems
    assert expected in named[0].expected
    if field:
        assert named[0].line == line


def test_the_file_of_these_tests_is_right() -> None:
    assert parse_clinic(FILE).slug == "harbour-physio"


def test_all_problems_are_told_at_once_in_the_order_of_the_lines() -> None:
    text = FILE.replace("AUD", "XXX").replace("= 450", "= 1")
    text = text.replace("minutes = 45", "minutes = -1").replace("= []", '= ""')
    assert [(each.line, each.field) for each in problems_of(text)] == [
        (5, "clinic.currency"),
        (15, "online_booking.hold_seconds"),
        (33, "practitioner[1].exceptions[1].hours"),
        (38, "appointment_type[1].minutes"),
    ]


def test_a_problem_reads_as_a_sentence() -> None:
    [problem] = problems_of(FILE.replace("= 450", "= 5"))
    assert str(problem) == (
        "line 15: online_booking.hold_seconds: found 5, expected a whole number from 60 to 3600"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[clinic]\nslug = "a\n', 2),
        ("[clinic]\nslug\n", 2),
        ("[clinic]\n[clinic]\n", 2),
        ("a = " + "[" * 5000, 0),
        ("a = " + "9" * 5000, 0),
        ("#" * 1_000_001, 0),
    ],
)
def test_what_is_no_toml_is_named_with_its_line(text: str, line: int) -> None:
    [problem] = problems_of(text)
    assert problem.line == line


def test_an_empty_file_is_told_what_it_needs() -> None:
    fields = {each.field for each in problems_of("")}
    assert fields == {"clinic.slug", "clinic.name", "clinic.time_zone", "clinic.currency"}


@pytest.mark.req("R4")
@given(st.text(max_size=200) | st.text("[]{}=.\"'\n clinicslug#1", max_size=80))
@example("clinic = 3\nlocation = 4\nonline_booking = []\nappointment_type = [1]")
def test_no_text_whatever_makes_it_fall_over(text: str) -> None:
    with pytest.raises(ClinicFileWrong):
        parse_clinic(text)


VALUES = st.sampled_from(
    [
        "1",
        "-1",
        "1.5",
        "true",
        '""',
        '"x"',
        "[]",
        "[[]]",
        "[{}]",
        "{}",
        "[1]",
        "2026-01-01",
        "09:00:00",
    ]
)


@pytest.mark.req("R4")
@given(st.sampled_from(FILE.splitlines()), VALUES)
def test_no_value_of_a_wrong_type_makes_it_fall_over(line: str, value: str) -> None:
    key = line.partition(" = ")[0]
    with suppress(ClinicFileWrong):  # any other exception is a fall
        parse_clinic(FILE.replace(f"{line}\n", f"{key} = {value}\n", 1))


def test_lines_are_found_in_lists_tables_and_strings_of_many_lines() -> None:
    text = (
        'a = """\nx = 1\n"""\nb = [\n  1, # ]\n  { c = \'}\', d = [\n2]},\n]\n[e."f.g"]\nh.i = 1\n'
    )
    places = find_places(text)
    assert places["a",] == 1
    assert places["b", 0] == 5
    assert places["b", 1, "c"] == 6
    assert places["b", 1, "d", 0] == 7
    assert places["e", "f.g"] == 9
    assert places["e", "f.g", "h", "i"] == 10


def problems_of(text: str) -> tuple[FileProblem, ...]:
    with pytest.raises(ClinicFileWrong) as caught:
        parse_clinic(text)
    return caught.value.problems
