"""`[[appointment_type]]` rows: what can be booked."""

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from slotkeeper.domain.appointment_type import LONGEST_MINUTES, AppointmentType
from slotkeeper.domain.change_policy import ChangePolicy
from slotkeeper.domain.clinic_file import fields
from slotkeeper.domain.clinic_file.parse_change_policy import parse_change_policy
from slotkeeper.domain.clinic_file.parse_new_patients import parse_new_patients
from slotkeeper.domain.clinic_file.parse_question import parse_questions
from slotkeeper.domain.clinic_file.parse_resource import parse_needs
from slotkeeper.domain.clinic_file.parse_session import parse_places
from slotkeeper.domain.clinic_file.parse_starts import MOST_PER_DAY, parse_starts
from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.money import LARGEST, parse_amount
from slotkeeper.domain.prepayment import NO_PREPAYMENT, Prepayment

# What stands in an address where a type may stand: /c/{clinic}/{type}.
_RESERVED = ("b", "h", "holds", "bookings", "start", "slots", "static")


def parse_appointment_type(
    row: Section, currency: str, practitioners: Sequence[str], resources: Sequence[str] = ()
) -> AppointmentType:
    """One type; `practitioners` are the slugs of those who may offer it, amounts in `currency`,
    `resources` the kinds that there are.
    """
    # A price that cannot be read is told once, not again as too small for its prepayment.
    unread = LARGEST if "price" in row else 0
    price = row.parsed("price", partial(parse_amount, currency=currency), unread)
    kind = AppointmentType(
        slug=row.slug("slug", _RESERVED),
        name=row.text("name"),
        description=row.long_text("description"),
        minutes=row.number("minutes", 1, LONGEST_MINUTES),
        padding_before=row.number("padding_before", 0, LONGEST_MINUTES, 0),
        padding_after=row.number("padding_after", 0, LONGEST_MINUTES, 0),
        places=parse_places(row),
        price=price,
        prepay=_parse_prepayment(row, currency, price),
        change_policy=_parse_change_policy(row, currency),
        patients=row.choice("patients", ("all", "new", "existing"), "all"),
        new_patients=parse_new_patients(row),
        practitioners=_parse_practitioners(row, practitioners),
        starts=parse_starts(row),
        max_per_day=row.number("max_per_day", 0, MOST_PER_DAY, 0),
        needs=parse_needs(row, resources),
        video_link=row.parsed("video_link", fields.parse_link, ""),
        colour=row.parsed("colour", fields.parse_colour, ""),
        questions=parse_questions(row),
        enabled=row.flag("enabled", default=True),
    )
    if kind.minutes + kind.padding_before + kind.padding_after > LONGEST_MINUTES:
        row.wrong("minutes", f"at most {LONGEST_MINUTES} minutes, both paddings included")
    row.close()
    return kind


def _parse_prepayment(row: Section, currency: str, price: int) -> Prepayment:
    parse = partial(fields.parse_prepayment, currency=currency, price=price)
    prepay = row.parsed("prepay", parse, NO_PREPAYMENT)
    asked_of = row.choice("prepay_from", ("all", "new", "marked"), "all")
    if "prepay_from" in row and row.raw("prepay") in (None, "none"):
        row.wrong("prepay_from", 'no such key, or a "prepay" other than "none" beside it')
    return prepay if prepay == NO_PREPAYMENT else replace(prepay, asked_of=asked_of)


def _parse_change_policy(row: Section, currency: str) -> ChangePolicy | None:
    if "change_policy" not in row:
        return None
    return parse_change_policy(row.table("change_policy", '{ afterwards = "all" }'), currency)


def _parse_practitioners(row: Section, known: Sequence[str]) -> tuple[str, ...]:
    if row.raw("practitioners") is None:
        row.wrong("practitioners", "a list of the slugs of those who offer it")
    expected = "the slug of a [[practitioner]]"
    if any(known):
        expected = "one of " + ", ".join(f'"{each}"' for each in known if each)

    def read(value: object) -> str | None:
        return value if isinstance(value, str) and value and value in known else None

    return row.items("practitioners", read, expected)
