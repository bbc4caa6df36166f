"""The demo's inbox: a mail server that keeps everything, and fails when it is told to."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage

import httpx
import pytest

from demo.mail import Catcher, catching


@pytest.fixture
def catcher() -> Iterator[Catcher]:
    with catching() as catcher:
        yield catcher


def letter(to: str = "ada@patient.example") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "desk@book.example", to, "Hello <b>Ada</b>"
    message.set_content("Dear Ada,\n.a line with a dot\n")
    message.add_alternative(
        "<html><head></head><body><p>Dear Ada</p></body></html>", subtype="html"
    )
    message.add_attachment(
        b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="a.ics"
    )
    return message


def send(catcher: Catcher, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", int(catcher.mail.rpartition(":")[2]), timeout=60) as client:
        client.send_message(message)


def control(catcher: Catcher, **fault: object) -> None:
    httpx.post(f"{catcher.url}/_control/faults", json=fault).raise_for_status()


def test_a_letter_is_kept_as_it_came(catcher: Catcher) -> None:
    send(catcher, letter())
    [kept] = catcher.box.letters
    assert (kept.sender, kept.to) == ("desk@book.example", "ada@patient.example")
    assert kept.body("plain") == "Dear Ada,\n.a line with a dot\n"
    assert [name for name, _, _ in kept.attachments()] == ["a.ics"]


def test_the_inbox_shows_it(catcher: Catcher) -> None:
    assert "Nothing yet" in httpx.get(catcher.url).text
    send(catcher, letter())
    page = httpx.get(catcher.url).text
    assert "Hello &lt;b&gt;Ada&lt;/b&gt;" in page
    shown = httpx.get(f"{catcher.url}/1").text
    assert ".a line with a dot" in shown
    html = httpx.get(f"{catcher.url}/1/html")
    assert "Dear Ada" in html.text
    assert html.headers["content-security-policy"].startswith("default-src 'none'")
    assert httpx.get(f"{catcher.url}/1/0").text == "BEGIN:VCALENDAR"


@pytest.mark.parametrize("path", ["2", "1/9", "x", "static/other.css"])
def test_what_is_not_there_is_said_to_be_gone(catcher: Catcher, path: str) -> None:
    send(catcher, letter())
    assert httpx.get(f"{catcher.url}/{path}").status_code == 404


@pytest.mark.parametrize(("kind", "code"), [("later", 451), ("never", 550)])
def test_it_refuses_whom_it_is_told_to_as_often_as_it_is_told(
    catcher: Catcher, kind: str, code: int
) -> None:
    control(catcher, kind=kind, to="ada@patient.example", times=1)
    send(catcher, letter("ben@patient.example"))
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(catcher, letter())
    assert refused.value.recipients["ada@patient.example"][0] == code
    send(catcher, letter())
    assert len(catcher.box.letters) == 2


def test_it_hangs_up(catcher: Catcher) -> None:
    control(catcher, kind="down")
    with pytest.raises((smtplib.SMTPException, OSError)):
        send(catcher, letter())
    httpx.delete(f"{catcher.url}/_control/faults")
    send(catcher, letter())


def test_it_says_nothing(catcher: Catcher) -> None:
    control(catcher, kind="silent")
    port = int(catcher.mail.rpartition(":")[2])
    with (
        pytest.raises(smtplib.SMTPServerDisconnected),
        smtplib.SMTP("127.0.0.1", port, timeout=0.3),
    ):
        pass
    httpx.delete(f"{catcher.url}/_control/faults")
    send(catcher, letter())


def test_tests_can_read_it_over_http(catcher: Catcher) -> None:
    send(catcher, letter())
    [told] = httpx.get(f"{catcher.url}/_control/letters").json()["letters"]
    assert told["to"] == "ada@patient.example"
    assert told["attachments"] == [
        {"name": "a.ics", "type": "text/calendar", "text": "BEGIN:VCALENDAR"}
    ]
    httpx.delete(f"{catcher.url}/_control/letters")
    assert httpx.get(f"{catcher.url}/_control/letters").json() == {"letters": []}
