"""What a change of the policy means: for whom it counts, and what of it happens by itself (C3)."""

from collections.abc import Iterator, Sequence

from slotkeeper.domain.change_policy import ChangePolicy
from slotkeeper.domain.clinic import Clinic
from slotkeeper.services.staff.settings.consequences import Consequence
from slotkeeper.services.staff.settings.draft import Draft
from slotkeeper.storage.booking_upcoming import Upcoming


def of_policy(draft: Draft, upcoming: Sequence[Upcoming]) -> Iterator[Consequence]:
    """`upcoming` are the clinic's bookings from now on: today's policy counts for them, too."""
    before, after = _policies(draft.old), _policies(draft.new)
    changed = {kind for kind in after if before.get(kind, after[kind]) != after[kind]}
    if draft.old.change_policy.enforced != draft.new.change_policy.enforced:
        is_enforced = draft.new.change_policy.enforced
        yield Consequence(key="effect.policy_enforced" if is_enforced else "effect.policy_shown")
    booked = tuple(e.booking_id for e in upcoming if e.appointment_type_id in changed)
    if booked:
        yield Consequence(key="effect.policy_bookings", n=len(booked))
    if changed and draft.new.online_booking.cancellation_policy:
        yield Consequence(key="effect.policy_text")


def _policies(clinic: Clinic) -> dict[int, ChangePolicy]:
    """By the id of the type."""
    return {each.id: clinic.change_policy_of(each) for each in clinic.appointment_types}
