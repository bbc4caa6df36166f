"""N-10, with a mail server by other people's hands: 451 is tried again, 550 becomes a task."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from slotkeeper.gateways.smtp.gateway import SmtpGateway
from slotkeeper.gateways.smtp.server import MailServer
from slotkeeper.services.notices.post import Post
from slotkeeper.services.notices.ways import find_ways
from slotkeeper.services.notices.worker import Worker
from slotkeeper.storage.task import find_open
from tests.gateways.smtp.mailbox import Mailbox, mailbox_server
from tests.services.notices.office import Office, letters

pytestmark = pytest.mark.req("N10")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mailbox_server() as opened:
        yield opened


@pytest.fixture
async def posted(office: Office, mailbox: Mailbox) -> Office:
    """The office, whose letters go to that server."""
    server = MailServer(host="127.0.0.1", port=mailbox.port, tls="none")
    gateway = SmtpGateway(server, "desk@book.example", timeout=30.0)
    toolbox = replace(office.desk.toolbox, mail=gateway)
    return replace(office, worker=Worker(toolbox, Post(toolbox, gateway, letters())))


async def test_n_10_a_letter_that_is_put_off_is_sent_once_when_it_is_taken(
    posted: Office, mailbox: Mailbox
) -> None:
    booking = await posted.book()
    mailbox.answers["rcpt"] = "451 Greylisted, try again later"
    await posted.run()
    assert {each[1:] for each in await posted.states()} == {("queued", "451")}
    mailbox.answers.clear()
    for _ in range(3):
        posted.desk.clock.wait(60)
        await posted.run()
    to = sorted(each.rcpt_tos[0] or "" for each in mailbox.taken)
    assert to == ["ada@patient.example", "desk@harbour.example"]
    assert await find_open(posted.database, booking.clinic_id, None, 9) == []


async def test_n_10_a_letter_that_is_refused_is_a_task_and_tried_no_more(
    posted: Office, mailbox: Mailbox
) -> None:
    booking = await posted.book()
    mailbox.answers["rcpt"] = "550 No such user here"
    await posted.worker.send_due()
    mailbox.answers.clear()
    for _ in range(3):
        posted.desk.clock.wait(600)
        await posted.run()
    # Only that it did not arrive was told, once: to the clinic.
    assert [each.rcpt_tos for each in mailbox.taken] == [["desk@harbour.example"]]
    tasks = await find_open(posted.database, booking.clinic_id, None, 9)
    assert sorted((each.recipient, each.problem) for each in tasks) == [
        ("clinic", "550"),
        ("patient", "550"),
    ]
    ways = (await find_ways(posted.desk.toolbox, booking.clinic_id, [booking.id]))[booking.id]
    assert [each.name for each in ways.all if each.is_task] == ["patient", "clinic"]
