"""What nobody has seen to is told to somebody else, once a step, until somebody has (N2)."""

import asyncio

import pytest
from msgspec import structs

from slotkeeper.domain.notice_rules import NoticeRules
from slotkeeper.gateways.mail import MailDown, MailPutOff, MailRefused
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.notices.escalate import escalate, find_what_is_forgotten
from slotkeeper.services.staff.accounts import create_member
from slotkeeper.services.staff.audit import Actor
from slotkeeper.storage.task import acknowledge_open, find_open
from tests.services.desk import NINE
from tests.services.notices.office import Office

pytestmark = pytest.mark.req("N2")
ADA, DESK, MOBILE = "ada@patient.example", "desk@harbour.example", "+61491570156"
OWNER = "robin@harbour.example"
HALF_AN_HOUR = 1800


@pytest.fixture
async def manned(office: Office) -> Office:
    """With an owner, and a mobile for when nobody looks."""
    clinic = await get_clinic(office.database, office.desk.slug)
    await office.desk.save(structs.replace(clinic, notices=NoticeRules(mobile=MOBILE)))
    actor = Actor(clinic_id=clinic.id, staff_id=None, at=office.desk.clock())
    await create_member(
        office.database, actor, OWNER, "Robin", "a calm long password", "owner", None
    )
    return office


async def calls(office: Office) -> list[tuple[str, str]]:
    """Channel and occasion without the delivery's number of each call for help."""
    return [
        (each["channel"], each["occasion"].partition(":")[2])
        for each in await office.deliveries()
        if each["message"] == "unseen_failure"
    ]


async def wait(office: Office, seconds: int = HALF_AN_HOUR) -> int:
    office.desk.clock.wait(seconds)
    return await escalate(office.desk.toolbox)


async def test_a_failed_letter_is_told_by_mail_then_by_text_then_to_the_owners(
    manned: Office,
) -> None:
    manned.box.weather[ADA] = MailRefused("550")
    await manned.book()
    await manned.run()
    assert [mail.to for mail in manned.box.sent] == [DESK, DESK]  # booked; did not arrive
    assert await escalate(manned.desk.toolbox) == 0
    assert await wait(manned, HALF_AN_HOUR - 1) == 0
    assert await wait(manned, 1) == 1
    assert await calls(manned) == [("sms", "2:1")]
    assert await wait(manned) == 1
    assert await calls(manned) == [("sms", "2:1"), ("mail", "3:1")]
    [letter] = await manned.run()
    assert (letter.to, letter.subject) == (
        OWNER,
        "Not delivered, and nobody has seen to it: 1",
    )
    assert "https://book.example/staff/harbour-physio/deliveries" in letter.text
    assert [await wait(manned) for _ in range(5)] == [0] * 5


async def test_nobody_is_called_any_more_once_somebody_has_seen_to_it(manned: Office) -> None:
    manned.box.weather[ADA] = MailRefused("550")
    booking = await manned.book()
    await manned.run()
    await wait(manned)
    [task] = await find_open(manned.database, booking.clinic_id, None, 9)
    now = manned.desk.clock()
    await manned.database.write(
        lambda tx: acknowledge_open(tx, booking.clinic_id, task.id, None, now)
    )
    assert [await wait(manned) for _ in range(3)] == [0] * 3
    assert await calls(manned) == [("sms", "2:1")]


async def test_a_call_that_is_not_needed_any_more_is_not_sent(manned: Office) -> None:
    manned.box.weather[ADA] = MailRefused("550")
    await manned.book()
    await manned.run()
    await wait(manned)
    await wait(manned)
    await manned.desk.execute("UPDATE delivery SET acknowledged_at = 1 WHERE state = 'failed'")
    assert await manned.run() == []
    assert (await manned.states())[-1] == ("clinic", "dropped", "seen")


async def test_servers_that_escalate_at_once_take_each_step_once(manned: Office) -> None:
    for number in range(3):
        manned.box.weather[f"p{number}@patient.example"] = MailRefused("550")
        await manned.book(NINE + number * 1800, email=f"p{number}@patient.example")
    await manned.run()
    manned.desk.clock.wait(HALF_AN_HOUR)
    toolbox = manned.desk.toolbox
    assert sum(await asyncio.gather(*(escalate(toolbox) for _ in range(6)))) == 1
    assert await calls(manned) == [("sms", "2:3")]


