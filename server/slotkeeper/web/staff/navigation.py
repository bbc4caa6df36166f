"""The pages that the portal's navigation leads to, in its order. A new page adds its line here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from slotkeeper.domain.staff import ROLES, Role

DESK: tuple[Role, ...] = ("owner", "reception")
OWNER: tuple[Role, ...] = ("owner",)
BAR = 4
"""So many stand in the bar of a phone; "More" opens the others."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` names the text (`nav.…`), the icon (components/icon.html) and the number beside it
    (badges.py); `path` follows /staff/{clinic}/. `group` sets apart what is done every day from
    what is done now and then.
    """

    key: str
    path: str
    roles: tuple[Role, ...]
    group: Literal["day", "clinic"] = "day"
    only_with_badge: bool = False
    """Not there while its number is 0."""
    within: str = ""
    """The key of the entry that leads to it, by a tab or a link: it has no line of its own."""


ENTRIES = (
    Entry("today", "today", ROLES),
    Entry("calendar", "calendar", ROLES),
    Entry("bookings", "bookings", ROLES),
    Entry("patients", "patients", ROLES),
    Entry("deliveries", "deliveries", ROLES),
    Entry("desk_check", "desk-check", ROLES),
    Entry("requests", "requests", DESK, only_with_badge=True),
    Entry("waitlist", "waitlist", DESK, only_with_badge=True),
    Entry("time_off", "time-off", ROLES),
    Entry("offers", "why", ROLES, "clinic"),
    Entry("settings", "settings", OWNER, "clinic"),
    Entry("diaries", "diaries", ROLES, "clinic"),
    Entry("transfers", "transfers", ROLES, "clinic", within="diaries"),
    Entry("messages", "messages", OWNER, "clinic"),
    Entry("sms", "sms", OWNER, "clinic", within="messages"),
    Entry("webhooks", "webhooks", OWNER, "clinic", within="messages"),
    Entry("staff", "staff", OWNER, "clinic"),
    Entry("website", "website", OWNER, "clinic"),
    Entry("log", "log", OWNER, "clinic"),
)


@dataclass(frozen=True, slots=True)
class Navigation:
    """What somebody may open: `bar` on every screen, `more` in its groups behind "More" on a phone,
    `within` what stands in neither. `badges` are numbers above 0, by key.
    """

    bar: tuple[Entry, ...] = ()
    more: tuple[tuple[Entry, ...], ...] = ()
    within: tuple[Entry, ...] = ()
    badges: Mapping[str, int] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """How much waits behind "More"."""
        return sum(self.badges.get(each.key, 0) for group in self.more for each in group)

    @property
    def all(self) -> tuple[Entry, ...]:
        """Each page that somebody may open."""
        return (*self.bar, *(each for group in self.more for each in group), *self.within)

    def tabs(self, key: str) -> tuple[Entry, ...]:
        """The entry of that key and those within it; empty where it stands alone."""
        inside = [each for each in self.within if each.within == key]
        return tuple(each for each in self.all if each.key == key or each in inside) * bool(inside)

    def current(self, entry: Entry, path: str) -> Literal["page", "true", ""]:
        """How the line of `entry` is marked on the page at `path`, after /staff/{clinic}/."""
        if path == entry.path:
            return "page"
        inside = [each.path for each in self.within if each.within == entry.key]
        return "true" if any(_is_below(path, each) for each in (entry.path, *inside)) else ""


def navigation_for(role: Role, badges: Mapping[str, int]) -> Navigation:
    """Those pages that somebody of that role may open."""
    entries = [each for each in ENTRIES if role in each.roles and _is_there(each, badges)]
    lines = [each for each in entries if not each.within]
    rest = groupby(lines[BAR:], key=lambda each: each.group)
    return Navigation(
        bar=tuple(lines[:BAR]),
        more=tuple(tuple(group) for _, group in rest),
        within=tuple(each for each in entries if each.within),
        badges=badges,
    )


def _is_there(entry: Entry, badges: Mapping[str, int]) -> bool:
    return not entry.only_with_badge or bool(badges.get(entry.key))


def _is_below(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}/")
