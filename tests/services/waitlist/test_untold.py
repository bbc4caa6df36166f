"""Who cannot be told of an offer: the time goes to the next, and staff see whom to call."""

from dataclasses import replace as with_fields

import pytest
from msgspec import structs

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.gateways.mail import MailDown, MailPutOff, MailRefused
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.notices.post import Post
from slotkeeper.services.notices.worker import Worker
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.waitlist.reach import correct_contact, offer_again
from slotkeeper.services.staff.waitlist.show import list_waiting
from slotkeeper.services.waitlist.offer import offer_free
from slotkeeper.storage.waitlist_offer import find_offers
from tests.services.changing.link import Link
from tests.services.desk import NINE, Desk
from tests.services.notices.office import PostBox, letters
from tests.services.staff.bookings.front_desk import front_desk
from tests.services.waitlist.line import (
    ADA,
    BEN,
    MINUTES,
    Patient,
    look,
    open_hours,
    open_list,
    told,
    wait,
    wait_for_earlier,
)

pytestmark = [pytest.mark.req("C6"), pytest.mark.req("N2")]
ONE_TIME = (540, 570)


class Mailed:
    """The clinic with one free time and a mail server beside it."""

    def __init__(self, desk: Desk) -> None:
        self.box = PostBox()
        self.desk = with_fields(desk, toolbox=with_fields(desk.toolbox, mail=self.box))
        self.worker = Worker(desk.toolbox, Post(desk.toolbox, self.box, letters()))

    async def run(self) -> None:
        while await self.worker.send_due():
            pass

    async def offers(self, patient: Patient) -> list[tuple[str, str]]:
        entry = await patient.entry()
        found = await find_offers(self.desk.database, entry.clinic_id, entry.id)
        return [(each.state, each.untold) for each in found]

    async def cannot_be_told(self) -> list[str]:
        clinic = await get_clinic(self.desk.database, self.desk.slug)
        return [
            each.name for each in await list_waiting(self.desk.toolbox, clinic) if each.unreached
        ]

    async def actor(self) -> Actor:
        member = (await front_desk(self.desk)).member
        return Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=self.desk.clock())

    async def refuse(self, address: str = "ada@patient.example") -> None:
        """An offer is made, and that mail server takes nothing for that address."""
        self.box.weather[address] = MailRefused("550")
        assert await look(self.desk, arrives=False) == 1
        await self.run()


@pytest.fixture
async def mailed(desk: Desk) -> Mailed:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    return Mailed(desk)


async def test_what_nobody_can_be_told_of_goes_to_the_next_at_once(mailed: Mailed) -> None:
    ada, ben = await wait(mailed.desk, ADA), await wait(mailed.desk, BEN)
    await mailed.refuse()
    assert (await ada.look()).offer, "until the list is looked at"
    assert await look(mailed.desk) == 1
    assert (await ada.look()).offer is None
    assert (await ben.offer()).starts_at == NINE
    assert await mailed.offers(ada) == [("withdrawn", "failed")]
    assert (await ada.entry()).unanswered == 0
    assert await mailed.cannot_be_told() == ["Ada Example"]


async def test_where_nobody_else_waits_the_time_is_free(mailed: Mailed) -> None:
    await wait(mailed.desk)
    await mailed.refuse()
    assert await look(mailed.desk) == 0
    assert await mailed.desk.free() == {NINE}


async def test_who_cannot_be_told_is_offered_nothing_until_the_address_is_corrected(
    mailed: Mailed,
) -> None:
    ada = await wait(mailed.desk)
    await mailed.refuse()
    await look(mailed.desk)
    assert await look(mailed.desk) == 0
    actor = await mailed.actor()
    entry = await ada.entry()
    clinic = await get_clinic(mailed.desk.database, mailed.desk.slug)
    typed = {"email": "ada@elsewhere.example", "phone": entry.phone}
    await correct_contact(mailed.desk.toolbox, clinic, actor, entry.id, typed)
    assert await mailed.cannot_be_told() == []
    assert await look(mailed.desk, arrives=False) == 1
    await mailed.run()
    assert [each.to for each in mailed.box.sent][-1] == "ada@elsewhere.example"
    assert (await ada.offer()).starts_at == NINE, "of which they never heard"


async def test_or_until_staff_say_so(mailed: Mailed) -> None:
    ada = await wait(mailed.desk)
    await mailed.refuse()
    await look(mailed.desk)
    actor = await mailed.actor()
    await offer_again(mailed.desk.toolbox, actor, (await ada.entry()).id)
    assert await look(mailed.desk, arrives=False) == 1
    await mailed.run()
    await look(mailed.desk)
    assert await mailed.cannot_be_told() == ["Ada Example"], "found out once more"


async def test_who_joins_anew_with_the_same_address_is_not_offered_anything_either(
    mailed: Mailed,
) -> None:
    await wait(mailed.desk)
    await mailed.refuse()
    await look(mailed.desk)
    await wait(mailed.desk)
    assert await look(mailed.desk) == 0
    assert await mailed.cannot_be_told() == ["Ada Example"]


