"""What anybody types as a diary's address leads to no private network."""

from collections.abc import Iterator

import pytest

from slotkeeper.gateways.caldav.gateway import CalDav
from slotkeeper.gateways.diary import DiaryAccess, DiaryDown, DiaryRefused
from tests.gateways.caldav.servers import PASSWORD, USER, DiaryServer, running

pytestmark = pytest.mark.req("N3")
NOW = 1_800_000_000
DAV = CalDav(lambda: NOW, may_reach_private=True)


@pytest.fixture(scope="module", params=["radicale", "xandikos"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DiaryServer]:
    with running(request.param, tmp_path_factory.mktemp(request.param)) as started:
        yield started


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("http://diary.example/", "address"),
        ("ftp://diary.example/", "address"),
        ("https://nell:secret@diary.example/", "address"),
        ("https://127.0.0.1/", "private_address"),
        ("https://[::1]/", "private_address"),
        ("https://169.254.169.254/latest/", "private_address"),
    ],
)
async def test_a_server_for_the_world_does_not_knock_at_its_own_network(
    address: str, problem: str
) -> None:
    access = DiaryAccess(address=address, user=USER, password=PASSWORD)
    with pytest.raises(DiaryRefused) as refused:
        await CalDav(lambda: NOW).find_calendars(access)
    assert refused.value.problem == problem


async def test_a_name_that_nobody_has_is_no_diary_at_present() -> None:
    access = DiaryAccess(address="https://no-such-host.invalid/", user=USER, password=PASSWORD)
    with pytest.raises(DiaryDown) as down:
        await CalDav(lambda: NOW).find_calendars(access)
    assert down.value.problem == "unknown_host"


async def test_a_host_with_two_addresses_is_reached_at_the_one_that_answers(
    server: DiaryServer,
) -> None:
    address = server.calendar.replace("127.0.0.1", "localhost")
    access = DiaryAccess(address=address, user=USER, password=PASSWORD)
    assert await DAV.find_calendars(access)
