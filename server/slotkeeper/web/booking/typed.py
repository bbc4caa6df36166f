"""What a patient typed, on its way from one answer to the next."""

from collections.abc import Mapping

TYPED = (
    "for_other",
    "booker_first_name",
    "booker_last_name",
    "booker_is",
    "first_name",
    "last_name",
    "email",
    "phone",
    "birth_date",
    "patient_is",
    "note",
)
"""Everything but the tick at the terms, which is given anew each time, and the answers to the
clinic's own questions.
"""

LARGE_FORM = {"most_fields": 400}
LARGE_FORM_BYTES = 327_680
"""What fits a form with as many questions and as long answers as there can be."""


def typed_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """The typed fields of a form that are not empty."""
    names = (*TYPED, *(name for name in fields if name.startswith("q_")))
    return {name: fields[name] for name in names if fields.get(name)}


def read_number(fields: Mapping[str, str], name: str) -> int:
    """A number that our own form sent; -1, which fits nothing, where somebody else did."""
    text = fields.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1  # noqa: PLR2004
