"""A mail server as small as it may be (RFC 5321): one letter after the other, for anybody."""

import asyncio
import time
from contextlib import suppress

from .box import Box

LARGEST = 5_000_000
_ANSWERS = {"later": "451 4.3.2 Try again later", "never": "550 5.1.1 No such mailbox"}


class Conversation:
    """One client's connection."""

    def __init__(
        self, box: Box, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._box = box
        self._reader = reader
        self._writer = writer
        self._sender = ""
        self._to: list[str] = []

    async def hold(self) -> None:
        """From greeting to goodbye."""
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, ValueError):
                await self._talk()
        finally:
            self._writer.close()

    async def _talk(self) -> None:
        self._box.asked += 1
        if self._box.fault("down"):
            return
        await self._pause()
        await self._say("220 mail.example Pretend mail, nothing leaves this machine")
        while await self._answer((await self._line()).strip()):
            pass

    async def _answer(self, line: str) -> bool:
        """Whether the conversation goes on."""
        verb, _, rest = line.partition(" ")
        match verb.upper():
            case "EHLO":
                await self._say(
                    "250-mail.example", "250-8BITMIME", "250-SMTPUTF8", "250 AUTH PLAIN"
                )
            case "AUTH":
                await self._say("235 2.7.0 Welcome")
            case "MAIL":
                self._sender, self._to = _address(rest), []
                await self._say("250 OK")
            case "RCPT":
                await self._recipient(_address(rest))
            case "DATA":
                await self._data()
            case "QUIT":
                await self._say("221 Goodbye")
                return False
            case "HELO" | "NOOP" | "RSET":
                await self._say("250 OK")
            case _:
                await self._say("502 Not known here")
        return True

    async def _recipient(self, address: str) -> None:
        fault = self._box.fault("later", "never", to=address)
        if fault is None:
            self._to.append(address)
        await self._say(_ANSWERS[fault.kind] if fault else "250 OK")

    async def _data(self) -> None:
        if not self._to:
            await self._say("503 Nobody to send it to")
            return
        await self._say("354 Go on")
        data = await self._reader.readuntil(b"\r\n.\r\n")
        letter = data[:-3].replace(b"\r\n..", b"\r\n.")
        for address in self._to:
            self._box.take(self._sender, address, letter, time.time())
        await self._say("250 Kept")

    async def _line(self) -> str:
        line = await self._reader.readline()
        if not line.endswith(b"\n"):
            raise ConnectionResetError
        await self._pause()
        return line.decode(errors="replace")

    async def _pause(self) -> None:
        """Silence lasts as long as it is switched on, by whichever thread."""
        while any(each.kind == "silent" for each in self._box.faults):  # noqa: ASYNC110 - as said
            await asyncio.sleep(0.05)

    async def _say(self, *lines: str) -> None:
        self._writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self._writer.drain()


def _address(text: str) -> str:
    """Of "FROM:<a@b.example> SIZE=1"."""
    return text.partition("<")[2].partition(">")[0]
