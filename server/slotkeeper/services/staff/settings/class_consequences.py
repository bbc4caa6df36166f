"""What a change means for group appointments: who is booked and would come to none that is planned,
or to one with fewer places.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.occurrence import occurrence_at
from slotkeeper.services.staff.settings.consequences import Consequence
from slotkeeper.services.staff.settings.draft import Draft
from slotkeeper.storage.booking_upcoming import Upcoming

_Class = tuple[int, int, int]
"""Practitioner and type by id, and the start."""


def of_classes(draft: Draft, upcoming: Sequence[Upcoming]) -> Iterator[Consequence]:
    """`upcoming` are the clinic's bookings from now on."""
    booked = Counter(
        (each.practitioner_id, each.appointment_type_id, each.starts_at) for each in upcoming
    )
    unplanned = crowded = 0
    for of_class, n in booked.items():
        before, after = _places(draft.old, of_class), _places(draft.new, of_class)
        unplanned += n if before and not after else 0
        crowded += n - after if before and 0 < after < n else 0
    if unplanned:
        yield Consequence(key="effect.class_unplanned", n=unplanned)
    if crowded:
        yield Consequence(key="effect.class_crowded", n=crowded)
    planned, was = ({each.kind for each in c.sessions} for c in (draft.new, draft.old))
    groups = {each.slug for each in draft.old.appointment_types if each.is_group}
    for kind in draft.new.appointment_types:
        is_new = kind.slug in was or kind.slug not in groups
        if kind.enabled and kind.is_group and kind.slug not in planned and is_new:
            yield Consequence(key="effect.class_never", name=kind.name)


def _places(clinic: Clinic, of_class: _Class) -> int:
    """How many may come to a group that is planned then, 0 where none is."""
    who, kind_id, starts_at = of_class
    kind = next((each for each in clinic.appointment_types if each.id == kind_id), None)
    practitioner = next((each for each in clinic.practitioners if each.id == who), None)
    if kind is None or practitioner is None:
        return 0
    planned = occurrence_at(clinic, kind, practitioner, starts_at)
    return planned.places if planned else 0
