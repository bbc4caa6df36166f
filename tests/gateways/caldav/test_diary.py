"""A practitioner's diary over CalDAV, on two servers that answer differently."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from slotkeeper.gateways.caldav.gateway import CalDav
from slotkeeper.gateways.diary import (
    DiaryAccess,
    DiaryDown,
    DiaryEntry,
    DiaryRefused,
    EntryChanged,
    EntryElsewhere,
    Kept,
)
from tests.free_port import free_port
from tests.gateways.caldav.servers import PASSWORD, USER, DiaryServer, running

pytestmark = pytest.mark.req("N3")
NOW = 1_800_000_000
NINE = int(datetime(2027, 1, 5, 9, 0, tzinfo=ZoneInfo("Australia/Sydney")).timestamp())
ENTRY = DiaryEntry(
    uid="8f1c7b50-0000-5000-8000-000000000001",
    starts_at=NINE,
    ends_at=NINE + 2700,
    summary="Mira Tidewell",
    description="https://clinic.example/staff/harbour/bookings/1",
)
DAV = CalDav(lambda: NOW, may_reach_private=True)


@pytest.fixture(scope="module", params=["radicale", "xandikos"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DiaryServer]:
    with running(request.param, tmp_path_factory.mktemp(request.param)) as started:
        yield started


@pytest.fixture(autouse=True)
def _empty(server: DiaryServer) -> None:
    for name in ("8f1c7b50-0000-5000-8000-000000000001.ics", "theirs.ics", "moved.ics"):
        server.raw("DELETE", name)


def theirs(*lines: str, uid: str = "theirs") -> bytes:
    """An event of another client."""
    text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Other//EN", "BEGIN:VEVENT"]
    text += [f"UID:{uid}", "DTSTAMP:20260101T000000Z", "SUMMARY:Leave", *lines]
    return "\r\n".join([*text, "END:VEVENT", "END:VCALENDAR", ""]).encode()


def put(server: DiaryServer, *lines: str, name: str = "theirs.ics", uid: str = "theirs") -> None:
    said = server.raw("PUT", name, theirs(*lines, uid=uid), Content_Type="text/calendar")
    assert said.status_code in (201, 204), said.text


async def busy(server: DiaryServer, zone: str = "Australia/Sydney", days: int = 1) -> list[str]:
    """What takes time on the days from 5 January 2027 on, as that zone's wall clock shows it."""
    first = int(datetime(2027, 1, 5, tzinfo=ZoneInfo(zone)).timestamp())
    found = await DAV.find_time(server.access, first, first + days * 86_400, zone)
    assert found.unread == 0
    return [_wall(each.starts_at, each.ends_at, zone) for each in found.busy]


def _wall(begin: int, end: int, zone: str) -> str:
    one, other = (datetime.fromtimestamp(at, ZoneInfo(zone)) for at in (begin, end))
    return f"{one:%d %H:%M} - {other:%d %H:%M}"


async def test_an_entry_that_is_written_twice_is_there_once(server: DiaryServer) -> None:
    first = await DAV.insert(server.access, ENTRY)
    again = await DAV.insert(server.access, ENTRY)
    assert again == first
    assert await busy(server) == ["05 09:00 - 05 09:45"]


async def test_it_reads_back_as_it_was_written(server: DiaryServer) -> None:
    await DAV.insert(server.access, ENTRY)
    kept = await DAV.find(server.access, ENTRY.uid)
    assert kept is not None
    assert kept.entry == ENTRY


async def test_times_are_written_in_utc_without_a_block_that_others_misread(
    server: DiaryServer,
) -> None:
    await DAV.insert(server.access, ENTRY)
    text = server.raw("GET", f"{ENTRY.uid}.ics").text
    assert f"DTSTART:{datetime.fromtimestamp(NINE, UTC):%Y%m%dT%H%M%SZ}" in text
    assert "VTIMEZONE" not in text


async def test_a_change_moves_it(server: DiaryServer) -> None:
    kept = await DAV.insert(server.access, ENTRY)
    later = DiaryEntry(uid=ENTRY.uid, starts_at=NINE + 3600, ends_at=NINE + 6300, summary="M")
    await DAV.change(server.access, later, kept.etag)
    assert await busy(server) == ["05 10:00 - 05 10:45"]


async def test_what_somebody_else_changed_stays_as_they_left_it(server: DiaryServer) -> None:
    kept = await DAV.insert(server.access, ENTRY)
    put(
        server,
        "DTSTART:20270105T030000Z",
        "DTEND:20270105T040000Z",
        name=f"{ENTRY.uid}.ics",
        uid=ENTRY.uid,
    )
    with pytest.raises(EntryChanged) as changed:
        await DAV.change(server.access, ENTRY, kept.etag)
    assert changed.value.kept is not None
    assert changed.value.kept.entry.summary == "Leave"
    with pytest.raises(EntryChanged):
        await DAV.remove(server.access, ENTRY.uid, kept.etag)
    with pytest.raises(EntryChanged):
        await DAV.insert(server.access, ENTRY)
    assert await busy(server) == ["05 14:00 - 05 15:00"]


async def test_what_somebody_else_deleted_is_told(server: DiaryServer) -> None:
    kept = await DAV.insert(server.access, ENTRY)
    server.raw("DELETE", f"{ENTRY.uid}.ics")
    with pytest.raises(EntryChanged) as changed:
        await DAV.change(server.access, ENTRY, kept.etag)
    assert changed.value.kept is None


async def test_what_is_gone_is_removed(server: DiaryServer) -> None:
    kept = await DAV.insert(server.access, ENTRY)
    await DAV.remove(server.access, ENTRY.uid, kept.etag)
    await DAV.remove(server.access, ENTRY.uid, kept.etag)
    assert await DAV.find(server.access, ENTRY.uid) is None


async def test_an_entry_that_was_moved_to_another_address_is_not_written_twice(
    server: DiaryServer,
) -> None:
    put(
        server,
        "DTSTART:20270105T030000Z",
        "DTEND:20270105T040000Z",
        name="moved.ics",
        uid=ENTRY.uid,
    )
    with pytest.raises(EntryElsewhere):
        await DAV.insert(server.access, ENTRY)


async def test_many_writers_of_one_entry_leave_one(server: DiaryServer) -> None:
    kept = await asyncio.gather(*(DAV.insert(server.access, ENTRY) for _ in range(8)))
    assert len({each.etag for each in kept}) == 1
    assert await busy(server) == ["05 09:00 - 05 09:45"]


async def test_our_own_entries_are_left_out_where_that_is_asked(server: DiaryServer) -> None:
    await DAV.insert(server.access, ENTRY)
    found = await DAV.find_time(
        server.access, NINE - 3600, NINE + 3600, "Australia/Sydney", {ENTRY.uid}
    )
    assert found.busy == ()


class TestTimeOfOthers:
    async def test_leave_of_a_day_is_a_day_where_the_practitioner_is(
        self, server: DiaryServer
    ) -> None:
        put(server, "DTSTART;VALUE=DATE:20270105", "DTEND;VALUE=DATE:20270106")
        assert await busy(server) == ["05 00:00 - 06 00:00"]
        assert await busy(server, "America/New_York") == ["05 00:00 - 06 00:00"]

    async def test_a_time_without_a_zone_is_read_there_too(self, server: DiaryServer) -> None:
        put(server, "DTSTART:20270105T140000", "DURATION:PT1H")
        assert await busy(server) == ["05 14:00 - 05 15:00"]
        assert await busy(server, "America/New_York") == ["05 14:00 - 05 15:00"]

    async def test_what_is_cancelled_or_free_takes_no_time(self, server: DiaryServer) -> None:
        span = ("DTSTART:20270105T030000Z", "DTEND:20270105T040000Z")
        put(server, *span, "STATUS:CANCELLED")
        assert await busy(server) == []
        put(server, *span, "TRANSP:TRANSPARENT")
        assert await busy(server) == []

    @pytest.mark.parametrize(
        ("zone", "begins"), [("Australia/Sydney", "20260401"), ("America/New_York", "20261028")]
    )
    async def test_a_weekly_entry_keeps_its_hour_over_a_clock_change(
        self, server: DiaryServer, zone: str, begins: str
    ) -> None:
        put(
            server,
            f"DTSTART;TZID={zone}:{begins}T090000",
            f"DTEND;TZID={zone}:{begins}T100000",
            "RRULE:FREQ=WEEKLY;COUNT=3",
        )
        begin = datetime.strptime(begins, "%Y%m%d").replace(tzinfo=ZoneInfo(zone))
        first = int(begin.timestamp())
        found = await DAV.find_time(server.access, first, first + 21 * 86_400, zone)
        hours = {_wall(each.starts_at, each.ends_at, zone)[3:] for each in found.busy}
        assert len(found.busy) == 3
        assert {each[:5] for each in hours} == {"09:00"}


async def test_the_calendar_is_found_from_the_address_of_the_server(server: DiaryServer) -> None:
    access = DiaryAccess(address=server.root, user=USER, password=PASSWORD)
    found = await DAV.find_calendars(access)
    assert server.calendar in [each.address for each in found]
    assert all(each.can_write for each in found)


async def test_the_mark_changes_with_every_change(server: DiaryServer) -> None:
    before = await DAV.mark(server.access)
    put(server, "DTSTART:20270105T030000Z", "DTEND:20270105T040000Z")
    after = await DAV.mark(server.access)
    assert before != after
    assert await DAV.mark(server.access) == after


async def test_a_calendar_that_is_not_there_is_named_so(server: DiaryServer) -> None:
    nowhere = DiaryAccess(address=server.calendar + "nothing/here/", user=USER, password=PASSWORD)
    with pytest.raises(DiaryRefused) as refused:
        await DAV.insert(nowhere, ENTRY)
    assert refused.value.problem in {"not_found", "forbidden", "409"}


@pytest.mark.req("R3")
async def test_a_server_that_is_not_there_is_down() -> None:
    access = DiaryAccess(address=f"http://127.0.0.1:{free_port()}/", user="", password="")
    with pytest.raises(DiaryDown) as down:
        await DAV.insert(access, ENTRY)
    assert down.value.problem == "unreachable"


async def test_a_wrong_password_is_named_so(tmp_path: Path) -> None:
    with running("radicale", tmp_path) as server:
        access = DiaryAccess(address=server.calendar, user=USER, password="no")
        with pytest.raises(DiaryRefused) as refused:
            await DAV.insert(access, ENTRY)
    assert refused.value.problem == "password"


def test_nothing_that_is_secret_shows() -> None:
    access = DiaryAccess(address="https://diary.example", user="nell", password=PASSWORD)
    assert PASSWORD not in repr(access)
    assert isinstance(Kept(entry=ENTRY, etag="1"), Kept)
