"""A clinic's own system that takes every webhook and says so: `python -m bench.listener PORT`."""

import asyncio
import re
import sys
from asyncio import StreamReader, StreamWriter

_TAKEN = b"HTTP/1.1 204 No Content\r\n\r\n"


async def _serve(port: int) -> None:
    server = await asyncio.start_server(_talk, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


async def _talk(reader: StreamReader, writer: StreamWriter) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = re.search(rb"(?i)content-length: *(\d+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
            writer.write(_TAKEN)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
