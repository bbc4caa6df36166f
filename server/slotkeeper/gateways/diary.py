"""What Slotkeeper asks of a practitioner's diary, and what it is told; `gateways/caldav/` answers.

All instants are epoch seconds UTC. Every call ends within a known time, whatever the server does.
"""

from collections.abc import Collection
from typing import Protocol

from msgspec import Struct


class DiaryAccess(Struct, frozen=True, kw_only=True):
    """Where a diary is and how to get in: `address` of the calendar, or of the server where none
    was chosen yet.
    """

    address: str
    user: str
    password: str

    def __repr__(self) -> str:
        return "DiaryAccess()"


class DiaryCalendar(Struct, frozen=True, kw_only=True):
    """A calendar that was found; `name` as its owner calls it, "" for none."""

    address: str
    name: str
    can_write: bool


class DiaryEntry(Struct, frozen=True, kw_only=True):
    """One appointment as the diary shows it. `sequence` rises with every change (RFC 5545)."""

    uid: str
    starts_at: int
    ends_at: int
    summary: str
    description: str = ""
    location: str = ""
    sequence: int = 0


class Kept(Struct, frozen=True, kw_only=True):
    """An entry as the diary has it now; `etag` names this very version."""

    entry: DiaryEntry
    etag: str


class DiaryBusy(Struct, frozen=True, kw_only=True):
    """Time that somebody's entry takes, [starts_at, ends_at); what it is about stays there."""

    uid: str
    starts_at: int
    ends_at: int


class DiaryTime(Struct, frozen=True, kw_only=True):
    """What takes time; `unread` is how many entries could not be understood."""

    busy: tuple[DiaryBusy, ...]
    unread: int


class DiaryDown(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """It cannot be used at present: not reached, silent, or out of order. `problem` is a word."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class DiaryRefused(Exception):  # noqa: N818
    """It will not do that however often it is asked: `problem` is "password", "forbidden",
    "not_found", "no_calendar", "full" or the status.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class EntryElsewhere(Exception):  # noqa: N818
    """An entry of that UID stands in the diary at another address: somebody moved it by hand."""


class EntryChanged(Exception):  # noqa: N818
    """Somebody changed the entry since; their version is `kept`, None where they deleted it."""

    def __init__(self, kept: Kept | None) -> None:
        super().__init__()
        self.kept = kept


class DiaryGateway(Protocol):
    """Somebody's diary."""

    async def find_calendars(self, access: DiaryAccess) -> list[DiaryCalendar]:
        """The calendars to choose from. Raises DiaryDown, DiaryRefused."""
        ...

    async def insert(self, access: DiaryAccess, entry: DiaryEntry) -> Kept:
        """Write an entry; written twice it is there once.

        Raises EntryChanged where it is there with other times, EntryElsewhere, DiaryDown,
        DiaryRefused.
        """
        ...

    async def change(self, access: DiaryAccess, entry: DiaryEntry, etag: str) -> Kept:
        """Replace the version `etag`. Raises EntryChanged, DiaryDown, DiaryRefused."""
        ...

    async def remove(self, access: DiaryAccess, uid: str, etag: str) -> None:
        """Delete the version `etag`; one that is gone is deleted.

        Raises EntryChanged, DiaryDown, DiaryRefused.
        """
        ...

    async def find(self, access: DiaryAccess, uid: str) -> Kept | None:
        """The entry as it stands. Raises DiaryDown, DiaryRefused."""
        ...

    async def mark(self, access: DiaryAccess) -> str:
        """A word that is another one after any change, "" where the diary has none.

        Raises DiaryDown, DiaryRefused.
        """
        ...

    async def find_time(
        self, access: DiaryAccess, first: int, until: int, zone: str, but: Collection[str] = ()
    ) -> DiaryTime:
        """What takes time in [first, until), entries with the UIDs `but` left out. Whole days and
        times without a zone are read in `zone`.

        Raises DiaryDown, DiaryRefused.
        """
        ...
