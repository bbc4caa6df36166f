"""Diaries that no server keeps: staff write into them, and tick what they have written (N3)."""

from dataclasses import dataclass

import pytest

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.staff import Member, Role, Staff
from slotkeeper.gateways.diary import DiaryCalendar
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.diary.by_hand import (
    ToTransfer,
    TransferGone,
    TransferUnknown,
    count_transfers,
    find_done,
    find_waiting,
    tick,
    untick,
)
from slotkeeper.services.diary.carrier import DiaryCarrier
from slotkeeper.services.diary.connect import (
    change_diary,
    remove_diary,
    start_by_hand,
    start_diary,
)
from slotkeeper.services.diary.try_it import Login
from slotkeeper.services.notices.worker import Worker
from slotkeeper.services.staff.audit import Actor
from slotkeeper.storage.database import Database
from tests.services.desk import NINE, Desk, open_desk
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk

pytestmark = pytest.mark.req("N3")
TEN, DAY = NINE + 3600, 86_400


@dataclass
class Paper:
    """The pretend clinic, where Sam Lee's diary is on paper."""

    mara: FrontDesk
    clinic: Clinic

    @property
    def desk(self) -> Desk:
        return self.mara.desk

    @property
    def sam(self) -> int:
        return self.clinic.practitioner("sam-lee").id

    @property
    def ana(self) -> int:
        return self.clinic.practitioner("ana-costa").id

    @property
    def actor(self) -> Actor:
        return Actor(clinic_id=self.clinic.id, staff_id=None, at=self.desk.clock())

    def member(self, role: Role = "reception", practitioner_id: int | None = None) -> Member:
        staff = Staff(id=1, email="mara@harbour.example", name="Mara")
        return Member(
            staff=staff, clinic_id=self.clinic.id, role=role, practitioner_id=practitioner_id
        )

    async def start(self) -> None:
        await start_by_hand(self.desk.toolbox, self.actor, self.sam)
        await self.run()

    async def run(self) -> None:
        worker = Worker(self.desk.toolbox, DiaryCarrier(self.desk.toolbox))
        while await worker.send_due():
            pass

    async def waiting(self) -> list[ToTransfer]:
        await self.run()
        return await find_waiting(self.desk.toolbox, self.clinic, self.member())

    async def acts(self) -> list[str]:
        return [each.act for each in await self.waiting()]

    async def tick(self, item: ToTransfer) -> None:
        await tick(self.desk.toolbox, self.actor, self.member(), item.transfer.id)

    async def untick(self, item: ToTransfer) -> None:
        await untick(self.desk.toolbox, self.actor, self.member(), item.transfer.id)

    async def tick_all(self) -> None:
        for each in await self.waiting():
            await self.tick(each)


@pytest.fixture
async def paper(database: Database) -> Paper:
    desk = await open_desk(database, daily_limit=0)
    return Paper(await front_desk(desk), await get_clinic(database, desk.slug))


async def test_a_booking_waits_until_somebody_has_written_it(paper: Paper) -> None:
    await paper.start()
    await paper.desk.book(NINE)
    [item] = await paper.waiting()
    assert (item.act, item.booking.starts_at) == ("write", NINE)
    assert item.patient is not None
    assert item.patient.first_name == "Ada"
    await paper.tick(item)
    assert await paper.waiting() == []
    [done] = await find_done(paper.desk.toolbox, paper.clinic, paper.member())
    assert (done.act, done.before) == ("write", None)


async def test_what_was_booked_before_it_began_waits_too(paper: Paper) -> None:
    await paper.desk.book(NINE)
    await paper.start()
    assert await paper.acts() == ["write"]


async def test_a_move_says_where_it_stood_before(paper: Paper) -> None:
    await paper.start()
    booking = await paper.mara.book(NINE)
    await paper.tick_all()
    await paper.mara.move(booking, TEN)
    [item] = await paper.waiting()
    assert item.act == "move"
    assert item.before is not None
    assert (item.before.starts_at, item.booking.starts_at) == (NINE, TEN)


