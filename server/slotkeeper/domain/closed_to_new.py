"""The rules that keep new patients from times: of the type, and of the practitioner (S9)."""

from collections.abc import Iterator

from slotkeeper.domain.interval import Interval
from slotkeeper.domain.known import Asked
from slotkeeper.domain.practitioner import Practitioner

_EVER = (-(1 << 62), 1 << 62)


def closed_type(asked: Asked, _: Practitioner, __: str | None) -> Iterator[Interval]:
    """Every start, of a type that is closed to new patients now."""
    if asked.known.asker == "new" and asked.kind.id in asked.known.closed_to_new:
        yield _EVER


def closed_practitioner(
    asked: Asked, practitioner: Practitioner, _: str | None
) -> Iterator[Interval]:
    """Every start, of somebody who takes no new patients."""
    if asked.known.asker == "new" and practitioner.new_patients == "closed":
        yield _EVER
