"""Messages go out once, when they are true, whatever the mail server does."""

import logging

import pytest

from slotkeeper.gateways.mail import MailDown, MailPutOff, MailRefused
from slotkeeper.services.notices.outcome import MOST_TRIES
from slotkeeper.services.notices.worker import LEASE_SECONDS
from slotkeeper.storage.outbox import claim_deliveries
from slotkeeper.storage.task import find_open
from tests.services.desk import NINE
from tests.services.notices.office import Office

ADA, DESK = "ada@patient.example", "desk@harbour.example"


@pytest.mark.req("N1")
@pytest.mark.req("N2")
async def test_a_booking_is_told_to_patient_and_clinic_once(office: Office) -> None:
    await office.book()
    assert await office.states() == [("patient", "queued", ""), ("clinic", "queued", "")]
    assert sorted(mail.to for mail in await office.run()) == [ADA, DESK]
    assert await office.states() == [("patient", "sent", ""), ("clinic", "sent", "")]
    office.desk.clock.wait(7 * LEASE_SECONDS)
    assert await office.run() == []


@pytest.mark.req("N8")
async def test_a_mail_server_that_is_down_fails_no_booking_and_loses_nothing(
    office: Office,
) -> None:
    office.box.weather[""] = MailDown("unreachable")
    booking = await office.book()
    assert booking.state == "confirmed"
    await office.run()
    assert {each[1:] for each in await office.states()} == {("queued", "down:unreachable")}
    office.box.weather.clear()
    office.desk.clock.wait(10)
    assert len(await office.run()) == 2


async def test_only_one_knocks_at_a_server_that_is_down(office: Office) -> None:
    office.box.weather[""] = MailDown("silent")
    for number in range(6):
        await office.book(start=NINE + number * 1800, email=f"p{number}@patient.example")
        await office.run()
    office.box.asked = 0
    office.desk.clock.wait(3600)
    await office.run()
    assert office.box.asked == 1


async def test_what_waited_goes_at_once_when_the_server_is_back(office: Office) -> None:
    office.box.weather[""] = MailDown("silent")
    for number in range(5):
        await office.book(start=NINE + number * 1800, email=f"p{number}@patient.example")
    for _ in range(12):
        await office.run()
        office.desk.clock.wait(400)
    office.box.weather.clear()
    await office.book(start=NINE + 7 * 1800, email="p7@patient.example")
    await office.run()
    assert {state for _, state, _ in await office.states()} == {"sent"}


@pytest.mark.req("N2")
async def test_later_is_tried_again_and_never_becomes_a_task(office: Office) -> None:
    office.box.weather[ADA] = MailPutOff("451")
    booking = await office.book()
    await office.run()
    assert await office.states() == [("patient", "queued", "451"), ("clinic", "sent", "")]
    office.desk.clock.wait(10)
    office.box.weather[ADA] = MailRefused("550")
    [alert] = await office.run()
    assert (alert.to, alert.subject) == (
        DESK,
        "A message did not arrive: Tue 5 Jan, 9:00 am, Sam Lee",
    )
    assert "+61255501234" in alert.text
    assert await office.states() == [
        ("patient", "failed", "550"),
        ("clinic", "sent", ""),
        ("clinic", "sent", ""),
    ]
    [task] = await find_open(office.database, booking.clinic_id, None, 5)
    assert task.problem == "550"
    office.desk.clock.wait(86_400)
    assert await office.run() == []


async def test_a_clinic_that_cannot_be_reached_is_not_written_to_about_that(
    office: Office,
) -> None:
    office.box.weather[DESK] = MailRefused("550")
    await office.book()
    await office.run()
    assert await office.states() == [("patient", "sent", ""), ("clinic", "failed", "550")]


@pytest.mark.req("N2")
async def test_a_quarter_of_an_hour_of_later_is_a_task(office: Office) -> None:
    office.box.weather[ADA] = MailPutOff("451")
    booking = await office.book()
    for _ in range(14):
        await office.run()
        office.desk.clock.wait(60)
        assert await find_open(office.database, booking.clinic_id, None, 5) == []
    office.desk.clock.wait(400)
    await office.run()
    assert len(await find_open(office.database, booking.clinic_id, None, 5)) == 1
    office.box.weather.clear()
    office.desk.clock.wait(400)
    await office.run()
    assert await find_open(office.database, booking.clinic_id, None, 5) == []


async def test_later_for_ever_is_given_up(office: Office) -> None:
    office.box.weather[ADA] = MailPutOff("451")
    await office.book()
    await office.desk.execute(
        "UPDATE delivery SET attempts = $1 WHERE recipient = 'patient'", MOST_TRIES - 1
    )
    await office.run()
    assert (await office.states())[0] == ("patient", "failed", "451")


@pytest.mark.req("N7")
async def test_nobody_is_told_of_a_booking_that_was_cancelled_meanwhile(office: Office) -> None:
    booking = await office.book()
    await office.desk.cancel(booking, by="clinic")
    assert await office.run() == []
    assert {each[1:] for each in await office.states()} == {("dropped", "cancelled")}


async def test_nobody_is_told_of_an_appointment_that_is_over(office: Office) -> None:
    booking = await office.book()
    office.desk.clock.now = booking.ends_at
    assert await office.run() == []


async def test_of_two_changes_the_last_one_is_told(office: Office) -> None:
    booking = await office.book()
    await office.run()
    for revision in ("1", "2"):
        await office.queue(booking, "booking_moved", occasion=revision)
    assert len(await office.run()) == 1
    assert [state for _, state, _ in await office.states()][2:] == ["dropped", "sent"]


async def test_who_has_no_address_is_written_nothing(office: Office) -> None:
    await office.book()
    await office.desk.execute("UPDATE patient SET email = ''")
    assert [mail.to for mail in await office.run()] == [DESK]
    assert (await office.states())[0] == ("patient", "dropped", "no_address")


async def test_the_address_is_the_one_of_today(office: Office) -> None:
    await office.book()
    await office.desk.execute("UPDATE patient SET email = 'ada@new.example'")
    assert "ada@new.example" in [mail.to for mail in await office.run()]


@pytest.mark.req("N2")
async def test_a_message_that_was_taken_by_one_who_died_is_sent_by_the_next(
    office: Office,
) -> None:
    await office.book()
    now = office.desk.clock()
    await office.database.write(
        lambda tx: claim_deliveries(tx, "mail", now, lease_until=now + LEASE_SECONDS, limit=9)
    )
    assert await office.run() == []
    office.desk.clock.wait(LEASE_SECONDS)
    assert len(await office.run()) == 2


async def test_a_message_has_the_same_id_at_each_try_and_another_than_every_other(
    office: Office,
) -> None:
    booking = await office.book()
    await office.queue(booking, "payment_refunded", occasion="1")
    first = {mail.subject: mail.message_id for mail in await office.run()}
    await office.desk.execute("UPDATE delivery SET state = 'queued', next_at = 0")
    again = {mail.subject: mail.message_id for mail in await office.run()}
    assert first == again
    assert len(set(first.values())) == 3
    assert all(each.endswith("@book.example") for each in first.values())


async def test_one_that_cannot_be_written_keeps_no_other_from_going(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    booking = await office.book()
    await office.desk.execute(
        "UPDATE delivery SET message = 'unheard_of' WHERE recipient = 'patient'"
    )
    with caplog.at_level(logging.ERROR):
        sent = await office.run()
    assert [mail.to for mail in sent] == [DESK, DESK]
    assert (await office.states())[0] == ("patient", "failed", "unwritable")
    assert ADA not in caplog.text
    assert booking.reference not in caplog.text
