"""`new_patients`: whether new patients may book, of the clinic and of an appointment type (S9)."""

from typing import Literal

from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.new_patient_rule import MOST_DAYS, NewPatients, NewPatientsByLoad

Switch = Literal["open", "closed"]
SWITCHES: tuple[Switch, ...] = ("open", "closed")
_LIKE = "{ closes_above = 90, opens_below = 75, days = 28 }"


def parse_new_patients(table: Section) -> NewPatients | None:
    """The rule of a table, None where it has none."""
    value = table.raw("new_patients")
    if value is None:
        return None
    if not isinstance(value, dict):
        return table.choice("new_patients", SWITCHES, "open")
    load = table.table("new_patients", _LIKE)
    closes_above = load.number("closes_above", 0, 100)
    opens_below = load.number("opens_below", 0, 100)
    if opens_below > closes_above:
        load.wrong("opens_below", f"at most {closes_above}, above which it closes")
    days = load.number("days", 1, MOST_DAYS, 28)
    load.close()
    return NewPatientsByLoad(closes_above=closes_above, opens_below=opens_below, days=days)
