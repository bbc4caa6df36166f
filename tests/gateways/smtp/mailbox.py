"""A real mail server, aiosmtpd, that keeps what it takes and refuses when it is told to."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from tests.free_port import free_port


@dataclass
class Mailbox:
    """`rcpt`, `data`, `mail`: what is answered there instead of 250; "silent" for nothing."""

    port: int
    taken: list[Envelope] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    password: bytes = b""

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's names, also below
        self,
        _server: object,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        if session not in self.sessions:
            self.sessions.append(session)
        return await self._answer("mail")

    async def handle_RCPT(  # noqa: N802
        self,
        _server: object,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        answer = await self._answer("rcpt")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802
        self,
        _server: object,
        _session: Session,
        envelope: Envelope,
    ) -> str:
        answer = await self._answer("data")
        if answer.startswith("250"):
            self.taken.append(envelope)
        return answer

    def authenticate(
        self,
        _server: object,
        _session: Session,
        _envelope: Envelope,
        _mechanism: str,
        data: object,
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == self.password, handled=False)

    async def _answer(self, step: str) -> str:
        answer = self.answers.get(step, "250 OK")
        if answer == "silent":
            await asyncio.sleep(30)
        return answer


@contextmanager
def mailbox_server(password: bytes = b"", idle_seconds: float = 60) -> Iterator[Mailbox]:
    """On a free port of 127.0.0.1; whoever gives a password has to know it."""
    mailbox = Mailbox(free_port(), password=password)
    settings: dict[str, Any] = {"timeout": idle_seconds}
    if password:
        settings |= {"authenticator": mailbox.authenticate, "auth_require_tls": False}
    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=mailbox.port,
        enable_SMTPUTF8=True,
        **settings,
    )
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
