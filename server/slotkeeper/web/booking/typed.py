"""What a patient typed, on its way from one answer to the next."""

from collections.abc import Mapping

TYPED = ("first_name", "last_name", "email", "phone", "birth_date", "patient_is", "note")
"""Everything but the tick at the terms: that is given anew each time."""


def typed_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """The typed fields of a form that are not empty."""
    return {name: fields[name] for name in TYPED if fields.get(name)}
