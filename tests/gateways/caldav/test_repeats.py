"""Whoever gets an event into a diary, an invitation does, takes no more than its time from us."""

import time

import pytest

from slotkeeper.gateways.caldav.ics import find_busy
from slotkeeper.gateways.caldav.xml import NotXml, read_items

pytestmark = pytest.mark.req("N3")
NINE, DAY = 1_800_003_600, 86_400  # 2027-01-15 09:00 UTC
YEAR = 400 * DAY


def event(*lines: str, begins: str = "20270115T090000Z", ends: str = "20270115T093000Z") -> str:
    rows = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:an-event"]
    rows += [f"DTSTART:{begins}", f"DTEND:{ends}", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(rows)


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=MINUTELY",
        "RRULE:FREQ=MINUTELY;INTERVAL=5",
        "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8;BYMINUTE=0,15,30,45;BYSECOND=0,30",
        "RRULE:FREQ=SECONDLY;COUNT=99999999",
        "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "RDATE:" + ",".join(["20270115T090000Z"] * 13_000),
    ],
)
def test_what_repeats_more_often_than_anybody_means_is_not_read_and_said_so(rule: str) -> None:
    began = time.process_time()  # what others do on this machine is no matter
    found = find_busy([event(rule), event()], NINE - DAY, NINE + YEAR, "UTC", ())
    assert time.process_time() - began < 5
    assert found.unread == 1
    assert [(each.starts_at, each.ends_at) for each in found.busy] == [(NINE, NINE + 1800)]


def test_every_hour_from_the_year_one_is_not_read_either() -> None:
    old = event("RRULE:FREQ=HOURLY", begins="00010101T000000Z", ends="00010101T000100Z")
    assert find_busy([old], NINE, NINE + DAY, "UTC", ()).unread == 1


@pytest.mark.parametrize(
    ("rule", "times"),
    [
        ("RRULE:FREQ=DAILY", 10),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 6),
        ("RRULE:FREQ=MONTHLY;BYMONTHDAY=31", 1),
        ("RRULE:FREQ=HOURLY", 240),
        ("RRULE:FREQ=MINUTELY;INTERVAL=60", 240),
        ("RRULE:FREQ=MINUTELY;COUNT=3", 3),
        ("RRULE:FREQ=DAILY;BYHOUR=9,12,16", 30),
    ],
)
def test_what_people_mean_is_read(rule: str, times: int) -> None:
    found = find_busy([event(rule)], NINE, NINE + 10 * DAY, "UTC", ())
    assert (len(found.busy), found.unread) == (times, 0)


@pytest.mark.parametrize("coding", ["utf-16", "utf-32-be"])
def test_entities_do_not_hide_in_another_coding(coding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boom">]><a>&b;</a>'
    with pytest.raises(NotXml):
        read_items(bomb.encode(coding))
