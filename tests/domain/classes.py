"""A clinic with a class on Mondays, for the tests of sessions."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file import parse_clinic

FILE = """
[clinic]
slug = "harbour"
name = "Harbour"
time_zone = "Australia/Sydney"
currency = "AUD"

[[location]]
slug = "manly"
name = "Manly"

[[practitioner]]
slug = "sam"
name = "Sam"
hours = [{ days = ["mon", "tue"], from = "09:00", to = "12:00" }]

[[appointment_type]]
slug = "standard"
name = "Standard"
minutes = 30
practitioners = ["sam"]

[[appointment_type]]
slug = "class"
name = "Class"
minutes = 50
padding_after = 10
places = 3
practitioners = ["sam"]

[[session]]
slug = "mondays"
type = "class"
practitioner = "sam"
days = ["mon"]
at = "10:00"
"""
MONDAY = date(2027, 1, 11)
NOW = int(datetime(2027, 1, 4, tzinfo=UTC).timestamp())


def clinic_of(text: str = FILE) -> Clinic:
    clinic = parse_clinic(text)
    kinds = tuple(replace(each, id=n + 1) for n, each in enumerate(clinic.appointment_types))
    people = tuple(replace(each, id=n + 1) for n, each in enumerate(clinic.practitioners))
    return replace(clinic, appointment_types=kinds, practitioners=people)


CLINIC = clinic_of()
STANDARD, CLASS = CLINIC.appointment_types
SAM = CLINIC.practitioners[0]


def at(clock: str, on: date = MONDAY, zone: str = "Australia/Sydney") -> int:
    return int(datetime.fromisoformat(f"{on}T{clock}").replace(tzinfo=ZoneInfo(zone)).timestamp())


def with_session(**changes: object) -> Clinic:
    return replace(CLINIC, sessions=(replace(CLINIC.sessions[0], **changes),))
