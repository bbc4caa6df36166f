"""A patient's browser for load: a connection that stays open, and nothing else."""

import asyncio
import html
import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_OK, _MORE = 200, 300


@dataclass(frozen=True, slots=True)
class Answer:
    """Head and body as they came."""

    head: str
    body: str

    def find(self, pattern: str) -> str:
        """The first group of that pattern, in head or body. Raises LookupError."""
        found = re.search(pattern, self.head) or re.search(pattern, self.body)
        if not found:
            raise LookupError(f"no {pattern} in {self.head.splitlines()[0]}")
        return html.unescape(found[1])


class Line:
    """One connection to one server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, url: str) -> "Line":
        """Connect to http://host:port."""
        parts = urlsplit(url)
        return cls(*await asyncio.open_connection(parts.hostname, parts.port))

    async def post(self, path: str, fields: dict[str, str] | None = None) -> Answer:
        """Send a form, or an empty JSON object. Raises RuntimeError for what is no success."""
        body, kind = ("{}", _JSON) if fields is None else (urlencode(fields), _FORM)
        head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: {kind}\r\n"
        self._writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        answer = await self._answer()
        if not _OK <= int(answer.head[9:12]) < _MORE:
            raise RuntimeError(f"{path}: {answer.head[:60]!r} {answer.body[:300]!r}")
        return answer

    async def close(self) -> None:
        """Hang up."""
        self._writer.close()
        await self._writer.wait_closed()

    async def _answer(self) -> Answer:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"(?i)content-length: *(\d+)", head)
        body = await self._reader.readexactly(int(length[1]) if length else 0)
        return Answer(head, body.decode())


@dataclass(frozen=True, slots=True)
class Browser:
    """What a patient does at a clinic, and at the pretend Stripe."""

    clinic: str
    book: Line
    stripe: str

    @classmethod
    async def open(cls, clinic: str, book: str, stripe: str) -> "Browser":
        """Connect to the clinic; `stripe` is where to pay."""
        return cls(clinic, await Line.open(book), stripe)

    async def send_details(self, number: int, slot: int, practitioner: str) -> Answer:
        """Choose a time and send the contact details: booked, or to be paid first."""
        where = {"type": "visit", "practitioner": practitioner, "location": "main"}
        held = await self._post("holds", {**where, "slot": str(slot), "visitor": f"v{number}"})
        details = {
            "hold": held.find('data-hold-token="([^"]+)"'),
            "terms_version": held.find('name="terms_version" value="([^"]+)"'),
            "terms": "accepted",
            "first_name": "Ada",
            "last_name": "Example",
            "email": f"{number}@patient.example",
            "phone": f"+49 30 555{number:07}",
            "patient_is": "new",
        }
        return await self._post("bookings", details)

    async def pay(self, asked: Answer) -> str:
        """Press "Pay" and pay; the payment's token."""
        token = asked.find('data-payment-token="([^"]+)"')
        opened = await self._post("payments", {"payment": token, "page": ""})
        session = opened.find(r"(?i)\r\nhx-redirect: \S+/(\w+)\r\n")
        stripe = await Line.open(self.stripe)
        await stripe.post(f"/_control/sessions/{session}/pay")
        await stripe.close()
        return token

    async def see(self, token: str) -> Answer:
        """Come back from the pay page, to what is shown then."""
        return await self._post("payments/state", {"payment": token})

    async def close(self) -> None:
        """Hang up."""
        await self.book.close()

    async def _post(self, action: str, fields: dict[str, str]) -> Answer:
        return await self.book.post(f"/f/{self.clinic}/{action}", fields)
