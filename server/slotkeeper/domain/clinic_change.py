"""Two set-ups of one clinic side by side: what was changed, and which rows are still the same."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file.parse_change_policy import silent_policy
from slotkeeper.domain.clinic_file.parse_notices import silent_notices
from slotkeeper.domain.clinic_file.parse_trust import format_minutes
from slotkeeper.domain.clinic_file.parse_waitlist import silent_waitlist
from slotkeeper.domain.location import Location
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.trust_rule import TrustSettings

ROWS = ("location", "practitioner", "appointment_type", "session", "resource")
"""What the file holds as rows, each with a slug."""

Changes = dict[str, tuple[object, object]]
"""A setting's name → what it was and what it is, as JSON has the values of the clinic file; None
where the file says nothing. Names are `online_booking.cut_off`, `practitioner.sam-lee.hours`; a
whole row that came or went is `practitioner.sam-lee`, an order of rows `practitioner`.
"""

_TABLES: dict[str, Mapping[str, object]] = {
    "clinic": {},
    "online_booking": {},
    "trust": {
        "confirm_within": format_minutes(TrustSettings().confirm_within),
        "approve_within": format_minutes(TrustSettings().approve_within),
    },
    "notices": silent_notices(),
    "change_policy": silent_policy(),
    "waitlist": silent_waitlist(),
}
"""Tables with what they mean where the file has none of them."""

_Row = TypeVar("_Row", Location, Practitioner, AppointmentType)


def find_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Changes:
    """What differs between the values of two files (`clinic_values`)."""
    found: Changes = {}
    for table, silent in _TABLES.items():
        before, after = ({**silent, **values.get(table, {})} for values in (old, new))
        found |= _in_table(table, before, after)
    for kind in ROWS:
        found |= dict(_in_rows(kind, old.get(kind, []), new.get(kind, [])))
    return found


def plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON has
    """A value of the file as JSON has it: dates as texts."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def keep_rows(new: Clinic, old: Clinic) -> Clinic:
    """The new set-up with what only the database knows: ids by slug, versions, payments."""
    return replace(
        new,
        id=old.id,
        version=old.version,
        takes_payments=old.takes_payments,
        locations=_with_ids(new.locations, old.locations),
        practitioners=_with_ids(new.practitioners, old.practitioners),
        appointment_types=_with_ids(new.appointment_types, old.appointment_types),
    )


def _in_table(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Changes:
    keys = dict.fromkeys((*new, *old))
    pairs = {key: (plain(old.get(key)), plain(new.get(key))) for key in keys}
    return {f"{name}.{key}": pair for key, pair in pairs.items() if pair[0] != pair[1]}


def _in_rows(
    kind: str, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, tuple[object, object]]]:
    before, after = ({row["slug"]: row for row in rows} for rows in (old, new))
    for slug in dict.fromkeys((*before, *after)):
        name = f"{kind}.{slug}"
        if slug in before and slug in after:
            yield from _in_table(name, before[slug], after[slug]).items()
        else:
            yield name, (plain(before.get(slug)), plain(after.get(slug)))
    stayed = [slug for slug in before if slug in after], [slug for slug in after if slug in before]
    if stayed[0] != stayed[1]:
        yield kind, (list(before), list(after))


def _with_ids(new: Sequence[_Row], old: Sequence[_Row]) -> tuple[_Row, ...]:
    ids = {each.slug: each.id for each in old}
    return tuple(replace(each, id=ids.get(each.slug, 0)) for each in new)
