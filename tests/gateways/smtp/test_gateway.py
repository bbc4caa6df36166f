"""Letters to a real mail server: taken, put off, refused; and a server that is not well."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from msgspec.structs import replace

from slotkeeper.gateways.mail import Attachment, Mail, MailDown, MailPutOff, MailRefused
from slotkeeper.gateways.smtp.gateway import SmtpGateway
from slotkeeper.gateways.smtp.server import MailServer
from tests.free_port import free_port
from tests.gateways.smtp.mailbox import Mailbox, mailbox_server

MAIL = Mail(
    to="ada@patient.example",
    to_name="Ada Example",
    sender_name="Harbour Physio",
    reply_to="desk@harbour.example",
    subject="Your appointment — Tuesday 5 January, 9:00 am",
    text="Dear Ada,\n\nsee you on Tuesday.\n",
    html="<p>Dear Ada, see you on Tuesday.</p>",
    language="en",
    message_id="one.patient@book.example",
    sent_at=1_799_000_000,
)


def read(mailbox: Mailbox) -> list[EmailMessage]:
    letters = []
    for envelope in mailbox.taken:
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        letters.append(letter)
    return letters


async def test_a_letter_arrives_as_it_was_written(gateway: SmtpGateway, mailbox: Mailbox) -> None:
    calendar = Attachment(
        name="appointment.ics",
        media_type="text/calendar; method=PUBLISH; charset=utf-8",
        data=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    )
    await gateway.send(replace(MAIL, attachments=(calendar,)))
    [letter] = read(mailbox)
    assert letter["From"] == "Harbour Physio <desk@book.example>"
    assert letter["To"] == "Ada Example <ada@patient.example>"
    assert letter["Reply-To"] == "Harbour Physio <desk@harbour.example>"
    assert letter["Subject"] == MAIL.subject
    assert letter["Message-ID"] == "<one.patient@book.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"].datetime.timestamp() == MAIL.sent_at
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == MAIL.text
    assert html.get_content().strip() == MAIL.html
    [attached] = letter.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == (
        "appointment.ics",
        "text/calendar",
    )
    assert attached["Content-Type"].params["method"] == "PUBLISH"
    assert attached.get_payload(decode=True) == calendar.data


async def test_a_picture_stands_in_the_html_and_is_no_attachment(
    gateway: SmtpGateway, mailbox: Mailbox
) -> None:
    picture = Attachment(name="code.png", media_type="image/png", data=b"PNG", content_id="a@b")
    calendar = Attachment(name="appointment.ics", media_type="text/calendar", data=b"BEGIN")
    await gateway.send(replace(MAIL, attachments=(calendar, picture)))
    [letter] = read(mailbox)
    [attached] = letter.iter_attachments()
    assert attached.get_filename() == "appointment.ics"
    [shown] = [each for each in letter.walk() if each["Content-ID"] == "<a@b>"]
    assert (shown.get_content_type(), shown.get_payload(decode=True)) == ("image/png", b"PNG")
    assert shown.get_content_disposition() == "inline"
    html = letter.get_body(("html",))
    assert html is not None
    assert html.get_content().strip() == MAIL.html


async def test_many_letters_go_through_one_connection(
    gateway: SmtpGateway, mailbox: Mailbox
) -> None:
    for _ in range(5):
        await gateway.send(MAIL)
    await gateway.rest()
    assert len(mailbox.taken) == 5
    assert len(mailbox.sessions) == 1


async def test_a_connection_that_the_server_closed_is_replaced() -> None:
    with mailbox_server(idle_seconds=0.05) as mailbox:
        server = MailServer(host="127.0.0.1", port=mailbox.port, tls="none")
        gateway = SmtpGateway(server, "desk@book.example", timeout=30.0)
        await gateway.send(MAIL)
        mailbox.sessions.clear()
        gateway._idle[0]._client.close()
        await gateway.send(MAIL)
        assert len(mailbox.taken) == 2


@pytest.mark.req("N2")
@pytest.mark.parametrize("step", ["rcpt", "data"])
@pytest.mark.parametrize(
    ("answer", "problem"), [("451 later", MailPutOff("451")), ("550 nobody", MailRefused("550"))]
)
async def test_later_and_never_are_told_apart(
    gateway: SmtpGateway,
    mailbox: Mailbox,
    step: str,
    answer: str,
    problem: MailPutOff | MailRefused,
) -> None:
    mailbox.answers[step] = answer
    with pytest.raises(type(problem)) as told:
        await gateway.send(MAIL)
    assert str(told.value) == problem.problem
    mailbox.answers.clear()
    await gateway.send(MAIL)
    assert len(mailbox.taken) == 1


async def test_a_server_that_refuses_the_sender_refuses_no_patient(
    gateway: SmtpGateway, mailbox: Mailbox
) -> None:
    mailbox.answers["mail"] = "550 you may not"
    with pytest.raises(MailDown, match="sender"):
        await gateway.send(MAIL)


async def test_a_server_that_goes_away_is_down(gateway: SmtpGateway, mailbox: Mailbox) -> None:
    mailbox.answers["rcpt"] = "421 closing"
    with pytest.raises(MailDown, match="unreachable"):
        await gateway.send(MAIL)


@pytest.mark.parametrize("step", ["mail", "data"])
async def test_a_silent_server_is_waited_for_no_longer_than_agreed(
    mailbox: Mailbox, step: str
) -> None:
    server = MailServer(host="127.0.0.1", port=mailbox.port, tls="none")
    mailbox.answers[step] = "silent"
    with pytest.raises(MailDown, match="silent"):
        await SmtpGateway(server, "desk@book.example", timeout=1.0).send(MAIL)


async def test_no_server_is_down() -> None:
    gateway = SmtpGateway(MailServer(host="127.0.0.1", port=free_port(), tls="none"), "a@b.example")
    with pytest.raises(MailDown, match="unreachable"):
        await gateway.send(MAIL)


async def test_who_knows_the_password_gets_in() -> None:
    with mailbox_server(password=b"s@fe") as mailbox:
        server = MailServer(
            host="127.0.0.1", port=mailbox.port, tls="none", user="desk", password="s@fe"
        )
        gateway = SmtpGateway(server, "desk@book.example")
        await gateway.check()
        await gateway.send(MAIL)
        await gateway.rest()
        assert mailbox.logins[0] == (b"desk", b"s@fe")
        assert len(mailbox.taken) == 1


async def test_a_wrong_password_refuses_nobodys_letter_for_good() -> None:
    with mailbox_server(password=b"s@fe") as mailbox:
        server = MailServer(
            host="127.0.0.1", port=mailbox.port, tls="none", user="desk", password="wrong-word"
        )
        gateway = SmtpGateway(server, "desk@book.example")
        with pytest.raises(MailDown, match="authentication") as told:
            await gateway.send(MAIL)
        with pytest.raises(MailDown, match="authentication"):
            await gateway.check()
        assert "wrong-word" not in repr(told.value) + repr(server) + repr(gateway)
        assert told.value.__cause__ is None
        assert told.value.__context__ is None


async def test_a_password_never_goes_where_nothing_is_encrypted(mailbox: Mailbox) -> None:
    server = MailServer(
        host="127.0.0.1", port=mailbox.port, tls="must_start", user="desk", password="s@fe"
    )
    with pytest.raises(MailDown, match="tls"):
        await SmtpGateway(server, "desk@book.example").send(MAIL)
    assert mailbox.logins == []


async def test_an_address_beyond_ascii_is_written_to(
    gateway: SmtpGateway, mailbox: Mailbox
) -> None:
    await gateway.send(replace(MAIL, to="zoë@patient.example", to_name="Zoë Beispiel"))
    assert mailbox.taken[0].rcpt_tos == ["zoë@patient.example"]
    assert "SMTPUTF8" in mailbox.taken[0].mail_options


async def test_a_header_cannot_be_smuggled_in(gateway: SmtpGateway, mailbox: Mailbox) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        await gateway.send(replace(MAIL, subject="Hello\r\nBcc: others@example.org"))
    assert mailbox.taken == []


def test_a_letter_shows_nobodys_data() -> None:
    assert "ada" not in repr(MAIL).lower()
