"""Staff and patients at the same moment: one of them gets it, the other is told."""

import asyncio
import json
import sys
from pathlib import Path

import pytest

from slotkeeper.domain.block import Block
from slotkeeper.domain.booking import Booking
from slotkeeper.services.holds import Held
from slotkeeper.services.keep_hold import HoldRenewed
from slotkeeper.services.refusals import HoldEnded, OthersOffered
from slotkeeper.services.staff.bookings.refusals import (
    BookingStale,
    RulesAgainst,
    StateForbids,
    TimeTaken,
)
from tests.services.desk import DAY, NINE, Desk, overlaps
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk, somebody
from tests.stress.test_races import address, person

pytestmark = [pytest.mark.req("R1"), pytest.mark.req("A2")]

HALF_HOUR = 1800
ROUNDS = 8
ROOT = Path(__file__).parents[2]


@pytest.fixture
async def mara(desk: Desk) -> FrontDesk:
    return await front_desk(desk)


@pytest.fixture
async def robin(desk: Desk) -> FrontDesk:
    """Another one at the same desk."""
    return await front_desk(desk, "owner")


async def one_of(*attempts: object) -> list[object]:
    return await asyncio.gather(*attempts, return_exceptions=True)  # type: ignore[call-overload, no-any-return]


def round_start(number: int) -> int:
    """Nine o'clock of another working day each."""
    return NINE + (number // 4 * 7 + number % 4) * DAY


async def booked(mara: FrontDesk, number: int, **wanted: object) -> Booking:
    patient = somebody(first_name=f"Patient{number}")
    return await mara.book(round_start(number), details=patient, **wanted)


async def test_of_forty_receptionists_exactly_one_moves_a_booking(
    mara: FrontDesk, robin: FrontDesk
) -> None:
    booking = await booked(mara, 0)
    whom = (mara, robin)
    answers = await one_of(
        *[whom[n % 2].move(booking, NINE + (1 + n % 14) * HALF_HOUR) for n in range(40)]
    )
    assert sum(isinstance(each, Booking) for each in answers) == 1
    assert sum(isinstance(each, BookingStale) for each in answers) == 39
    assert (await mara.again(booking)).revision == 1


async def test_a_move_and_a_patient_on_the_same_time(mara: FrontDesk) -> None:
    for number in range(ROUNDS):
        booking = await booked(mara, number)
        start = booking.starts_at + 2 * HALF_HOUR
        moved, held = await one_of(
            mara.move(booking, start),
            mara.desk.place(start, f"visitor {number}", address=address(number)),
        )
        if isinstance(moved, Booking):
            assert isinstance(held, OthersOffered)
        else:
            assert isinstance(moved, TimeTaken)
            assert isinstance(held, Held)
        assert overlaps(await mara.desk.bookings()) == []


async def test_a_block_and_a_patient_on_the_same_time(mara: FrontDesk) -> None:
    for number in range(ROUNDS):
        start = round_start(number)
        block, held = await one_of(
            mara.block(start, start + 2 * HALF_HOUR),
            mara.desk.place(start, f"visitor {number}", address=address(number)),
        )
        if isinstance(block, Block):
            assert isinstance(held, OthersOffered)
        else:
            assert isinstance(block, RulesAgainst)
            assert isinstance(held, Held)


async def test_a_cancellation_and_a_move_of_one_booking(mara: FrontDesk, robin: FrontDesk) -> None:
    for number in range(ROUNDS):
        booking = await booked(mara, number)
        start = booking.starts_at + 2 * HALF_HOUR
        answers = await one_of(mara.cancel(booking), robin.move(booking, start))
        kinds = {type(each) for each in answers}
        assert kinds == {Booking, BookingStale}
        after = await mara.again(booking)
        assert after.revision == 1
        assert (after.state, after.starts_at) in {
            ("cancelled", booking.starts_at),
            ("confirmed", start),
        }


async def test_a_release_and_the_patient_who_confirms(mara: FrontDesk) -> None:
    for number in range(ROUNDS):
        start = round_start(number)
        held = await mara.desk.place(start, f"visitor {number}", address=address(number))
        mara.desk.clock.wait(2)
        released, confirmed = await one_of(
            mara.release(held.hold.id),
            mara.desk.confirm(held, address(number), **person(number)),
        )
        if isinstance(confirmed, Booking):
            assert isinstance(released, StateForbids)
            assert (await mara.again(confirmed)).state == "confirmed"
        else:
            assert isinstance(released, Booking)
            assert isinstance(confirmed, HoldRenewed | HoldEnded)


async def test_an_undone_cancellation_and_a_patient_on_the_same_time(mara: FrontDesk) -> None:
    for number in range(ROUNDS):
        cancelled = await mara.cancel(await booked(mara, number))
        start = cancelled.starts_at
        restored, held = await one_of(
            mara.restore(cancelled),
            mara.desk.place(start, f"visitor {number}", address=address(number)),
        )
        assert isinstance(restored, Booking) == isinstance(held, OthersOffered)
        assert isinstance(restored, TimeTaken) == isinstance(held, Held)


async def test_moves_between_two_diaries_wait_for_each_other_and_end(
    mara: FrontDesk, robin: FrontDesk
) -> None:
    for number in range(ROUNDS):
        sam = await booked(mara, number)
        ana = await mara.book(
            round_start(number),
            practitioner="ana-costa",
            details=somebody(first_name=f"Other{number}"),
        )
        later = round_start(number) + 4 * HALF_HOUR
        answers = await one_of(
            mara.move(sam, later, practitioner="ana-costa"), robin.move(ana, later)
        )
        assert {type(each) for each in answers} == {Booking}


async def test_many_who_book_one_time_at_the_desk_and_online(mara: FrontDesk) -> None:
    answers = await one_of(
        *[mara.book(details=somebody(first_name=f"Patient{n}")) for n in range(20)],
        *[mara.desk.place(NINE, f"visitor {n}", address=address(n)) for n in range(20)],
    )
    won = [each for each in answers if isinstance(each, Booking | Held)]
    lost = [each for each in answers if isinstance(each, TimeTaken | OthersOffered)]
    assert (len(won), len(lost)) == (1, 39)
    assert len(await mara.desk.bookings()) == 1


@pytest.mark.req("O2")
async def test_of_two_processes_exactly_one_moves_a_booking(desk: Desk, database_url: str) -> None:
    mara = await front_desk(desk)
    booking = await booked(mara, 0)
    movers = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", MOVER, database_url, str(mara.member.staff.id)),
            *(str(booking.id), str(NINE + number * HALF_HOUR)),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for number in (2, 4)
    ]
    for mover in movers:
        assert mover.stdout is not None
        assert await mover.stdout.readline() == b"ready\n"
    answers = await asyncio.gather(*(mover.communicate(b"go\n") for mover in movers))
    said = [name for out, _ in answers for name in json.loads(out)]
    assert sorted(said) == ["Booking"] + ["BookingStale"] * 9
    assert (await mara.again(booking)).revision == 1


MOVER = """
import asyncio, json, sys
from dataclasses import replace
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.bookings.move import WantedMove, move_by_staff
from slotkeeper.storage.database import open_database
from slotkeeper.storage.membership import find_member
from tests.services.desk import Clock, make_toolbox

url, staff, booking, start = sys.argv[1], *map(int, sys.argv[2:])

async def main():
    database = await open_database(url, migrate=False)
    clinic = await get_clinic(database, "harbour-physio")
    member = await find_member(database, clinic.id, staff)
    toolbox = make_toolbox(database, Clock())
    wanted = WantedMove(booking_id=booking, revision=0, practitioner="sam-lee", starts_at=start)
    move = lambda: move_by_staff(toolbox, member, clinic.slug, wanted)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    answers = await asyncio.gather(*[move() for _ in range(5)], return_exceptions=True)
    print(json.dumps([type(each).__name__ for each in answers]))
    await database.close()

asyncio.run(main())
"""