async def test_of_an_earlier_time_it_is_the_patients_address_that_counts(mailed: Mailed) -> None:
    await open_hours(mailed.desk, (540, 600))
    booking = await mailed.desk.book(NINE + 1800)
    ada = await wait_for_earlier(
        mailed.desk, (await Link.of(mailed.desk, booking.id)).token, until_on=None, from_on=None
    )
    await mailed.refuse()
    await look(mailed.desk)
    assert await mailed.cannot_be_told() == ["Ada Example"]
    await mailed.desk.execute("UPDATE patient SET email = 'ada@elsewhere.example'")
    assert await mailed.cannot_be_told() == []
    await mailed.desk.execute("UPDATE clinic SET news = news + 1")
    assert await look(mailed.desk) == 1
    assert (await ada.offer()).starts_at == NINE


async def test_the_text_alone_is_enough_to_tell(mailed: Mailed) -> None:
    ada = await wait(mailed.desk)
    await look(mailed.desk, arrives=False)
    [mail] = await told(mailed.desk)
    await mailed.desk.execute(
        """INSERT INTO delivery (clinic_id, booking_id, recipient, message, occasion, made_at,
             channel, state)
           SELECT clinic_id, booking_id, recipient, message, occasion, made_at, 'sms', 'sent'
           FROM delivery WHERE id = $1""",
        mail["id"],
    )
    mailed.box.weather["ada@patient.example"] = MailRefused("550")
    await mailed.run()
    await look(mailed.desk)
    assert await ada.offer()
    await mailed.desk.execute("UPDATE delivery SET state = 'failed' WHERE channel = 'sms'")
    await look(mailed.desk)
    assert (await ada.look()).offer is None


@pytest.mark.parametrize("weather", [MailDown("silent"), MailPutOff("451")])
async def test_what_may_yet_arrive_keeps_the_offer_and_counts_for_nothing(
    mailed: Mailed, weather: MailDown | MailPutOff
) -> None:
    await open_list(mailed.desk, most_unanswered=1)
    ada = await wait(mailed.desk)
    mailed.box.weather[""] = weather
    await look(mailed.desk, arrives=False)
    await mailed.run()
    assert not await offer_free(mailed.desk.toolbox)
    assert await ada.offer()
    mailed.desk.clock.wait(MINUTES * 60)
    await look(mailed.desk, arrives=False)
    assert await mailed.offers(ada) == [("expired", "unsent")]
    entry = await ada.entry()
    assert (entry.state, entry.unanswered) == ("waiting", 0)
    assert await mailed.cannot_be_told() == []
    assert await mailed.desk.free() == {NINE}, "kept no longer than one offer"


async def test_who_accepts_on_the_page_before_the_list_is_looked_at_has_it(mailed: Mailed) -> None:
    ada = await wait(mailed.desk)
    await mailed.refuse()
    assert (await ada.accept()).state == "confirmed"
    await look(mailed.desk)
    assert await mailed.offers(ada) == [("accepted", "")]


async def test_two_servers_end_it_once(mailed: Mailed) -> None:
    ada, ben = await wait(mailed.desk, ADA), await wait(mailed.desk, BEN)
    await mailed.refuse()
    other = with_fields(mailed.desk.toolbox)
    assert await offer_free(mailed.desk.toolbox) + await offer_free(other) == 1
    assert await mailed.offers(ada) == [("withdrawn", "failed")]
    assert (await ben.offer()).starts_at == NINE


async def test_a_contact_of_nobody_is_refused(mailed: Mailed) -> None:
    ada = await wait(mailed.desk)
    entry, actor = await ada.entry(), await mailed.actor()
    clinic = await get_clinic(mailed.desk.database, mailed.desk.slug)
    for email, phone, wrong in (("ada", "0", {"email", "phone"}), ("", "", {"email", "phone"})):
        with pytest.raises(FieldsInvalid) as refused:
            await correct_contact(
                mailed.desk.toolbox, clinic, actor, entry.id, {"email": email, "phone": phone}
            )
        assert refused.value.problems.keys() == wrong
    assert await ada.entry() == entry


async def test_the_clinic_is_written_whom_to_call(mailed: Mailed) -> None:
    clinic = await get_clinic(mailed.desk.database, mailed.desk.slug)
    await mailed.desk.save(structs.replace(clinic, email="desk@harbour.example"))
    ada = await wait(mailed.desk)
    await mailed.refuse()
    [mail] = mailed.box.to("desk@harbour.example")
    assert mail.subject == "A message did not arrive: Tue 5 Jan, 9:00 am, Sam Lee"
    for said in ("Ada Example", f"/staff/harbour-physio/waitlist/{(await ada.entry()).id}"):
        assert said in mail.text
    assert "/w/" not in mail.text, "the patient's own link"
