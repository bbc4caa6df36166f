"""What a trial of a diary tells before anything depends on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from slotkeeper.domain.diary_provider import find_provider
from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.diary.try_it import (
    Login,
    LoginOver,
    get_in,
    look_into,
    open_login,
    seal_login,
)
from tests.gateways.caldav.servers import PASSWORD, USER, DiaryServer, running
from tests.services.desk import NINE, NOW, Desk

pytestmark = pytest.mark.req("N3")
ZONE = "Australia/Sydney"
HOUR = 3600
LEAVE = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Other//EN\r
BEGIN:VEVENT\r
UID:leave\r
DTSTAMP:20260101T000000Z\r
DTSTART;TZID=Australia/Sydney:20270105T090000\r
DTEND;TZID=Australia/Sydney:20270105T100000\r
SUMMARY:Leave\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture(scope="module", params=["radicale", "xandikos"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DiaryServer]:
    with running(request.param, tmp_path_factory.mktemp(request.param)) as started:
        yield started


async def opened(desk: Desk, server: DiaryServer, **fields: str) -> Login:
    provider = find_provider("other")
    assert provider is not None
    typed = {"address": server.root, "user": USER, "password": PASSWORD, **fields}
    login, [calendar] = await get_in(desk.toolbox, provider, typed)
    return Login(
        provider=login.provider,
        address=login.address,
        user=login.user,
        password=login.password,
        calendar=calendar,
        made_at=login.made_at,
    )


async def wrong(desk: Desk, **fields: str) -> dict[str, str]:
    provider = find_provider(fields.pop("provider", "other"))
    assert provider is not None
    with pytest.raises(FieldsInvalid) as refused:
        await get_in(desk.toolbox, provider, fields)
    return {name: problem.key for name, problem in refused.value.problems.items()}


async def test_from_the_servers_name_alone_its_calendar_is_found(
    desk: Desk, server: DiaryServer
) -> None:
    login = await opened(desk, server)
    assert login.calendar is not None
    assert login.calendar.address == server.calendar
    assert login.calendar.can_write


async def test_a_trial_tells_what_takes_time_and_leaves_nothing_behind(
    desk: Desk, server: DiaryServer
) -> None:
    assert server.raw("PUT", "leave.ics", LEAVE, Content_Type="text/calendar").is_success
    trial = await look_into(desk.toolbox, await opened(desk, server), ZONE)
    assert [(each.starts_at, each.ends_at) for each in trial.busy] == [(NINE, NINE + HOUR)]
    assert (trial.problem, trial.is_right, trial.unread) == ("", True, 0)
    listed = server.raw("PROPFIND", Depth="1").text
    assert listed.count(".ics</") == 1  # the leave alone


async def test_a_wrong_password_is_told_at_its_field(desk: Desk, tmp_path: Path) -> None:
    with running("radicale", tmp_path) as server:  # the other one asks for none
        typed = {"address": server.calendar, "user": USER, "password": "wrong"}
        assert await wrong(desk, **typed) == {"password": "wrong.diary_password"}


async def test_what_is_no_diary_is_told_at_the_address(desk: Desk) -> None:
    who = {"user": USER, "password": PASSWORD}
    none = await wrong(desk, address="http://127.0.0.1:1/", **who)
    assert none == {"address": "wrong.diary_unreachable"}
    unknown = await wrong(desk, address="https://no-such-host.invalid", **who)
    assert unknown == {"address": "wrong.diary_unknown_host"}
    assert await wrong(desk, address="", **who) == {"address": "wrong.diary_address"}


async def test_nothing_typed_is_told_at_each_field(desk: Desk) -> None:
    assert await wrong(desk, provider="icloud") == {
        "user": "wrong.diary_no_user",
        "password": "wrong.diary_no_password",
    }


async def test_who_has_a_diary_that_takes_no_password_is_told_so(desk: Desk) -> None:
    typed = {"user": "nell@gmail.com", "password": PASSWORD}
    assert await wrong(desk, **typed) == {"user": "wrong.diary_closed"}


async def test_a_sealed_login_opens_for_its_practitioner_and_an_hour(desk: Desk) -> None:
    vault = desk.toolbox.vault
    login = Login(
        provider="other", address="https://x.example", user="a", password="b", made_at=NOW
    )
    sealed = seal_login(vault, login, 1, 2)
    assert "x.example" not in sealed
    assert open_login(vault, sealed, 1, 2, NOW + HOUR) == login
    for clinic, practitioner, now in ((1, 3, NOW), (2, 2, NOW), (1, 2, NOW + HOUR + 1)):
        with pytest.raises(LoginOver):
            open_login(vault, sealed, clinic, practitioner, now)
    with pytest.raises(LoginOver):
        open_login(vault, "anything", 1, 2, NOW)


def test_a_login_shows_nothing_of_itself() -> None:
    login = Login(provider="other", address="https://x.example", user="nell", password="s3cret")
    assert repr(login) == "Login()"
    assert "s3cret" not in repr(login.access)
