"""DiaryGateway over CalDAV: what was measured on Radicale and Xandikos decides what an answer
means.
"""

import asyncio
import time
from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from urllib.parse import quote, urljoin

from slotkeeper.gateways.caldav.discovery import find_calendars
from slotkeeper.gateways.caldav.ics import find_busy, read_entry, write_entry
from slotkeeper.gateways.caldav.wire import Answer, Wire, connected, refusal
from slotkeeper.gateways.caldav.xml import events_between, propfind, texts_of
from slotkeeper.gateways.diary import (
    DiaryAccess,
    DiaryCalendar,
    DiaryEntry,
    DiaryRefused,
    DiaryTime,
    EntryChanged,
    EntryElsewhere,
    Kept,
)

_DAY = 86_400
_NOT_FOUND = (404, 410)
_CONFLICT = 409
_STALE = 412
_ICS = "text/calendar; charset=utf-8"


def _wall_clock() -> int:
    return int(time.time())


class CalDav:
    """Diaries on CalDAV servers."""

    def __init__(
        self, clock: Callable[[], int] = _wall_clock, *, may_reach_private: bool = False
    ) -> None:
        """`clock` gives epoch seconds, for when an entry says it was written; `may_reach_private`
        is for development alone.
        """
        self._clock = clock
        self._may_reach_private = may_reach_private

    def _connected(self, access: DiaryAccess) -> AbstractAsyncContextManager[Wire]:
        return connected(access, may_reach_private=self._may_reach_private)

    async def find_calendars(self, access: DiaryAccess) -> list[DiaryCalendar]:
        """As the protocol says."""
        async with self._connected(access) as wire:
            return await find_calendars(wire, access.address)

    async def insert(self, access: DiaryAccess, entry: DiaryEntry) -> Kept:
        """As the protocol says; the address has the UID, so that a second try meets the first."""
        async with self._connected(access) as wire:
            answer = await self._put(wire, access, entry, If_None_Match="*")
            if answer.is_good:
                return await _kept(wire, access, entry, answer)
            if answer.status not in (_STALE, _CONFLICT):
                raise refusal(answer.status)
            # There already: here (ours of an earlier try, or changed since), or at another address.
            there = await _find(wire, access, entry.uid)
            if there is None:
                raise await _elsewhere(wire, access)
            if (there.entry.starts_at, there.entry.ends_at) != (entry.starts_at, entry.ends_at):
                raise EntryChanged(there)
            return there

    async def change(self, access: DiaryAccess, entry: DiaryEntry, etag: str) -> Kept:
        """As the protocol says."""
        async with self._connected(access) as wire:
            answer = await self._put(wire, access, entry, If_Match=etag)
            if answer.is_good:
                return await _kept(wire, access, entry, answer)
            if answer.status in (_STALE, _CONFLICT, *_NOT_FOUND):
                raise EntryChanged(await _find(wire, access, entry.uid))
            raise refusal(answer.status)

    async def remove(self, access: DiaryAccess, uid: str, etag: str) -> None:
        """As the protocol says."""
        async with self._connected(access) as wire:
            answer = await wire.ask("DELETE", _address(access, uid), If_Match=etag)
            if answer.is_good or answer.status in _NOT_FOUND:
                return
            if answer.status != _STALE:
                raise refusal(answer.status)
            there = await _find(wire, access, uid)
            if there is not None:
                raise EntryChanged(there)

    async def find(self, access: DiaryAccess, uid: str) -> Kept | None:
        """As the protocol says."""
        async with self._connected(access) as wire:
            return await _find(wire, access, uid)

    async def mark(self, access: DiaryAccess) -> str:
        """As the protocol says: the server's own mark of the calendar, never sent back to it."""
        async with self._connected(access) as wire:
            wanted = propfind("D:sync-token", "S:getctag")
            answer = await wire.ask("PROPFIND", access.address, wanted, Depth="0")
            items = answer.items()
            marks = (items[0].text(name) for name in ("D:sync-token", "S:getctag")) if items else ()
            return next((mark for mark in marks if mark), "")

    async def find_time(
        self, access: DiaryAccess, first: int, until: int, zone: str, but: Collection[str] = ()
    ) -> DiaryTime:
        """As the protocol says. The events themselves are fetched: servers' own lists of busy time
        take a whole day for one of UTC.
        """
        async with self._connected(access) as wire:
            wanted = events_between(first - _DAY, until + _DAY)
            answer = await wire.ask("REPORT", access.address, wanted, Depth="1")
            calendars = list(texts_of(answer.items(), "C:calendar-data"))
        # Thousands of events take seconds to read, and patients are served meanwhile.
        return await asyncio.to_thread(find_busy, calendars, first, until, zone, but)

    async def _put(
        self, wire: Wire, access: DiaryAccess, entry: DiaryEntry, **condition: str
    ) -> Answer:
        body = write_entry(entry, self._clock())
        return await wire.ask(
            "PUT", _address(access, entry.uid), body, Content_Type=_ICS, **condition
        )


async def _kept(wire: Wire, access: DiaryAccess, entry: DiaryEntry, answer: Answer) -> Kept:
    """With the version's name: asked for where the server did not say."""
    etag = answer.headers.get("etag", "")
    if etag and not etag.startswith("W/"):
        return Kept(entry=entry, etag=etag)
    there = await _find(wire, access, entry.uid)
    if there is None:
        raise EntryChanged(None)
    return there


async def _find(wire: Wire, access: DiaryAccess, uid: str) -> Kept | None:
    answer = await wire.ask("GET", _address(access, uid))
    if answer.status in _NOT_FOUND:
        return None
    if not answer.is_good:
        raise refusal(answer.status)
    entry = read_entry(answer.body, uid)
    if entry is None:
        raise DiaryRefused("unreadable")
    return Kept(entry=entry, etag=answer.headers.get("etag", ""))


async def _elsewhere(wire: Wire, access: DiaryAccess) -> Exception:
    """Nothing stands at our address: the UID is another's, or the calendar itself is gone."""
    answer = await wire.ask("PROPFIND", access.address, propfind("D:resourcetype"), Depth="0")
    if not answer.is_good:
        return refusal(answer.status)
    is_there = any(each.has("D:resourcetype/C:calendar") for each in answer.items())
    return EntryElsewhere() if is_there else DiaryRefused("not_found")


def _address(access: DiaryAccess, uid: str) -> str:
    return urljoin(access.address.rstrip("/") + "/", f"{quote(uid, safe='')}.ics")
