"""kill -9, hours without a mail server, several server processes: no message is lost, and each has
its effect once.
"""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from demo.mail import Catcher, Fault, catching
from slotkeeper.services.notices.worker import LEASE_SECONDS
from tests.server_process import in_thread, start_server
from tests.stress.booking_load import (
    DESK,
    PRACTITIONERS,
    book_many,
    book_until_killed,
    open_clinic,
    wait_until_sent,
)

pytestmark = [pytest.mark.slow, pytest.mark.req("N2")]

SENT_AT_ONCE = 4
"""So many a worker has in its hands: what a kill can have sent twice."""


@pytest.fixture(scope="module")
def clinic_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clinic") / "clinic.toml"
    path.write_text(open_clinic(PRACTITIONERS))
    return path


@pytest.fixture
def catcher() -> Iterator[Catcher]:
    with catching() as catcher:
        yield catcher


def settings(catcher: Catcher) -> dict[str, str]:
    return {"SLOTKEEPER_MAIL": catcher.mail, "SLOTKEEPER_MAIL_FROM": "appointments@book.example"}


def assert_all_are_told(catcher: Catcher, booked: set[str], states: Counter[str]) -> int:
    """Each booking is told to its patient and to the clinic; how many letters came twice."""
    letters = list(catcher.box.letters)
    by_id = Counter(str(each.message["Message-ID"]) for each in letters)
    assert set(states) == {"sent"}
    assert len(by_id) == states["sent"]
    for desk in (True, False):
        told = "\n".join(each.body("plain") for each in letters if (each.to == DESK) == desk)
        assert [each for each in booked if f"{each[:3]}-{each[3:]}" not in told] == []
    return len(letters) - len(by_id)


def kill_again_and_again(url: str, clinic_file: Path, catcher: Catcher, times: int) -> None:
    chance, numbers, booked = random.Random(times), count(), set[str]()
    clock = datetime.now(UTC)
    with start_server(
        url, clinic_file=clinic_file, abuse_checks=False, settings=settings(catcher)
    ) as server:
        for _ in range(times):
            booked |= in_thread(book_until_killed(server, numbers, chance))
            clock += timedelta(seconds=LEASE_SECONDS + 10)
            server.clock = clock.isoformat()  # what the dead one had taken is free again
            server.start()
        states = wait_until_sent(url)
    assert assert_all_are_told(catcher, booked, states) <= times * SENT_AT_ONCE


def test_no_message_is_lost_over_eight_kills_and_few_come_twice(
    tmp_path: Path, clinic_file: Path, catcher: Catcher
) -> None:
    kill_again_and_again(str(tmp_path / "slotkeeper.db"), clinic_file, catcher, 8)


@pytest.mark.req("O2")
def test_nor_on_postgresql(postgresql_url: str, clinic_file: Path, catcher: Catcher) -> None:
    kill_again_and_again(postgresql_url, clinic_file, catcher, 3)


@pytest.mark.req("O2")
def test_three_servers_share_the_work_and_send_each_message_once(
    postgresql_url: str, clinic_file: Path, catcher: Catcher
) -> None:
    with ExitStack() as running:
        servers = [
            running.enter_context(
                start_server(
                    postgresql_url,
                    clinic_file=None if number else clinic_file,
                    abuse_checks=False,
                    settings=settings(catcher),
                )
            )
            for number in range(3)
        ]
        booked = in_thread(book_many([each.url for each in servers], 60))
        states = wait_until_sent(postgresql_url)
    assert len(booked) == 60
    assert assert_all_are_told(catcher, booked, states) == 0
    assert states["sent"] == 120


@pytest.mark.req("N8")
def test_after_an_hour_without_a_mail_server_two_hundred_bookings_are_told_once(
    tmp_path: Path, clinic_file: Path, catcher: Catcher
) -> None:
    url = str(tmp_path / "slotkeeper.db")
    catcher.box.faults.append(Fault("down"))
    with start_server(
        url, clinic_file=clinic_file, abuse_checks=False, settings=settings(catcher)
    ) as server:
        booked = in_thread(book_many([server.url], 200))
        assert len(booked) == 200
        assert catcher.box.letters == []
        server.stop()
        server.clock = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        catcher.box.faults.clear()
        server.start()
        states = wait_until_sent(url)
    assert assert_all_are_told(catcher, booked, states) == 0
    assert states["sent"] == 400
