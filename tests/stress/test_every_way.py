"""Mail, texts, diaries and webhooks at once: kill -9, an hour in which nothing of it answers, two
server processes: no booking is lost, and each effect is there once (N-4, N-9).
"""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from demo import sms
from tests.server_process import add_clinic, in_thread, start_server
from tests.stress.booking_load import (
    DESK,
    PRACTITIONERS,
    book_many,
    book_until_killed,
    open_clinic,
    wait_until_sent,
)
from tests.stress.every_way import EACH, RULES, EveryWay, every_way, find_bookings, find_left

pytestmark = [pytest.mark.slow, pytest.mark.req("R3"), pytest.mark.req("N1")]

AT_ONCE_A_CHANNEL = 4
"""What a kill can have sent twice: letters and webhooks under way, with the id that they had."""

LEASES_END_SECONDS = 200
PATIENCE_SECONDS = 900
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def ways(tmp_path: Path) -> Iterator[EveryWay]:
    with every_way(tmp_path, len(PRACTITIONERS)) as ways:
        yield ways


def set_up(url: str, ways: EveryWay) -> None:
    add_clinic(url, open_clinic(PRACTITIONERS, RULES, EACH))
    in_thread(ways.connect(url))


def check(url: str, ways: EveryWay, booked: set[str]) -> int:
    wait_until_sent(url, PATIENCE_SECONDS)
    assert in_thread(find_left(url)) == {}
    return ways.check(in_thread(find_bookings(url)), booked)


def kill_again_and_again(url: str, ways: EveryWay, times: int) -> None:
    """Some texts are taken without an answer meanwhile: they are looked for, not sent again."""
    set_up(url, ways)
    chance, numbers, booked = random.Random(times), count(), set[str]()
    clock = datetime.now(UTC)
    with start_server(url, clinic_file=None, abuse_checks=False, settings=ways.settings) as server:
        for _ in range(times):
            ways.phones.world.faults.append(sms.Fault("lose", times=2))
            booked |= in_thread(book_until_killed(server, numbers, chance))
            clock += timedelta(seconds=LEASES_END_SECONDS)
            server.clock = clock.isoformat()
            ways.phones.world.offset += LEASES_END_SECONDS
            server.start()
        ways.phones.world.faults.clear()
        twice = check(url, ways, booked)
    assert twice <= times * 2 * AT_ONCE_A_CHANNEL


def test_nothing_is_lost_by_any_way_over_three_kills_and_each_effect_is_there_once(
    tmp_path: Path, ways: EveryWay
) -> None:
    kill_again_and_again(str(tmp_path / "slotkeeper.db"), ways, 3)


@pytest.mark.req("O2")
def test_nor_on_postgresql(postgresql_url: str, ways: EveryWay) -> None:
    kill_again_and_again(postgresql_url, ways, 2)


def test_after_an_hour_in_which_nothing_answers_two_hundred_bookings_are_told_once_by_every_way(
    tmp_path: Path, ways: EveryWay
) -> None:
    """The clocks of the server and of the texts' service go on by an hour."""
    url = str(tmp_path / "slotkeeper.db")
    set_up(url, ways)
    ways.go_down()
    with start_server(url, clinic_file=None, abuse_checks=False, settings=ways.settings) as server:
        booked = in_thread(book_many([server.url], 200))
        assert len(booked) == 200
        assert (ways.catcher.box.letters, ways.phones.world.texts()) == ([], [])
        assert ways.heard() == {}
        server.stop()
        server.clock = (datetime.now(UTC) + AN_HOUR).isoformat()
        ways.phones.world.offset += AN_HOUR.total_seconds()
        ways.come_back()
        server.start()
        assert check(url, ways, booked) == 0
    of_the_outage = len(ways.letters(DESK)) - len(booked)
    assert of_the_outage <= len(ways.diaries) + 3, "not one alert for each booking"


@pytest.mark.req("O2")
def test_two_servers_share_the_work_and_nothing_is_told_twice(
    postgresql_url: str, ways: EveryWay
) -> None:
    set_up(postgresql_url, ways)
    with ExitStack() as running:
        servers = [
            running.enter_context(
                start_server(
                    postgresql_url, clinic_file=None, abuse_checks=False, settings=ways.settings
                )
            )
            for _ in range(2)
        ]
        booked = in_thread(book_many([each.url for each in servers], 60))
        assert check(postgresql_url, ways, booked) == 0
