"""The pages that the portal's navigation leads to, in its order. A new page adds its line here."""

from dataclasses import dataclass

from slotkeeper.domain.staff import ROLES, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` names the text (`nav.…`) and the icon (components/icon.html); `path` follows
    /staff/{clinic}/.
    """

    key: str
    path: str
    roles: tuple[Role, ...]


ENTRIES = (
    Entry("today", "today", ROLES),
    Entry("bookings", "bookings", ROLES),
    Entry("staff", "staff", ("owner",)),
)


def entries_for(role: Role) -> tuple[Entry, ...]:
    """Those that somebody of that role may open."""
    return tuple(each for each in ENTRIES if role in each.roles)