async def test_a_mail_server_that_is_down_calls_once_however_much_waits(manned: Office) -> None:
    manned.box.weather[""] = MailDown("unreachable")
    for number in range(6):
        await manned.book(NINE + number * 1800, email=f"p{number}@patient.example")
        await manned.run()
        await wait(manned, 400)
    for _ in range(20):
        await manned.run()
        await wait(manned, 300)
    # A text, and when nobody has looked then either, the owner; no letter by a server that is down.
    assert [channel for channel, _ in await calls(manned)] == ["sms", "mail"]


async def test_what_several_are_told_later_for_the_same_reason_is_told_once(
    manned: Office,
) -> None:
    for number in range(3):
        manned.box.weather[f"p{number}@patient.example"] = MailPutOff("451")
        await manned.book(NINE + number * 1800, email=f"p{number}@patient.example")
    for _ in range(14):
        await manned.run()
        await wait(manned, 120)
    assert [channel for channel, _ in await calls(manned)] == ["mail"]
    letters = [mail for mail in manned.box.to(DESK) if "seen to it" in mail.subject]
    assert len(letters) == 1


async def test_without_a_mobile_the_owners_are_next(office: Office) -> None:
    clinic = await get_clinic(office.database, office.desk.slug)
    actor = Actor(clinic_id=clinic.id, staff_id=None, at=office.desk.clock())
    await create_member(
        office.database, actor, OWNER, "Robin", "a calm long password", "owner", None
    )
    office.box.weather[ADA] = MailRefused("550")
    await office.book()
    await office.run()
    assert await wait(office) == 1
    assert await calls(office) == [("mail", "3:1")]


async def test_a_clinic_that_wants_no_calls_gets_the_mail_only(manned: Office) -> None:
    clinic = await get_clinic(manned.database, manned.desk.slug)
    rules = NoticeRules(mobile=MOBILE, escalate_after=0)
    await manned.desk.save(structs.replace(clinic, notices=rules))
    manned.box.weather[ADA] = MailRefused("550")
    await manned.book()
    await manned.run()
    assert [await wait(manned) for _ in range(4)] == [0] * 4
    assert await calls(manned) == []


@pytest.mark.req("N4")
async def test_what_nobody_has_even_tried_is_found_without_anyone_asking(office: Office) -> None:
    booking = await office.book()
    office.desk.clock.wait(899)
    assert await find_what_is_forgotten(office.desk.toolbox) == 0
    office.desk.clock.wait(2)
    assert await find_what_is_forgotten(office.desk.toolbox) == 2
    assert await find_what_is_forgotten(office.desk.toolbox) == 0
    assert len(await find_open(office.database, booking.clinic_id, None, 9)) == 2
    await office.run()
    assert await find_open(office.database, booking.clinic_id, None, 9) == []


async def test_what_was_seen_while_it_waited_is_a_task_anew_when_it_fails(
    office: Office,
) -> None:
    office.box.weather[ADA] = MailPutOff("451")
    booking = await office.book()
    for _ in range(3):
        await office.run()
        office.desk.clock.wait(600)
    [task] = await find_open(office.database, booking.clinic_id, None, 9)
    await office.database.write(
        lambda tx: acknowledge_open(tx, booking.clinic_id, task.id, None, office.desk.clock())
    )
    assert await find_open(office.database, booking.clinic_id, None, 9) == []
    office.box.weather[ADA] = MailRefused("550")
    await office.run()
    assert [
        each.state for each in await find_open(office.database, booking.clinic_id, None, 9)
    ] == ["failed"]


@pytest.mark.parametrize("step", [0, 1, 3])
async def test_hundreds_of_tasks_that_nobody_sees_to_hide_no_new_one(
    manned: Office, step: int
) -> None:
    old = await manned.book()
    await manned.run()
    for number in range(510):
        await manned.queue(old, "booking_moved", occasion=str(number))
    long_ago = manned.desk.clock() - 10 * 86_400
    await manned.database.write(
        lambda tx: tx.execute(
            """UPDATE delivery SET state = 'failed', problem = '550', task_since = $1,
                 escalation = $2, escalated_at = $3 WHERE message = 'booking_moved'""",
            *(long_ago, step, manned.desk.clock() if step == 1 else long_ago),
        )
    )
    manned.box.weather[ADA] = MailRefused("550")
    await manned.book(NINE + 3600)
    await manned.run()
    assert await wait(manned) == 1
    assert [channel for channel, _ in await calls(manned)] == ["sms"]
