"""Patients who move, cancel, take back and wait over HTTP, in several windows at once."""

import asyncio
import html
import random
import re
from collections import Counter
from dataclasses import dataclass, field

import httpx

from slotkeeper.domain.terms import terms_version
from tests.stress.patients import CLINIC, Wanted, choose, look, press

TERMS = "Be on time."
PEOPLE = ("practitioner-0", "practitioner-1")
KIND = "standard"
HOURS = 9
"""Times that each of them has, on the one day that can be booked."""

_REFUSALS = {403, 409, 410, 429}
"""Another window was quicker, another patient has it, the offer is over, moved too often."""


def one_day() -> str:
    """The file of a clinic that can be booked on one day, a Tuesday, with a waiting list."""
    parts = [
        f'[clinic]\nslug = "{CLINIC}"\nname = "Harbour"\ntime_zone = "UTC"\ncurrency = "AUD"',
        f'country = "AU"\n[online_booking]\ndaily_limit = 0\nterms = "{TERMS}"\ncut_off = "1h"',
        "horizon_days = 1\n[waitlist]\nenabled = true\noffer_minutes = 5\nmost_unanswered = 20",
    ]
    for slug in PEOPLE:
        hours = f'{{ days = ["tue"], from = "09:00", to = "{9 + HOURS}:00" }}'
        parts.append(f'[[practitioner]]\nslug = "{slug}"\nname = "{slug}"\nhours = [{hours}]')
    parts.append(
        f'[[appointment_type]]\nslug = "{KIND}"\nname = "{KIND}"\nminutes = 45\n'
        f'padding_after = 15\nstarts = "every 60"\npractitioners = {list(PEOPLE)}'
    )
    return "\n".join(parts)


@dataclass
class Town:
    """The clinic's servers, what they answered, and the day whose first time is `nine`."""

    servers: list[str]
    client: httpx.AsyncClient
    nine: int
    chance: random.Random
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    visitors: int = 0

    def some_time(self) -> Wanted:
        start = self.nine + self.chance.randrange(HOURS) * 3600
        return Wanted(KIND, start, self.chance.choice(PEOPLE))

    async def get(self, path: str) -> dict[str, str]:
        """The hidden fields of a page, none where it is refused."""
        url = f"{self.chance.choice(self.servers)}/f/{CLINIC}{path}"
        return self._read("look", await look(self.client, url, 1))

    async def post(self, path: str, fields: dict[str, str]) -> dict[str, str]:
        """The hidden fields of the answer with its `link`, none where it is refused."""
        url = f"{self.chance.choice(self.servers)}/f/{CLINIC}{path}"
        self.visitors += 1
        return self._read(path, await press(self.client, url, fields, self.visitors))

    async def choose(self, wanted: Wanted) -> dict[str, str]:
        """A new patient clicks on a time."""
        server, self.visitors = self.chance.choice(self.servers), self.visitors + 1
        visitor = f"visitor {self.visitors}"
        answer = await choose(self.client, server, wanted, visitor, self.visitors)
        return self._read("choose", answer)

    def _read(self, what: str, answer: httpx.Response) -> dict[str, str]:
        self.answers[what, answer.status_code] += 1
        if answer.status_code in _REFUSALS:
            return {}
        if answer.status_code != httpx.codes.OK:
            self.wrong.append(f"{what}: {answer.status_code} {answer.text[:300]}")
            return {}
        found = dict(_HIDDEN.findall(answer.text))
        links = _LINK.findall(answer.text)
        return {name: html.unescape(value) for name, value in found.items()} | (
            {"link": links[0]} if links else {"link": ""}
        )


_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_LINK = re.compile(r"/b/([A-Za-z0-9_-]{20,})")


@dataclass
class Person:
    """Somebody with a booking, whose link is `link`, or who waits, whose link is `entry`."""

    town: Town
    number: int
    link: str = ""
    entry: str = ""

    async def act(self) -> None:
        """Whatever comes to mind."""
        if self.entry:
            await self.answer()
        elif self.link:
            acts = (self.move, self.move, self.move_twice, self.cancel, self.cancel_and_move)
            await self.town.chance.choice((*acts, self.want_earlier))()
        else:
            await self.town.chance.choice((self.book, self.wait))()

    async def book(self) -> None:
        form = await self.town.choose(self.town.some_time())
        if form:
            fields = {"hold": form["hold"], "terms_version": form["terms_version"]}
            made = await self.town.post("/bookings", fields | self.details())
            self.link = made.get("link", "")

    async def move(self) -> None:
        """To some other time, which mostly somebody has."""
        wanted = self.town.some_time()
        fields = {
            "booking": self.link,
            "slot": str(wanted.start),
            "practitioner": wanted.practitioner,
            "visitor": f"mover {self.number} {self.town.chance.random()}",
        }
        review = await self.town.post("/moves/holds", fields)
        if "hold" in review:
            await self.town.post("/moves", review)

    async def move_twice(self) -> None:
        """In two windows."""
        await asyncio.gather(self.move(), self.move())

    async def cancel(self) -> None:
        """And perhaps take it back, pressing twice."""
        page = await self.town.get(f"/b/{self.link}/cancel")
        if "revision" not in page:
            return
        done = await asyncio.gather(*[self.town.post("/cancellations", page) for _ in range(2)])
        if any(done) and self.town.chance.random() < 0.5:
            undo = {"booking": self.link}
            await asyncio.gather(*[self.town.post("/cancellations/undo", undo) for _ in range(2)])
        await self.look_again()

    async def cancel_and_move(self) -> None:
        """In two windows."""
        await asyncio.gather(self.cancel(), self.move())
        if self.link:
            await self.look_again()

    async def look_again(self) -> None:
        """One that is cancelled is nothing to change any more."""
        page = await self.town.get(f"/b/{self.link}/cancel")
        if "revision" not in page:
            self.link = ""

    async def wait(self) -> None:
        joined = await self.town.post("/waitlist", {"type": KIND, **self.details()})
        self.entry = joined.get("entry", "")

    async def want_earlier(self) -> None:
        joined = await self.town.post("/waitlist", {"booking": self.link})
        self.entry = joined.get("entry", "")

    async def answer(self) -> None:
        """Take what is offered, in one window or two, or not; or leave."""
        page, chance = await self.town.get(f"/w/{self.entry}"), self.town.chance.random()
        entry = {"entry": self.entry}
        if "offer" not in page:
            if "entry" not in page or chance < 0.01:
                self.entry = ""
            await asyncio.sleep(chance)
            return
        accepting = page | {"terms": "accepted"}
        acts = [("/waitlist/accept", accepting)] * (1 + (chance < 0.6))
        if chance < 0.3:
            acts.append(("/waitlist/decline", entry | {"offer": page["offer"]}))
        elif chance > 0.8:
            acts.append(("/waitlist/leave", entry))
        done = await asyncio.gather(*[self.town.post(*each) for each in acts])
        taken = [each["link"] for each in done[: 1 + (chance < 0.6)] if each.get("link")]
        if taken:
            self.link, self.entry = taken[0], ""
        elif chance > 0.8:
            self.entry = ""

    def details(self) -> dict[str, str]:
        return {
            "first_name": f"Ada{self.number}",
            "last_name": "Example",
            "email": f"ada{self.number}@patient.example",
            "phone": f"02 55{self.number:06}",
            "patient_is": "existing" if self.number % 2 else "new",
            "terms": "accepted",
            "terms_version": terms_version(TERMS),
        }
