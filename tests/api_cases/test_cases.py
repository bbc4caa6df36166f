"""The free times of the public JSON, case by case, and that they are the ones that can be held."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from slotkeeper.services.clinics import import_clinic
from tests.api_cases.case import Ask, Case, Hold, Step, Wait, instant, read_cases
from tests.web.page import Page
from tests.web.world import World

CASES = list(enumerate(read_cases()))
ADA = {
    "first_name": "Ada",
    "last_name": "Marlowe",
    "email": "ada.marlowe@patient.example",
    "phone": "+49 30 5550 4321",
    "patient_is": "new",
}


@pytest.mark.req("B8")
@pytest.mark.req("B9")
@pytest.mark.req("B10")
@pytest.mark.req("S3")
@pytest.mark.req("S4")
@pytest.mark.req("S6")
@pytest.mark.req("S13")
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("number", "case"),
    [pytest.param(n, case, id=f"{file}: {case.name}") for n, (file, case) in CASES],
)
async def test_exactly_these_times_are_offered(number: int, case: Case, world: World) -> None:
    slug = f"case-{number}"
    world.clock.now = instant(case.now)
    text = case.clinic.replace('slug = "case"', f'slug = "{slug}"')
    await import_clinic(world.toolbox.database, text, world.clock.now)
    desk = Desk(world, await world.browser(), slug)
    for step in case.step:
        await desk.take(step)


def test_the_cases_have_names_of_their_own() -> None:
    names = [case.name for _, (_, case) in CASES]
    assert len(names) >= 40
    assert len(set(names)) == len(names)


@dataclass
class Desk:
    """Takes the steps of a case at the clinic of that slug."""

    world: World
    http: httpx.AsyncClient
    slug: str

    async def take(self, step: Step) -> None:
        match step:
            case Wait():
                self.world.clock.advance(step.seconds)
            case Hold():
                await self._hold(step)
            case Ask():
                listed = await self._listed(step, step.first, step.last)
                assert listed == list(step.starts)
                days = [await self._listed(step, on, on) for on in _days(step.first, step.last)]
                assert [start for day in days for start in day] == listed

    async def _hold(self, wanted: Hold) -> None:
        slot = str(instant(wanted.start))
        fields = {"type": wanted.type, "practitioner": wanted.practitioner, "slot": slot}
        answer = await self.http.post(f"/f/{self.slug}/holds", data=fields)
        assert answer.status_code == wanted.status, f"{wanted.start}: {Page(answer.text).text}"
        if wanted.book:
            form = Page(answer.text).form("/bookings").fields
            booked = await self.http.post(f"/f/{self.slug}/bookings", data={**form, **ADA})
            assert Page(booked.text).name == "confirmed", Page(booked.text).text

    async def _listed(self, ask: Ask, first: str, last: str) -> list[str]:
        """The slots as the cases write them."""
        clinic = f"/api/v1/clinics/{self.slug}"
        wanted = {"type": ask.type, "practitioner": ask.practitioner, "from": first, "to": last}
        answer = await self.http.get(f"{clinic}/slots", params=wanted)
        assert answer.status_code == 200, answer.text
        types = (await self.http.get(f"{clinic}/appointment-types")).json()["appointment_types"]
        minutes = next(each["minutes"] for each in types if each["slug"] == ask.type)
        found = answer.json()
        return [_written(slot, ZoneInfo(found["time_zone"]), minutes) for slot in found["slots"]]


def _written(slot: dict[str, Any], zone: ZoneInfo, minutes: int) -> str:
    starts_at, ends_at = (datetime.fromisoformat(slot[key]) for key in ("starts_at", "ends_at"))
    assert ends_at - starts_at == timedelta(minutes=minutes), "the length is the public one"
    assert slot["places"] == 1
    who = slot["practitioners"]
    text = starts_at.astimezone(zone).isoformat(timespec="minutes")
    return text if who == ["sam-lee"] else " ".join([text, *who])


def _days(first: str, last: str) -> list[str]:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(begin + timedelta(days=n)).isoformat() for n in range((end - begin).days + 1)]
