"""Whoever waits is told so, and told when they wait no more."""

import asyncio

import pytest
from msgspec.structs import replace

from slotkeeper.gateways.mail import Mail, MailDown, MailRefused
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.notices.post import Post
from slotkeeper.services.notices.queues import WaitlistBox
from slotkeeper.services.notices.worker import Worker
from slotkeeper.storage.outbox import count_waiting
from slotkeeper.storage.waitlist_message import count_untold
from tests.services.changing.link import Link
from tests.services.desk import NINE, Desk
from tests.services.notices.office import PostBox, letters
from tests.services.waitlist.line import MINUTES, look, open_list, wait, wait_for_earlier

pytestmark = pytest.mark.req("C6")
ON = "You are on the waiting list at Harbour Physio"


class Told:
    """The clinic with a mail server beside it, and what those who wait read there."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.box = PostBox()
        post = Post(desk.toolbox, self.box, letters())
        self.worker = Worker(desk.toolbox, post, WaitlistBox())

    async def run(self) -> list[Mail]:
        before = len(self.box.sent)
        while await self.worker.send_due():
            pass
        return self.box.sent[before:]

    async def states(self) -> list[tuple[str, str]]:
        rows = await self.desk.rows("SELECT state, problem FROM waitlist_message ORDER BY id")
        return [(row["state"], row["problem"]) for row in rows]


@pytest.fixture
async def told(desk: Desk) -> Told:
    await open_list(desk)
    return Told(desk)


async def test_who_joins_reads_what_for_and_finds_the_place(told: Told) -> None:
    ada = await wait(told.desk, weekdays=(1, 3), parts=("morning",))
    [mail] = await told.run()
    assert (mail.to, mail.subject) == ("ada@patient.example", ON)
    for said in ("Hello Ada", "Sam Lee", "Tuesday, Thursday", "Morning", "Standard consultation"):
        assert said in mail.text
        assert said in mail.html
    assert f"https://book.example/c/harbour-physio/w/{ada.token}" in mail.text
    assert mail.attachments == ()
    assert await told.run() == []


async def test_who_says_anew_what_suits_them_reads_that(told: Told) -> None:
    await wait(told.desk)
    await wait(told.desk, weekdays=(4,))
    [mail] = await told.run()
    assert "Friday" in mail.text
    assert await told.states() == [("dropped", "replaced"), ("sent", "")]


async def test_who_wants_an_earlier_time_reads_that_theirs_stays(told: Told) -> None:
    booking = await told.desk.book(NINE + 1800)
    link = await Link.of(told.desk, booking.id)
    await wait_for_earlier(told.desk, link.token)
    [mail] = await told.run()
    assert mail.subject == ON
    assert "Your appointment on Tue 5 Jan, 9:30 am stays as it is" in mail.text


async def test_who_has_left_by_then_reads_nothing(told: Told) -> None:
    await (await wait(told.desk)).leave()
    assert await told.run() == []
    assert await told.states() == [("dropped", "left")]


async def test_it_waits_for_the_mail_server(told: Told) -> None:
    told.box.weather[""] = MailDown("silent")
    await wait(told.desk)
    assert await told.run() == []
    told.box.weather.clear()
    told.desk.clock.wait(600)
    assert len(await told.run()) == 1


async def test_an_address_that_takes_nothing_is_asked_once(told: Told) -> None:
    told.box.weather["ada@patient.example"] = MailRefused("550")
    await wait(told.desk)
    assert await told.run() == []
    assert await told.states() == [("failed", "550")]


@pytest.mark.req("N2")
async def test_what_waits_and_what_did_not_arrive_is_counted(told: Told) -> None:
    reader, clinic_id = (
        told.desk.database,
        (await get_clinic(told.desk.database, told.desk.slug)).id,
    )
    told.box.weather["ada@patient.example"] = MailRefused("550")
    ada = await wait(told.desk)
    now = told.desk.clock()
    assert (await count_waiting(reader, clinic_id), await count_waiting(reader)) == (1, 1)
    assert await count_untold(reader, clinic_id, now) == 0
    await told.run()
    assert await count_waiting(reader, clinic_id) == 0
    assert await count_untold(reader, clinic_id, now) == 1
    assert await count_untold(reader, clinic_id + 1, now) == 0
    await ada.leave()
    assert await count_untold(reader, clinic_id, now) == 0


async def test_who_let_too_many_offers_pass_is_told_once_with_the_way_back(told: Told) -> None:
    await open_list(told.desk, most_unanswered=1)
    ada = await wait(told.desk)
    await told.run()
    assert await look(told.desk) == 1
    told.desk.clock.wait((MINUTES + 1) * 60)
    await look(told.desk)
    assert (await ada.entry()).state == "unanswered"
    [mail] = await told.run()
    assert mail.subject == "You are no longer on the waiting list at Harbour Physio"
    assert "https://book.example/c/harbour-physio/waitlist?type=standard" in mail.text
    await look(told.desk)
    assert await told.run() == []


async def test_two_workers_send_it_once(told: Told) -> None:
    other = Told(told.desk)
    await wait(told.desk)
    letters_of = await asyncio.gather(told.run(), other.run())
    assert [len(each) for each in letters_of].count(1) == 1
    assert await told.states() == [("sent", "")]


async def test_an_offer_says_what_it_costs_until_when_and_what_it_takes_the_place_of(
    told: Told,
) -> None:
    clinic = await get_clinic(told.desk.database, told.desk.slug)
    kinds = tuple(replace(each, price=9500) for each in clinic.appointment_types)
    await told.desk.save(replace(clinic, appointment_types=kinds))
    booking = await told.desk.book(NINE + 1800)
    ben = await wait_for_earlier(told.desk, (await Link.of(told.desk, booking.id)).token)
    await look(told.desk)
    post = Post(told.desk.toolbox, told.box, letters())
    while await Worker(told.desk.toolbox, post).send_due():
        pass
    subject = "A time has opened at Harbour Physio: Tue 5 Jan, 9:00 am"
    (mail,) = [each for each in told.box.sent if each.subject == subject]
    for said in (
        "earlier than your appointment on Tue 5 Jan, 9:30 am",
        "(Sydney time)",
        "A$95.00",
        "with Sam Lee",
        "Manly",
    ):
        assert said in mail.text.replace("\u00a0", " ")
    assert mail.text.count("https://") == 1
    assert ben.token in mail.text
    assert "Reference" not in mail.text
