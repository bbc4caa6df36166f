"""Many patients at the same moment: whoever wins, nobody is double-booked."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from msgspec import structs

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file import parse_clinic
from slotkeeper.services.holds import Held, release
from slotkeeper.services.keep_hold import HoldRenewed, extend
from slotkeeper.services.refusals import AlreadyBooked, HoldEnded, OthersOffered
from tests.services.desk import DAY, FILE, HOLD_SECONDS, NINE, Desk, overlaps

pytestmark = pytest.mark.req("R1")


def person(number: int) -> dict[str, str]:
    return {"email": f"{number}@patient.example", "phone": f"02 55{number:06}"}


def address(number: int) -> str:
    return f"198.51.{number // 250}.{number % 250}"


async def hold_and_book(desk: Desk, start: int, number: int) -> Booking:
    """One patient, from the click on the time to the confirmation."""
    held = await desk.place(start, address=address(number))
    desk.clock.wait(2)
    return await desk.confirm(held, address(number), **person(number))


@pytest.mark.req("H3")
async def test_two_hundred_patients_on_one_slot_make_one_hold(desk: Desk) -> None:
    answers = await asyncio.gather(
        *[desk.place(NINE, f"visitor {n}", address=address(n)) for n in range(200)],
        return_exceptions=True,
    )
    held = [each for each in answers if isinstance(each, Held)]
    refused = [each for each in answers if isinstance(each, OthersOffered)]
    assert (len(held), len(refused)) == (1, 199)
    assert all(NINE not in {slot.starts_at for slot in each.offer.nearest} for each in refused)
    assert [row["id"] for row in await desk.bookings()] == [held[0].hold.id]


@pytest.mark.req("H3")
async def test_two_hundred_patients_on_one_slot_make_one_booking(desk: Desk) -> None:
    answers = await asyncio.gather(
        *[hold_and_book(desk, NINE, n) for n in range(200)], return_exceptions=True
    )
    made = [each for each in answers if isinstance(each, Booking)]
    refused = [each for each in answers if isinstance(each, OthersOffered)]
    assert (len(made), len(refused)) == (1, 199)
    [row] = await desk.bookings()
    assert (row["id"], row["state"]) == (made[0].id, "confirmed")


async def test_two_hundred_patients_who_want_anyone_get_as_many_as_there_are(desk: Desk) -> None:
    answers = await asyncio.gather(
        *[desk.place(NINE, practitioner="any", address=address(n)) for n in range(200)],
        return_exceptions=True,
    )
    held = [each for each in answers if isinstance(each, Held)]
    refused = [each for each in answers if isinstance(each, OthersOffered)]
    assert (len(held), len(refused)) == (2, 198)
    assert len({each.hold.practitioner_id for each in held}) == 2


@pytest.mark.parametrize("seed", range(3))
async def test_random_lengths_and_paddings_never_overlap(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    await desk.save(with_many_types(chance))
    wanted = dict[int, tuple[int, str, str]]()

    async def patient(number: int) -> int:
        await asyncio.sleep(chance.random() / 50)
        start = NINE + chance.randrange(90) * 300
        kind, who = f"kind-{chance.randrange(12)}", chance.choice(["sam-lee", "ana-costa", "any"])
        wanted[number] = start, kind, who
        held = await desk.place(start, kind=kind, practitioner=who, address=address(number))
        if chance.random() < 0.7:
            desk.clock.wait(2)
            return (await desk.confirm(held, address(number), **person(number))).id
        return held.hold.id

    answers = await asyncio.gather(*[patient(n) for n in range(200)], return_exceptions=True)
    refused = [each for each in answers if isinstance(each, BaseException)]
    rows = await desk.bookings()
    assert {type(each) for each in refused} == {OthersOffered}
    assert {row["id"] for row in rows} == {each for each in answers if isinstance(each, int)}
    assert overlaps(rows) == []
    sent_away = [wanted[n] for n, each in enumerate(answers) if not isinstance(each, int)]
    assert await still_free(desk, sent_away) == []


async def still_free(desk: Desk, wanted: Sequence[tuple[int, str, str]]) -> list[int]:
    """Those of the starts (with type and practitioner) that can be had now. Where nobody gave
    anything back, whoever was refused one of them was sent away for nothing.
    """
    asked = {(kind, who) for _, kind, who in wanted}
    free = {each: await desk.free(*each) for each in asked}
    return [start for start, kind, who in wanted if start in free[kind, who]]


def with_many_types(chance: random.Random) -> Clinic:
    """The pretend clinic with twelve more types of any length and padding, every five minutes."""
    kinds = [
        AppointmentType(
            slug=f"kind-{number}",
            name=f"Kind {number}",
            minutes=chance.randint(5, 75),
            padding_before=chance.randint(0, 20),
            padding_after=chance.randint(0, 20),
            practitioners=("sam-lee", "ana-costa"),
        )
        for number in range(12)
    ]
    clinic = parse_clinic(FILE)
    settings = structs.replace(clinic.online_booking, start_every=5)
    kinds = [*clinic.appointment_types, *kinds]
    return structs.replace(clinic, online_booking=settings, appointment_types=tuple(kinds))


@dataclass
class TickingClock:
    """Shows the last second of a hold for so many readings, and from then on its end."""

    expires_at: int
    readings: int

    def __call__(self) -> int:
        self.readings -= 1
        return self.expires_at - 1 if self.readings >= 0 else self.expires_at


@pytest.mark.req("H9")
@pytest.mark.parametrize("readings", [1, 2, 3, 4, 6, 10])
async def test_a_take_over_at_the_very_end_of_a_hold_leaves_one_active_row(
    desk: Desk, readings: int
) -> None:
    for number in range(16):
        start = NINE + number * 1800
        old = await desk.place(start, "old", address=address(1))
        clock = TickingClock(desk.clock() + HOLD_SECONDS, readings)
        late = replace(desk, toolbox=replace(desk.toolbox, clock=clock))
        confirmed, taken = await asyncio.gather(
            late.confirm(old, address(1), **person(number)),
            late.place(start, "new", address=address(2)),
            return_exceptions=True,
        )
        desk.clock.wait(HOLD_SECONDS)
        [row] = [row for row in await desk.bookings() if row["starts_at"] == start]
        if isinstance(confirmed, Booking):
            assert (row["state"], row["id"]) == ("confirmed", confirmed.id)
            assert isinstance(taken, OthersOffered)
        elif isinstance(confirmed, HoldRenewed):
            assert row["id"] == confirmed.held.hold.id
            assert isinstance(taken, OthersOffered)
        else:
            assert isinstance(confirmed, HoldEnded)
            assert isinstance(taken, Held)
            assert row["id"] == taken.hold.id
        desk.clock.wait(HOLD_SECONDS)


@pytest.mark.req("H5")
@pytest.mark.parametrize("readings", [1, 2, 3, 4])
async def test_keeping_a_hold_at_its_very_end_while_it_is_taken_over_leaves_one(
    desk: Desk, readings: int
) -> None:
    for number in range(16):
        start = NINE + number * 1800
        old = await desk.place(start, "old", address=address(1))
        clock = TickingClock(desk.clock() + HOLD_SECONDS, readings)
        late = replace(desk, toolbox=replace(desk.toolbox, clock=clock))
        taken, kept = await asyncio.gather(
            late.place(start, "new", address=address(2)),
            extend(late.toolbox, desk.slug, old.token, address(1)),
            return_exceptions=True,
        )
        desk.clock.wait(HOLD_SECONDS)
        [row] = await desk.bookings()
        won, lost = (kept, taken) if isinstance(kept, Held) else (taken, kept)
        assert isinstance(won, Held)
        assert isinstance(lost, OthersOffered | HoldEnded)
        assert row["id"] == won.hold.id
        desk.clock.wait(2 * HOLD_SECONDS)


@pytest.mark.req("H6")
async def test_giving_back_while_confirming_either_books_or_frees(desk: Desk) -> None:
    for number in range(12):
        start = NINE + number * 1800
        held = await desk.place(start, address=address(number))
        desk.clock.wait(2)
        confirmed, _ = await asyncio.gather(
            desk.confirm(held, address(number), **person(number)),
            release(desk.toolbox, desk.slug, held.token),
            return_exceptions=True,
        )
        states = [row["state"] for row in await desk.bookings() if row["starts_at"] == start]
        assert states == (["confirmed"] if isinstance(confirmed, Booking) else [])


@pytest.mark.req("H5")
async def test_moving_keeping_and_booking_at_once_leave_one_appointment(desk: Desk) -> None:
    """One visitor whose two windows do everything at the same moment."""
    for number in range(8):
        day = NINE + number % 4 * DAY
        start, other = day + number // 4 * 7200, day + number // 4 * 7200 + 3600
        held = await desk.place(start, f"visitor {number}", address=address(number))
        desk.clock.wait(2)
        answers = await asyncio.gather(
            desk.confirm(held, address(number), **person(number)),
            extend(desk.toolbox, desk.slug, held.token, address(number)),
            desk.place(start, f"visitor {number}", address=address(number)),
            desk.place(other, f"visitor {number}", address=address(number)),
            return_exceptions=True,
        )
        facts = {type(each) for each in answers if isinstance(each, BaseException)}
        assert facts <= {HoldEnded, HoldRenewed, OthersOffered, AlreadyBooked}
        rows = [row for row in await desk.bookings() if row["starts_at"] in {start, other}]
        assert [row["state"] for row in rows].count("held") <= 1
        assert [row["state"] for row in rows].count("confirmed") == isinstance(answers[0], Booking)


@pytest.mark.req("H7")
async def test_a_clinic_that_saves_its_set_up_meanwhile_disturbs_nobody(desk: Desk) -> None:
    async def save() -> None:
        for minutes in (1, 2, 3, 4):
            await desk.set_up(hold_seconds=60 * minutes)

    patients = [hold_and_book(desk, NINE + n * 1800, n) for n in range(16)]
    answers = await asyncio.gather(save(), *patients, return_exceptions=True)
    assert [each for each in answers if isinstance(each, BaseException)] == []
    assert [row["state"] for row in await desk.bookings()] == ["confirmed"] * 16
