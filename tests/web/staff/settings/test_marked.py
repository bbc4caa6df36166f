"""Times offered online and protected times in the form of a practitioner."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from slotkeeper.domain.clinic_file import clinic_values, parse_clinic, read_clinic
from slotkeeper.domain.marked_time import MarkedTime
from slotkeeper.domain.protected_time import ProtectedTime
from slotkeeper.web.staff.settings.marked_answer import MarkedRows, ProtectedRows
from slotkeeper.web.staff.settings.marked_words import marked_line
from tests.domain.marks import marked_times, protected_times
from tests.web.clinics import CORNER
from tests.web.staff.settings.forms import HOME, fields_of
from tests.web.staff.staff import Colleague
from tests.web.world import World

SHEET = f"{HOME}/practitioners/kit-saltmarsh"
NEAR = date(2027, 1, 5)

ALL_OF_IT = (
    "Tue 17:00–19:00, settings.marked_every(n=2), settings.marked_first_day(day=Tue 5 Jan 2027), "
    "settings.marked_not_on(days=Tue 19 Jan 2027), settings.released_week(day=Fri, time=18:00), "
    "settings.waitlist_for_length(length=2 hours), settings.existing_for_length(length=1 day)"
)

pytestmark = pytest.mark.req("S5", "S8")


def rows(key: str, *marks: Any) -> Any:  # noqa: ANN401 - whichever the key has
    """The values of a file with those rows."""
    clinic = parse_clinic(CORNER)
    person = replace(clinic.practitioners[0], **{key: marks})
    return clinic_values(replace(clinic, practitioners=(person,)))


@given(st.lists(marked_times(NEAR), max_size=3), st.lists(protected_times(NEAR), max_size=3))
def test_rows_come_back_as_they_were(
    offered: list[MarkedTime], protected: list[ProtectedTime]
) -> None:
    for answer, marks in (
        (MarkedRows("offered"), offered),
        (ProtectedRows("protected"), protected),
    ):
        tree = rows(answer.key, *marks)
        value = tree["practitioner"][0].get(answer.key)
        typed = answer.typed(answer.shown(value))
        assert typed == value
        person = read_clinic(tree).practitioners[0]
        assert getattr(person, answer.key) == tuple(marks)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"days": ["tue"], "from": "09:00", "to": "12:00"}, "Tue 09:00–12:00"),
        (
            {"on": "2027-01-05", "from": "09:00", "to": "12:00", "release": "never"},
            "Tue 5 Jan 2027 09:00–12:00, settings.released_never",
        ),
        (
            {
                "days": ["tue"],
                "from": "17:00",
                "to": "19:00",
                "every_weeks": 2,
                "first": "2027-01-05",
                "except": ["2027-01-19"],
                "release": "fri 18:00",
                "waitlist_for": "2h",
                "existing_for": "1d",
            },
            ALL_OF_IT,
        ),
    ],
)
def test_a_row_is_told_in_words(row: dict[str, Any], said: str) -> None:
    def text(key: str, **values: object) -> str:
        given = ", ".join(f"{name}={value}" for name, value in values.items())
        return f"{key}({given})" if given else key

    assert marked_line(text, "en", row) == said


async def test_a_protected_time_is_added_its_effect_seen_and_saved(
    robin: Colleague, world: World
) -> None:
    assert "Every … weeks" in (await robin.get(SHEET)).text
    fields = fields_of(robin.answer.text)
    n = sum(name.startswith("protected.") and name.endswith(".from") for name in fields)
    begin = f"protected.{n}."
    typed = {
        **fields,
        f"{begin}tue": "on",
        f"{begin}from": "17:00",
        f"{begin}to": "19:00",
        f"{begin}release": "before",
        f"{begin}release_n": "48",
        f"{begin}release_n_unit": "h",
    }
    page = await robin.post(SHEET, {**typed, "do": "effect"})
    assert "Tue 17:00–19:00, released 48 hours before" in page.text
    await robin.post(SHEET, {**fields_of(robin.answer.text), "do": "save"})
    clinic = await world.toolbox.clinics.get(world.toolbox.database, "harbour-physio")
    assert clinic.practitioner("kit-saltmarsh").protected[-1].time.begins == 17 * 60


@pytest.mark.parametrize(
    ("wrong", "at", "said"),
    [
        ({"to": "16:00"}, "to", "Enter a time after"),
        ({"every_weeks": "2"}, "first", "Enter the date from whose week on it is counted"),
        ({"every_weeks": "often"}, "every_weeks", "Enter a whole number from 1 to 52"),
        ({"except": "someday"}, "except", "a date, such as"),
        ({"on": "2027-01-05"}, "on", "Enter a date alone, or days of the week"),
        ({"release": "week", "release_day": "fri"}, "release", 'Enter "fri 18:00"'),
        ({"existing_for": "long"}, "existing_for", "Enter a notice such as"),
    ],
)
async def test_what_cannot_be_is_told_in_its_row(
    robin: Colleague, wrong: dict[str, str], at: str, said: str
) -> None:
    await robin.get(SHEET)
    fields = fields_of(robin.answer.text)
    begin = "protected.7."
    row = {"tue": "on", "from": "17:00", "to": "19:00", "release": "never", **wrong}
    typed = {**fields, **{f"{begin}{name}": text for name, text in row.items()}, "do": "effect"}
    page = await robin.post(SHEET, typed)
    assert robin.status == 422
    assert said in page.text
    assert f'.{at}-error"' in page.html
