"""What `slotkeeper doctor` says of mail."""

import pytest

from demo.mail import Fault, catching
from tests.command_line import DEMO, environ, run
from tests.free_port import free_port

__all__ = ["environ"]


@pytest.fixture
def clinic(environ: dict[str, str]) -> None:
    run("clinic", "import", str(DEMO))


@pytest.mark.req("N2")
def test_without_a_mail_server_the_doctor_says_that_messages_wait(clinic: None) -> None:
    assert "✓ SLOTKEEPER_MAIL names no mail server: No message waits." in run("doctor").output


def test_in_production_that_is_to_be_mended(clinic: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOTKEEPER_MODE", "production")
    monkeypatch.setenv("SLOTKEEPER_SECRET", "x" * 40)
    monkeypatch.setenv("SLOTKEEPER_URL", "https://book.example")
    assert "✗ SLOTKEEPER_MAIL names no mail server" in run("doctor").output


def test_a_mail_server_that_lets_us_in_is_right(
    clinic: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLOTKEEPER_MAIL_FROM", "desk@book.example")
    with catching() as catcher:
        monkeypatch.setenv("SLOTKEEPER_MAIL", catcher.mail)
        examined = run("doctor").output
        assert "✓ The mail server 127.0.0.1 lets us in; mail comes from desk@book" in examined
        assert catcher.box.letters == []
        catcher.box.faults.append(Fault("down"))
        assert "✗ The mail server 127.0.0.1 cannot be reached" in run("doctor").output


def test_a_password_is_not_shown(clinic: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOTKEEPER_MAIL_FROM", "desk@book.example")
    address = f"smtp://desk:s3cret-word@127.0.0.1:{free_port()}"
    monkeypatch.setenv("SLOTKEEPER_MAIL", address)
    examined = run("doctor").output
    assert "cannot be reached" in examined
    assert "s3cret" not in examined
