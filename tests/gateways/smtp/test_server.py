"""The address of a mail server."""

import pytest

from slotkeeper.gateways.smtp.server import MailServer, read_mail_from, read_mail_server


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://mail.example", MailServer(host="mail.example", port=25, tls="may_start")),
        ("smtp://localhost:1025", MailServer(host="localhost", port=1025, tls="none")),
        ("smtps://mail.example", MailServer(host="mail.example", port=465, tls="at_once")),
        ("smtps://[::1]:2465/", MailServer(host="::1", port=2465, tls="at_once")),
        (
            "smtp://desk%40book.example:a%2Fb@mail.example",
            MailServer(
                host="mail.example",
                port=587,
                tls="must_start",
                user="desk@book.example",
                password="a/b",
            ),
        ),
    ],
)
def test_an_address_says_how_the_server_is_reached(address: str, expected: MailServer) -> None:
    assert read_mail_server(address) == expected


@pytest.mark.parametrize(
    "address",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://desk@mail.example",
        "smtp://desk:secret-word@mail.example/inbox",
        "smtp://desk:secret-word@mail.example:70000",
        "smtp://desk:secret#word@mail.example",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(ValueError, match="smtp://user") as told:
        read_mail_server(address)
    assert "secret" not in str(told.value)


def test_a_server_does_not_show_its_password() -> None:
    assert "s3cret" not in repr(read_mail_server("smtp://desk:s3cret@mail.example"))


def test_mail_comes_from_an_address() -> None:
    assert read_mail_from("desk@book.example") == "desk@book.example"
    with pytest.raises(ValueError, match="e-mail address"):
        read_mail_from("The desk")
