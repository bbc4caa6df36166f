"""Sends by SMTP: a few connections, each for many letters, and no longer than it takes."""

import asyncio
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

from slotkeeper.gateways.mail import Mail, MailDown
from slotkeeper.gateways.smtp.message import compose, wire_address
from slotkeeper.gateways.smtp.refusals import answered
from slotkeeper.gateways.smtp.server import MailServer

if TYPE_CHECKING:
    import aiosmtplib

TIMEOUT = 20.0
"""Seconds until a connection stands, and again until a letter is taken, however slowly the server
trickles.
"""

_GOODBYE_SECONDS = 2.0
_LETTERS_A_CONNECTION = 100


class SmtpGateway:
    """The `MailGateway` of one mail server. `name` is how this machine calls itself to it."""

    def __init__(
        self, server: MailServer, sender: str, name: str = "localhost", timeout: float = TIMEOUT
    ) -> None:
        self._server = server
        self._sender = sender
        self._name = name
        self._timeout = timeout
        self._idle: list[_Connection] = []
        self._context: ssl.SSLContext | None = None

    @property
    def domain(self) -> str:
        """As `MailGateway.domain`."""
        return self._sender.rpartition("@")[2]

    async def send(self, mail: Mail) -> None:
        """As `MailGateway.send`. A connection that the server has closed meanwhile is replaced."""
        data, to = compose(mail, self._sender), wire_address(mail.to)
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open:
                with suppress(MailDown):
                    await self._send(connection, to, data)
                    return
        await self._send(await self._connect(), to, data)

    async def check(self) -> None:
        """As `MailGateway.check`."""
        await (await self._connect()).close()

    async def rest(self) -> None:
        """As `MailGateway.rest`."""
        idle, self._idle = self._idle, []
        await asyncio.gather(*(each.close() for each in idle))

    async def _send(self, connection: "_Connection", to: str, data: bytes) -> None:
        try:
            await answered(connection.send(self._sender, to, data), self._timeout)
        except BaseException:
            # After a refusal it could go on; who is in the midst of a letter could not.
            await connection.close()
            raise
        if connection.letters < _LETTERS_A_CONNECTION:
            self._idle.append(connection)
        else:
            await connection.close()

    async def _connect(self) -> "_Connection":
        await asyncio.to_thread(_load)
        server = self._server
        if self._context is None and server.tls != "none":
            self._context = await asyncio.to_thread(ssl.create_default_context)
        import aiosmtplib  # noqa: PLC0415 - loaded by now

        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            local_hostname=self._name,
            use_tls=server.tls == "at_once",
            start_tls={"must_start": True, "may_start": None}.get(server.tls, False),
            tls_context=self._context,
            timeout=self._timeout,
        )
        connection = _Connection(client)
        try:
            await answered(client.connect(), self._timeout, is_greeting=True)
        except BaseException:
            await connection.close()
            raise
        return connection


class _Connection:
    """One connection and how many letters went through it."""

    def __init__(self, client: "aiosmtplib.SMTP") -> None:
        self._client = client
        self.letters = 0

    @property
    def is_open(self) -> bool:
        return self._client.is_connected

    async def send(self, sender: str, to: str, data: bytes) -> None:
        self.letters += 1
        options = ["SMTPUTF8"] if not to.isascii() else []
        await self._client.sendmail(sender, [to], data, mail_options=options)

    async def close(self) -> None:
        if self._client.is_connected:
            with suppress(Exception):  # it is over either way
                async with asyncio.timeout(_GOODBYE_SECONDS):
                    await self._client.quit()
        self._client.close()


def _load() -> None:
    """Half a tenth of a second, which a server without mail never takes."""
    import aiosmtplib  # noqa: F401, PLC0415