async def test_what_is_moved_before_it_was_written_is_written_once(paper: Paper) -> None:
    await paper.start()
    booking = await paper.mara.book(NINE)
    await paper.run()
    await paper.mara.move(booking, TEN)
    [item] = await paper.waiting()
    assert (item.act, item.booking.starts_at) == ("write", TEN)


async def test_what_is_cancelled_is_to_be_removed_if_it_was_written(paper: Paper) -> None:
    await paper.start()
    written, other = await paper.mara.book(NINE), await paper.desk.book(TEN)
    first, _ = await paper.waiting()
    await paper.tick(first)
    await paper.mara.cancel(written)
    await paper.mara.cancel(other)
    [item] = await paper.waiting()
    assert (item.act, item.booking.id) == ("remove", written.id)


async def test_a_tick_can_be_undone(paper: Paper) -> None:
    await paper.start()
    booking = await paper.mara.book(NINE)
    [first] = await paper.waiting()
    await paper.tick(first)
    await paper.untick(first)
    assert await paper.acts() == ["write"]
    await paper.tick_all()
    await paper.mara.move(booking, TEN)
    [move] = await paper.waiting()
    await paper.tick(move)
    await paper.untick(move)
    [again] = await paper.waiting()
    assert again.act == "move"
    assert again.before is not None
    assert again.before.starts_at == NINE


async def test_two_who_tick_the_same_hear_of_each_other(paper: Paper) -> None:
    await paper.start()
    await paper.mara.book(NINE)
    [item] = await paper.waiting()
    await paper.tick(item)
    with pytest.raises(TransferGone):
        await paper.tick(item)


async def test_a_tick_of_what_was_moved_meanwhile_is_none(paper: Paper) -> None:
    await paper.start()
    booking = await paper.mara.book(NINE)
    [seen] = await paper.waiting()
    await paper.mara.move(booking, TEN)
    await paper.run()
    with pytest.raises(TransferGone):
        await paper.tick(seen)
    assert await paper.acts() == ["write"]


async def test_a_practitioner_sees_and_ticks_their_own_alone(paper: Paper) -> None:
    await paper.start()
    await paper.mara.book(NINE)
    [item] = await paper.waiting()
    toolbox, ana = paper.desk.toolbox, paper.member("practitioner", paper.ana)
    assert await count_transfers(toolbox, paper.clinic, ana) == 0
    assert await find_waiting(toolbox, paper.clinic, ana) == []
    with pytest.raises(TransferUnknown):
        await tick(toolbox, paper.actor, ana, item.transfer.id)
    sam = paper.member("practitioner", paper.sam)
    assert await count_transfers(toolbox, paper.clinic, sam) == 1


async def test_switched_off_nothing_waits_and_switched_on_it_does(paper: Paper) -> None:
    await paper.start()
    await paper.mara.book(NINE)
    await paper.run()
    toolbox = paper.desk.toolbox
    await change_diary(toolbox, paper.actor, paper.sam, enabled=False)
    assert await paper.acts() == []
    paper.desk.clock.wait(60)
    await change_diary(toolbox, paper.actor, paper.sam, enabled=True)
    assert await paper.acts() == ["write"]


async def test_another_diary_takes_over_what_waits(paper: Paper) -> None:
    await paper.start()
    await paper.mara.book(NINE)
    await paper.desk.book(TEN)
    first, _ = await paper.waiting()
    await paper.tick(first)
    paper.desk.clock.wait(60)
    there = DiaryCalendar(address="http://127.0.0.1:1/nell/", name="Practice", can_write=True)
    login = Login(
        provider="other", address=there.address, user="nell", password="x", calendar=there
    )
    await start_diary(paper.desk.toolbox, paper.actor, paper.sam, login, "initials")
    assert await paper.acts() == []
    queued = await paper.desk.rows(
        "SELECT booking_id FROM delivery WHERE channel = 'diary' AND state = 'queued'"
    )
    assert len(queued) == 2


async def test_a_diary_that_is_removed_leaves_no_transfers(paper: Paper) -> None:
    await paper.start()
    await paper.mara.book(NINE)
    await paper.run()
    await remove_diary(paper.desk.toolbox, paper.actor, paper.sam)
    assert await paper.acts() == []
