"""A patient at a browser: walks through the steps of one surface, and remembers every answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx

from tests.web.page import Page

ADA = {
    "first_name": "Ada",
    "last_name": "Marlowe",
    "email": "ada.marlowe@patient.example",
    "phone": "02 5550 4321",
    "birth_date": "1988-04-17",
    "patient_is": "new",
    "note": "Left knee,\nsince the stairs.",
    "terms": "accepted",
}
"""What Ada types; she is nobody."""


@dataclass
class Patient:
    """`prefix` is /f/{clinic} or /c/{clinic}."""

    http: httpx.AsyncClient
    prefix: str
    answers: list[httpx.Response] = field(default_factory=list)

    @property
    def is_fragment(self) -> bool:
        return self.prefix.startswith("/f/")

    @property
    def answer(self) -> httpx.Response:
        return self.answers[-1]

    @property
    def page(self) -> Page:
        return Page(self.answer.text)

    async def start(self, **chosen: str) -> Page:
        """The next open decision after what is chosen."""
        path = "/start" if self.is_fragment else ""
        return await self.get(f"{path}?{urlencode(chosen)}" if chosen else path)

    async def get(self, path: str, **headers: str) -> Page:
        self.answers.append(await self.http.get(self.prefix + path, headers=headers))
        return self.page

    async def post(self, path: str, fields: Mapping[str, str]) -> Page:
        """Send a form; on a page, go where its answer leads."""
        answer = await self.http.post(self.prefix + path, data=dict(fields))
        self.answers.append(answer)
        if answer.status_code == 303:
            self.answers.append(await self.http.get(answer.headers["location"]))
        return self.page

    async def hold(self, slot: int, **more: str) -> Page:
        """Choose a time of the step that is shown."""
        return await self.post(
            "/holds", {**self.page.form("/holds").fields, "slot": str(slot), **more}
        )

    async def book(self, typed: Mapping[str, str]) -> Page:
        """Send the contact details of the step that is shown."""
        return await self.post("/bookings", {**self.page.form("/bookings").fields, **typed})

    async def go_to_times(self, **chosen: str) -> Page:
        """As `start`, with anybody and anywhere where it is not said."""
        return await self.start(**{"location": "any", "practitioner": "any", **chosen})
