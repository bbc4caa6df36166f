"""What a change of the waiting list's rules means (C6)."""

from collections.abc import Iterator

from slotkeeper.services.staff.settings.consequences import Consequence
from slotkeeper.services.staff.settings.draft import Draft

_LONG_MINUTES = 240


def of_waitlist(draft: Draft) -> Iterator[Consequence]:
    """Whether there is one, and that a long offer keeps a time from all others so long."""
    old, new = draft.old.waitlist, draft.new.waitlist
    if old.enabled != new.enabled:
        yield Consequence(key="effect.waitlist_on" if new.enabled else "effect.waitlist_off")
    if new.enabled and new.offer_minutes > _LONG_MINUTES and old != new:
        yield Consequence(key="effect.waitlist_long")
