"""A small HTTP client for load on a local server, bounded in count and time."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(slots=True)
class Result:
    """What came back: requests by status, seconds in all, each request's seconds."""

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answered requests a second, whatever their status."""
        return sum(self.statuses.values()) / self.seconds

    @property
    def median(self) -> float:
        """Seconds that the middle request took."""
        return sorted(self.latencies)[len(self.latencies) // 2]


def get(path: str, encoding: str = "br") -> bytes:
    """The bytes of a GET request."""
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: {encoding}\r\n\r\n".encode()


def post(path: str, body: str) -> bytes:
    """The bytes of a POST request with an URL-encoded body."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def run(url: str, requests: Iterator[bytes], *, in_flight: int, seconds: float) -> Result:
    """Send requests until they are used up or the time is over, so many at once."""
    return asyncio.run(_run(url, requests, in_flight, seconds))


async def _run(url: str, requests: Iterator[bytes], in_flight: int, seconds: float) -> Result:
    result = Result()
    began = time.perf_counter()
    workers = (
        _worker(url, requests, lambda: time.perf_counter() - began < seconds, result)
        for _ in range(in_flight)
    )
    await asyncio.gather(*workers)
    result.seconds = time.perf_counter() - began
    return result


async def _worker(
    url: str, requests: Iterator[bytes], go_on: Callable[[], bool], result: Result
) -> None:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    while go_on():
        request = next(requests, None)
        if request is None:
            break
        began = time.perf_counter()
        writer.write(request)
        status = await _answer(reader)
        result.latencies.append(time.perf_counter() - began)
        result.statuses[status] = result.statuses.get(status, 0) + 1
    writer.close()
    await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
    await reader.readexactly(length)
    return int(head[9:12])
