"""`[[appointment_type]]` rows: what can be booked."""

from collections.abc import Sequence
from functools import partial

from slotkeeper.domain.appointment_type import LONGEST_MINUTES, AppointmentType
from slotkeeper.domain.clinic_file import fields
from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.money import parse_amount
from slotkeeper.domain.prepayment import NO_PREPAYMENT

# What stands in an address where a type may stand: /c/{clinic}/{type}.
_RESERVED = ("b", "h", "holds", "bookings", "start", "slots", "static")


def parse_appointment_type(
    row: Section, currency: str, practitioners: Sequence[str]
) -> AppointmentType:
    """One type; `practitioners` are the slugs of those who may offer it, amounts in `currency`."""
    price = row.parsed("price", partial(parse_amount, currency=currency), 0)
    prepay = partial(fields.parse_prepayment, currency=currency, price=price)
    kind = AppointmentType(
        slug=row.slug("slug", _RESERVED),
        name=row.text("name"),
        description=row.long_text("description"),
        minutes=row.number("minutes", 1, LONGEST_MINUTES),
        padding_before=row.number("padding_before", 0, LONGEST_MINUTES, 0),
        padding_after=row.number("padding_after", 0, LONGEST_MINUTES, 0),
        price=price,
        prepay=row.parsed("prepay", prepay, NO_PREPAYMENT),
        patients=row.choice("patients", ("all", "new", "existing"), "all"),
        practitioners=_parse_practitioners(row, practitioners),
        video_link=row.parsed("video_link", fields.parse_link, ""),
        colour=row.parsed("colour", fields.parse_colour, ""),
        enabled=row.flag("enabled", default=True),
    )
    if kind.minutes + kind.padding_before + kind.padding_after > LONGEST_MINUTES:
        row.wrong("minutes", f"at most {LONGEST_MINUTES} minutes, both paddings included")
    if "places" in row:
        row.raw("places")
        row.wrong("places", "no such key: group appointments are not offered yet")
    row.close()
    return kind


def _parse_practitioners(row: Section, known: Sequence[str]) -> tuple[str, ...]:
    if row.raw("practitioners") is None:
        row.wrong("practitioners", "a list of the slugs of those who offer it")
    expected = "the slug of a [[practitioner]]"
    if any(known):
        expected = "one of " + ", ".join(f'"{each}"' for each in known if each)

    def read(value: object) -> str | None:
        return value if isinstance(value, str) and value and value in known else None

    return row.items("practitioners", read, expected)
