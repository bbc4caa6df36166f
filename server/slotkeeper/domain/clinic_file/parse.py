"""TOML text → Clinic."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from slotkeeper.domain.clinic import DAILY_LIMITS, Clinic, OnlineBooking
from slotkeeper.domain.clinic_file import fields
from slotkeeper.domain.clinic_file.parse_appointment_type import parse_appointment_type
from slotkeeper.domain.clinic_file.parse_change_policy import parse_change_policy
from slotkeeper.domain.clinic_file.parse_new_patients import parse_new_patients
from slotkeeper.domain.clinic_file.parse_notices import parse_notices
from slotkeeper.domain.clinic_file.parse_practitioner import parse_practitioner
from slotkeeper.domain.clinic_file.parse_resource import parse_resource, parse_travel
from slotkeeper.domain.clinic_file.parse_session import parse_session
from slotkeeper.domain.clinic_file.parse_trust import parse_trust
from slotkeeper.domain.clinic_file.parse_waitlist import parse_waitlist
from slotkeeper.domain.clinic_file.places import find_places
from slotkeeper.domain.clinic_file.problems import ClinicFileWrong, FileProblem, Report
from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.location import Location

LONGEST_FILE = 1_000_000
"""Characters; a clinic of 200 practitioners takes a tenth."""

_RESERVED = ("account", "invitation", "second-factor", "sign-in", "sign-out")  # under /staff
_LONGEST_ADDRESS = 500
_STANDARD = OnlineBooking()
_LINE = re.compile(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)


def parse_clinic(text: str) -> Clinic:
    """The clinic of a file (DESIGN: "A clinic as a file"), with id and version 0.

    Raises ClinicFileWrong with every problem that was found, unknown keys included.
    """
    if len(text) > LONGEST_FILE:
        raise ClinicFileWrong([_whole_file("more than a million characters", "a clinic file")])
    text = text.removeprefix("\ufeff")
    try:
        values, places = tomllib.loads(text), find_places(text)
    except RecursionError as error:
        raise ClinicFileWrong([_whole_file("lists in lists without end", "TOML")]) from error
    except ValueError as error:
        raise ClinicFileWrong([_syntax_problem(str(error), text)]) from error
    return _read(values, Report(places))


def read_clinic(values: Mapping[str, Any]) -> Clinic:
    """The clinic of a form's values, which stand as those of the file (`clinic_values`).

    Raises ClinicFileWrong with every problem: without lines, and in words for who sees a form.
    """
    return _read(values, Report(None))


def _read(values: Mapping[str, Any], report: Report) -> Clinic:
    clinic = _parse_file(Section(values, (), report))
    report.raise_problems()
    return clinic


def _whole_file(found: str, expected: str) -> FileProblem:
    return FileProblem(line=0, field="", found=found, expected=expected)


def _syntax_problem(message: str, text: str) -> FileProblem:
    match = _LINE.fullmatch(message)
    if not match:
        return _whole_file(f"a fault in the TOML: {message}", "TOML 1.0")
    what, line = match[1], int(match[2] or text.count("\n") + 1)
    return FileProblem(
        line=line, field="", found=f"a fault in the TOML: {what}", expected="TOML 1.0"
    )


def _parse_file(file: Section) -> Clinic:
    head = file.table("clinic", "[clinic]")
    currency = head.parsed("currency", fields.parse_currency) or "EUR"
    locations = tuple(_parse_location(each) for each in _rows(file, "location"))
    slugs = tuple(each.slug for each in locations)
    practitioners = tuple(parse_practitioner(row, slugs) for row in _rows(file, "practitioner"))
    names = tuple(each.slug for each in practitioners)
    resources = tuple(parse_resource(row, slugs) for row in _rows(file, "resource"))
    pools = tuple(each.kind for each in resources)
    kinds = tuple(
        parse_appointment_type(row, currency, names, pools)
        for row in _rows(file, "appointment_type")
    )
    clinic = Clinic(
        slug=head.slug("slug", _RESERVED),
        name=head.text("name"),
        time_zone=head.parsed("time_zone", fields.parse_time_zone) or "",
        currency=currency,
        phone=head.parsed("phone", fields.parse_phone, ""),
        country=head.parsed("country", fields.parse_country, ""),
        region=_parse_region(head),
        languages=_parse_languages(head),
        email=head.parsed("email", fields.parse_email, ""),
        allowed_origins=head.items(
            "allowed_origins",
            fields.read_origin,
            'an origin such as "https://clinic.example", no path',
        ),
        booking_page=_parse_booking_page(head),
        closed_on=head.items("closed_on", _read_date, "a date without quotes, such as 2026-12-25"),
        travel=parse_travel(head, slugs),
        online_booking=_parse_online_booking(file.table("online_booking", "[online_booking]")),
        change_policy=parse_change_policy(file.table("change_policy", "[change_policy]"), currency),
        trust=parse_trust(file.table("trust", "[trust]"), currency),
        waitlist=parse_waitlist(file.table("waitlist", "[waitlist]")),
        notices=parse_notices(file.table("notices", "[notices]")),
        locations=locations,
        practitioners=practitioners,
        appointment_types=kinds,
        sessions=tuple(parse_session(row, kinds, names, slugs) for row in _rows(file, "session")),
        resources=resources,
    )
    head.close()
    file.close()
    return clinic


def _rows(file: Section, key: str) -> list[Section]:
    rows = file.tables(key, f"[[{key}]]")
    slugs: list[object] = []
    for row in rows:
        slug = row.raw("slug")
        if slug is not None and slug in slugs:
            row.wrong("slug", f"a slug that no other {key} has")
        slugs.append(slug)
    return rows


def _parse_region(head: Section) -> str:
    region, country = head.parsed("region", fields.parse_region, ""), head.raw("country")
    if region and isinstance(country, str) and not region.startswith(f"{country}-"):
        head.wrong("region", f'a region of that country, "{country}-…"')
    return region


def _parse_booking_page(head: Section) -> str:
    """Only where the clinic says that the widget is: elsewhere the links would open nothing."""
    page, origins = head.parsed("booking_page", fields.parse_page, ""), head.raw("allowed_origins")
    if page and fields.page_origin(page) not in (origins if isinstance(origins, list) else []):
        head.wrong("booking_page", "a page of one of the websites with the widget")
    return page


def _parse_languages(head: Section) -> tuple[str, ...]:
    languages = head.items("languages", fields.read_language, 'a language such as "en" or "pt-BR"')
    if head.raw("languages") == []:
        head.wrong("languages", "at least one language")
    return languages or ("en",)


def _read_date(value: object) -> date | None:
    return value if type(value) is date else None


def _parse_location(row: Section) -> Location:
    location = Location(
        slug=row.slug("slug"),
        name=row.text("name"),
        address=row.long_text("address", _LONGEST_ADDRESS),
    )
    row.close()
    return location


def _parse_online_booking(table: Section) -> OnlineBooking:
    settings = OnlineBooking(
        enabled=table.flag("enabled", default=_STANDARD.enabled),
        cut_off=table.parsed("cut_off", fields.parse_cut_off, _STANDARD.cut_off),
        horizon_days=table.number("horizon_days", 0, 730, _STANDARD.horizon_days),
        hold_seconds=table.number("hold_seconds", 60, 3600, _STANDARD.hold_seconds),
        hold_limit=table.number("hold_limit", 1, 1_000_000, _STANDARD.hold_limit),
        daily_limit=table.choice("daily_limit", DAILY_LIMITS, _STANDARD.daily_limit),
        offer=table.choice("offer", ("working-hours", "marked-times"), _STANDARD.offer),
        start_every=table.number("start_every", 1, 1440, _STANDARD.start_every),
        max_per_part_of_day=table.number("max_per_part_of_day", 0, 1440, 0),
        new_patients=parse_new_patients(table) or _STANDARD.new_patients,
        cancel_and_reschedule=table.flag("cancel_and_reschedule", default=True),
        move_at_present_price=table.flag("move_at_present_price", default=False),
        ask_birth_date=table.choice(
            "ask_birth_date", ("off", "optional", "required"), _STANDARD.ask_birth_date
        ),
        ask_note=table.flag("ask_note", default=_STANDARD.ask_note),
        for_others=table.flag("for_others", default=_STANDARD.for_others),
        terms=table.long_text("terms"),
        cancellation_policy=table.long_text("cancellation_policy"),
        call_us=table.long_text("call_us"),
    )
    table.close()
    return settings
