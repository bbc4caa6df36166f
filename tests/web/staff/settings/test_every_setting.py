"""No setting of the clinic file is without its form: read from the structs themselves."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.change_policy import ChangePolicy
from slotkeeper.domain.clinic import Clinic, OnlineBooking
from slotkeeper.domain.clinic_change import plain
from slotkeeper.domain.clinic_file import clinic_values, parse_clinic
from slotkeeper.domain.location import Location
from slotkeeper.domain.notice_rules import NoticeRules
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.resource import Resource
from slotkeeper.domain.session import Session
from slotkeeper.domain.trust_rule import TrustSettings
from slotkeeper.domain.waitlist_rules import WaitlistRules
from slotkeeper.web.staff.settings.edit import Place, shown_fields, typed_values
from slotkeeper.web.staff.settings.row_answer import DatedRows, DateRanges, WeekRows
from slotkeeper.web.staff.settings.sheet import ROW_SHEETS, SHEETS, SLUG, Sheet
from slotkeeper.web.staff.settings.slug import slug_of
from tests.web.clinics import CORNER, DEMO
from tests.web.staff.settings.forms import HOME, fields_of
from tests.web.staff.staff import Colleague

KINDS: dict[str, type] = {
    "clinic": Clinic,
    "online_booking": OnlineBooking,
    "change_policy": ChangePolicy,
    "trust": TrustSettings,
    "waitlist": WaitlistRules,
    "notices": NoticeRules,
    "location": Location,
    "practitioner": Practitioner,
    "appointment_type": AppointmentType,
    "session": Session,
    "resource": Resource,
}
OF_THE_DATABASE = {"id", "version", "takes_payments"}
TABLES = {
    "online_booking",
    "change_policy",
    "trust",
    "waitlist",
    "notices",
    "locations",
    "practitioners",
    "appointment_types",
    "sessions",
    "resources",
}
IN_THE_FILE = {
    "weekly": "hours",
    "prepay": "prepay_amount",
    "kind": "type",
    "begins": "at",
    "first": "from",
    "last": "to",
    "not_on": "except",
}
ALL = [*SHEETS, *ROW_SHEETS]


def asked(table: str) -> set[str]:
    return {answer.key for sheet in ALL if sheet.table == table for answer in sheet.answers}


@pytest.mark.parametrize("table", KINDS)
def test_every_field_of_the_clinic_file_is_asked_in_a_form(table: str) -> None:
    wanted = {field.name for field in fields(KINDS[table])} - OF_THE_DATABASE - TABLES
    if table in {"trust", "practitioner", "session"}:
        wanted = {IN_THE_FILE.get(name, name) for name in wanted}
    left = wanted - asked(table)
    assert left <= {SLUG.key}, "a slug is asked once, when a row is made; the clinic's never"


def test_every_table_of_the_clinic_has_a_form() -> None:
    names = {field.name for field in fields(Clinic)}
    nested = (names | {name.removesuffix("s") for name in names}) & set(KINDS)
    assert nested == set(KINDS) - {"clinic"}


@pytest.mark.parametrize("sheet", ALL, ids=lambda sheet: sheet.section)
async def test_each_setting_of_a_sheet_has_its_field_on_the_page(
    robin: Colleague, sheet: Sheet
) -> None:
    slug = {
        "location": "/manly",
        "practitioner": "/otis-brinewell",
        "appointment_type": "/insoles",
        "session": "/pilates-saturday",
        "resource": "/shockwave-manly",
    }
    await robin.get(f"{HOME}/{sheet.section}{slug.get(sheet.table, '')}")
    assert robin.status == 200
    for answer in sheet.answers:
        assert f'data-key="{answer.key}"' in robin.page.html
        assert answer.key in robin.page.html.split('class="questions"')[1]


@pytest.mark.parametrize("sheet", ROW_SHEETS, ids=lambda sheet: sheet.section)
async def test_a_new_row_is_asked_for_its_slug(robin: Colleague, sheet: Sheet) -> None:
    await robin.get(f"{HOME}/new/{sheet.section}")
    assert fields_of(robin.answer.text)[SLUG.key] == ""


def same(place: Place, values: dict[str, Any]) -> list[str]:
    """The settings that a form would change by being sent."""
    again = typed_values(place, shown_fields(place, values))
    return [
        answer.key
        for answer in place.answers
        if not answer.is_same(plain(again[answer.key]), plain(values[answer.key]))
    ]


@pytest.mark.parametrize("text", [DEMO, CORNER], ids=["demo", "corner"])
def test_a_form_shows_each_value_of_a_file_exactly(text: str) -> None:
    tree = clinic_values(parse_clinic(text))
    for sheet in SHEETS:
        assert same(Place(sheet), Place(sheet).values(tree)) == []
    for sheet in ROW_SHEETS:
        for row in tree.get(sheet.table, []):
            place = Place(sheet, row["slug"])
            assert same(place, place.values(tree)) == []


TIMES = st.integers(0, 1439).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
SPANS = st.fixed_dictionaries({"from": TIMES, "to": TIMES.filter(lambda t: t != "00:00")})
DAYS = st.lists(st.sampled_from(["mon", "wed", "sun"]), min_size=1, unique=True).map(
    lambda days: [day for day in ("mon", "wed", "sun") if day in days]
)
WEEKS = st.lists(st.builds(lambda days, span: {"days": days, **span}, DAYS, SPANS))
DATED = st.lists(
    st.builds(lambda on, hours: {"on": on, "hours": hours}, st.dates(), st.lists(SPANS)),
    unique_by=lambda each: str(each["on"]),
)
AWAY = st.lists(st.fixed_dictionaries({"from": st.dates(), "to": st.dates()}))


@given(WEEKS, DATED, AWAY)
def test_rows_come_back_as_they_were(weeks: list[Any], dated: list[Any], away: list[Any]) -> None:
    hours, others, ranges = WeekRows("hours", optional=False), DatedRows("d"), DateRanges("t")
    assert hours.typed(hours.shown(weeks)) == weeks
    assert (others.typed(others.shown(dated)) or []) == dated
    assert (ranges.typed(ranges.shown(away)) or []) == away


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20)))
def test_no_field_is_too_strange_to_be_read(strange: dict[str, str]) -> None:
    for sheet, slug in product(ALL, ("", None)):
        typed_values(Place(sheet, slug), strange)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Zoë Čapek", "zoe-capek"), ("  A & B  ", "a-b"), ("李", ""), ("x" * 99, "x" * 60)],
)
def test_a_slug_is_made_from_a_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug
