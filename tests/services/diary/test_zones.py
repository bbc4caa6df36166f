"""N-6, N-7: the same collisions on both servers, in and out of daylight saving, and an event of
another client in the clinic's zone is as right after ours as before.
"""

import re

import pytest

from slotkeeper.gateways.caldav.xml import events_between
from tests.gateways.caldav.servers import DiaryServer
from tests.services.desk import NINE, at
from tests.services.diary.practice import Practice
from tests.services.staff.bookings.front_desk import somebody

pytestmark = pytest.mark.req("N3")
HOUR = 3600
SYDNEY = """BEGIN:VTIMEZONE
TZID:Australia/Sydney
BEGIN:STANDARD
DTSTART:19700405T030000
RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU
TZOFFSETFROM:+1100
TZOFFSETTO:+1000
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19701004T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU
TZOFFSETFROM:+1000
TZOFFSETTO:+1100
END:DAYLIGHT
END:VTIMEZONE"""


def put(server: DiaryServer, *lines: str, zone: str = "") -> None:
    """Another client's event; `zone` is the block of its zone, where it sends one."""
    text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Other//EN", *zone.splitlines()]
    text += ["BEGIN:VEVENT", "UID:theirs", "DTSTAMP:20260101T000000Z", "SUMMARY:Theirs", *lines]
    body = "\r\n".join([*text, "END:VEVENT", "END:VCALENDAR", ""]).encode()
    said = server.raw("PUT", "theirs.ics", body, Content_Type="text/calendar")
    assert said.status_code in (201, 204), said.text


async def collisions(practice: Practice, *starts: str) -> list[str]:
    """Which of some bookings, by their local start, collide with what is in the diary."""
    await practice.desk.set_up(horizon_days=150)
    for number, start in enumerate(starts):
        who = somebody(first_name="Bo", last_name=f"Hall {'abc'[number]}")
        await practice.mara.book(at(start), details=who)
    await practice.run()
    await practice.look()
    states = [row["state"] for row in await practice.entries()]
    return [start for start, state in zip(starts, states, strict=True) if state == "collides"]


async def test_a_weekly_entry_over_the_clinics_own_clock_change(practice: Practice) -> None:
    put(
        practice.server,
        "DTSTART;TZID=Australia/Sydney:20270330T090000",
        "DTEND;TZID=Australia/Sydney:20270330T100000",
        "RRULE:FREQ=WEEKLY;COUNT=3",
        zone=SYDNEY,
    )
    before, after, later = "2027-03-30 09:00", "2027-04-06 09:00", "2027-04-06 10:00"
    assert await collisions(practice, before, after, later) == [before, after]


async def test_a_weekly_entry_of_another_zone_moves_with_that_zones_clock(
    practice: Practice,
) -> None:
    put(
        practice.server,
        "DTSTART;TZID=America/New_York:20270309T170000",
        "DTEND;TZID=America/New_York:20270309T180000",
        "RRULE:FREQ=WEEKLY;COUNT=2",
    )
    # New York puts its clock forward on 14 March, Sydney keeps its own.
    first, same_hour = "2027-03-10 09:00", "2027-03-17 09:00"
    assert await collisions(practice, first, same_hour) == [first]


async def test_a_leave_of_a_day_is_the_practitioners_day(practice: Practice) -> None:
    put(practice.server, "DTSTART;VALUE=DATE:20270106", "DTEND;VALUE=DATE:20270107")
    eve, morning, evening = "2027-01-05 16:30", "2027-01-06 09:00", "2027-01-06 16:30"
    assert await collisions(practice, eve, morning, evening) == [morning, evening]


async def test_an_event_of_the_same_zone_is_as_right_after_ours(practice: Practice) -> None:
    """N-7: by the server's own reading of it, which one block of a zone can spoil for all."""
    put(
        practice.server,
        "DTSTART;TZID=Australia/Sydney:20270105T150000",
        "DTEND;TZID=Australia/Sydney:20270105T160000",
        zone=SYDNEY,
    )
    await practice.mara.book(NINE)
    await practice.run()
    three = at("2027-01-05 15:00")
    assert theirs_between(practice.server, three, three + HOUR)
    assert not theirs_between(practice.server, three - HOUR, three)
    assert not theirs_between(practice.server, three + HOUR, three + 2 * HOUR)


def theirs_between(server: DiaryServer, first: int, until: int) -> bool:
    """Whether the server itself finds their event there."""
    found = server.raw(
        "REPORT", "", events_between(first, until), Depth="1", Content_Type="text/xml"
    )
    return bool(re.search(r"href>[^<]*theirs\.ics<", found.text))
