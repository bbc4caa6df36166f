"""A move is told from the time that its reader last was told of, by whomever it was made."""

import re

import pytest

from slotkeeper.gateways.mail import Mail, MailDown
from tests.services.changing.link import Link
from tests.services.changing.test_move import choose, move
from tests.services.desk import NINE
from tests.services.notices.office import Office
from tests.services.notices.test_letters import event
from tests.services.notices.test_own_words import say
from tests.services.notices.test_staff_notices import ADA, ANA, DESK, SAM, ask, set_rules
from tests.services.staff.bookings.front_desk import HALF_HOUR, front_desk

TEN, ELEVEN = NINE + 2 * HALF_HOUR, NINE + 4 * HALF_HOUR

pytestmark = pytest.mark.req("N1")


def last_to(office: Office, address: str) -> Mail:
    return office.box.to(address)[-1]


def go_down(office: Office) -> None:
    office.box.weather[""] = MailDown("silent")


async def come_back(office: Office) -> list[Mail]:
    office.box.weather.clear()
    office.desk.clock.wait(600)
    return await office.run()


async def test_the_patient_reads_both_times_and_who_moved_it(office: Office) -> None:
    mara, booking = await front_desk(office.desk), await office.book()
    await office.run()
    await mara.move(booking, TEN)
    [mail] = await office.run()
    wanted = "Your appointment has moved: from Tue 5 Jan, 9:00 am to Tue 5 Jan, 10:00 am"
    assert mail.subject == wanted
    assert "Harbour Physio has changed your appointment" in mail.text
    assert "Before: Tue 5 Jan, 9:00 am" in mail.text
    assert "<s>Tue 5 Jan, 9:00 am</s>" in mail.html.replace("\u202f", " ")


async def test_of_moves_that_nobody_was_told_of_only_the_ends_are_named(office: Office) -> None:
    mara, booking = await front_desk(office.desk), await office.book()
    await office.run()
    go_down(office)
    there = await mara.move(booking, TEN)
    await office.run()
    await mara.move(there, ELEVEN)
    [mail] = await come_back(office)
    assert mail.subject.endswith("from Tue 5 Jan, 9:00 am to Tue 5 Jan, 11:00 am")
    assert "10:00" not in mail.text


async def test_what_is_back_where_they_know_it_is_not_told(office: Office) -> None:
    mara, booking = await front_desk(office.desk), await office.book()
    await office.run()
    go_down(office)
    await mara.move(await mara.move(booking, TEN), NINE)
    assert await come_back(office) == []
    assert (await office.states())[-1] == ("patient", "dropped", "back")


async def test_a_move_before_anything_was_told_is_one_confirmation(office: Office) -> None:
    mara = await front_desk(office.desk)
    go_down(office)
    booking = await office.book()
    await office.run()
    await mara.move(booking, TEN)
    sent = await come_back(office)
    [mail] = [each for each in sent if each.to == ADA]
    assert mail.subject == "Your appointment at Harbour Physio: Tue 5 Jan, 10:00 am"
    assert "9:00" not in mail.text
    assert [each.subject for each in sent if each.to == DESK] == [
        "New booking: Tue 5 Jan, 10:00 am, Sam Lee"
    ]


async def test_cancelled_and_restored_while_nothing_goes_is_one_confirmation(
    office: Office,
) -> None:
    mara = await front_desk(office.desk)
    go_down(office)
    booking = await office.book()
    cancelled = await mara.cancel(booking)
    await mara.restore(cancelled)
    sent = await come_back(office)
    assert [each.subject for each in sent if each.to == ADA] == [
        "Your appointment at Harbour Physio: Tue 5 Jan, 9:00 am"
    ]


async def test_a_cancellation_names_the_time_that_they_know(office: Office) -> None:
    mara, booking = await front_desk(office.desk), await office.book()
    await office.run()
    go_down(office)
    await mara.cancel(await mara.move(booking, TEN))
    [mail] = [each for each in await come_back(office) if each.to == ADA]
    assert "Before: Tue 5 Jan, 9:00 am" in mail.text


async def test_only_somebody_else(office: Office) -> None:
    mara, booking = await front_desk(office.desk), await office.book()
    await office.run()
    await mara.move(booking, NINE, practitioner="ana-costa")
    [mail] = await office.run()
    assert mail.subject == "Your appointment at Harbour Physio on Tue 5 Jan, 9:00 am has changed"
    assert "Before: with Sam Lee" in mail.text


async def test_the_desk_reads_both_and_by_whom(office: Office) -> None:
    await set_rules(office, staff_changes=True)
    mara, booking = await front_desk(office.desk), await office.book()
    await office.run()
    await mara.move(booking, TEN, practitioner="ana-costa")
    await office.run()
    mail = last_to(office, DESK)
    assert mail.subject == "Moved: from Tue 5 Jan, 9:00 am to Tue 5 Jan, 10:00 am, Ana Costa"
    for said in ("Tue 5 Jan, 9:00 am, Sam Lee", "Changed by", "The clinic"):
        assert said in mail.text


async def test_who_has_lost_it_reads_the_time_that_has_left_them(office: Office) -> None:
    await ask(office, sam=("changed",), ana=("changed",))
    mara, booking = await front_desk(office.desk), await office.book()
    await office.run()
    await mara.move(booking, TEN, practitioner="ana-costa")
    await office.run()
    assert last_to(office, SAM).subject == (
        "Moved to Ana Costa: Tue 5 Jan, 9:00 am has left your diary"
    )
    assert "Tue 5 Jan, 9:00 am, Sam Lee" in last_to(office, ANA).text


async def test_who_never_heard_of_it_does_not_hear_that_it_has_left(office: Office) -> None:
    await ask(office, sam=("new", "changed"), ana=("new", "changed"))
    mara, booking = await front_desk(office.desk), await office.book()
    await office.run()
    go_down(office)
    there = await mara.move(booking, TEN, practitioner="ana-costa")
    await mara.move(there, ELEVEN, practitioner="sam-lee")
    await come_back(office)
    assert office.box.to(ANA) == []
    assert last_to(office, SAM).subject == (
        "Moved: from Tue 5 Jan, 9:00 am to Tue 5 Jan, 11:00 am, Sam Lee"
    )


async def test_who_moved_it_oneself_reads_so_and_the_clinic_too(office: Office) -> None:
    link = await Link.of(office.desk, await office.book())
    await office.run()
    await move(link, await choose(link, TEN))
    sent = {mail.to: mail for mail in await office.run()}
    assert "you have changed your appointment at Harbour Physio" in sent[ADA].text
    assert sent[DESK].subject == ("Moved: from Tue 5 Jan, 9:00 am to Tue 5 Jan, 10:00 am, Sam Lee")
    assert re.search(r"Changed by:? +The patient", sent[DESK].text)
    sequences = [event(mail)["SEQUENCE"] for mail in office.box.to(ADA)]
    assert sequences == [0, 1]


async def test_own_words_may_name_both_times(office: Office) -> None:
    own = "From {previous_when} ({previous_practitioner}, {previous_place}) to {when}."
    await say(office, message="booking_moved", opening=own)
    mara, booking = await front_desk(office.desk), await office.book()
    await office.run()
    await mara.move(booking, TEN)
    [mail] = await office.run()
    assert "From Tue 5 Jan, 9:00 am (Sam Lee, Manly) to Tue 5 Jan, 10:00 am." in mail.text
