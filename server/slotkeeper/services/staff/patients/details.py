"""Contact details as staff type them, with refusals in the portal's words."""

from collections.abc import Mapping
from datetime import date

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.services.contact_details import parse_known_details


def parse_patient(fields: Mapping[str, str], clinic: Clinic, today: date) -> ContactDetails:
    """As `parse_known_details` reads them: e-mail address, phone and birth date may be missing.

    Raises FieldsInvalid, whose texts are the portal's `wrong.patient_…`.
    """
    try:
        return parse_known_details(fields, clinic, today)
    except FieldsInvalid as wrong:
        problems = {
            name: Problem(f"wrong.patient_{each.key.partition('.')[2]}", **each.values)
            for name, each in wrong.problems.items()
        }
        raise FieldsInvalid(problems) from wrong
