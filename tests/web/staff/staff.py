"""Clinic staff with a browser each."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from slotkeeper.domain.staff import Role
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.accounts import create_member
from slotkeeper.services.staff.audit import Actor
from tests.web.page import Page
from tests.web.world import World

PASSWORD = "a calm long password"


@dataclass
class Colleague:
    """A browser that keeps its cookie; `page` is the last one that it was shown."""

    http: httpx.AsyncClient
    page: Page
    answer: httpx.Response

    async def get(self, path: str) -> Page:
        """Open a page; redirects are not followed."""
        return self._seen(await self.http.get(path))

    async def post(self, path: str, fields: dict[str, str] | None = None) -> Page:
        """Send the form of the last page that leads to `path`, with those fields filled in.

        Where the page has no such form, the fields alone with the token of another form of it.
        """
        forms = [each for each in self.page.forms if each.path in {path, ""}]
        any_form = next((each for each in self.page.forms if "csrf" in each.fields), None)
        known = forms[0].fields if forms else {}
        if any_form and "csrf" not in known:
            known = {**known, "csrf": any_form.fields["csrf"]}
        return self._seen(await self.http.post(path, data={**known, **(fields or {})}))

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def led_to(self) -> str:
        """Where the last answer leads, "" where it is a page itself."""
        return str(self.answer.headers.get("location", ""))

    @property
    def cookie(self) -> str:
        return self.http.cookies.get("__Host-slotkeeper") or ""

    async def follow(self) -> Page:
        """Go where the last answer leads, until it is a page."""
        while self.led_to:
            assert urlsplit(self.led_to).netloc == ""
            await self.get(self.led_to)
        return self.page

    async def sign_in(self, email: str, password: str = PASSWORD, onward: str = "") -> Page:
        """Type both and press the button."""
        await self.get(f"/staff/sign-in?next={onward}" if onward else "/staff/sign-in")
        return await self.post("/staff/sign-in", {"email": email, "password": password})

    def _seen(self, answer: httpx.Response) -> Page:
        self.answer = answer
        if answer.text:
            self.page = Page(answer.text)
        return self.page


async def employ(
    world: World, email: str, role: Role, slug: str = "harbour-physio", *, practitioner: str = ""
) -> int:
    """Somebody who works for that clinic, with PASSWORD; their number."""
    database = world.toolbox.database
    clinic = await get_clinic(database, slug)
    diary = clinic.practitioner(practitioner).id if practitioner else None
    actor = Actor(clinic_id=clinic.id, staff_id=None, at=world.clock())
    name = email.partition("@")[0].title()
    staff = await create_member(database, actor, email, name, PASSWORD, role, diary)
    return staff.id


async def newcomer(world: World, address: str = "203.0.113.7") -> Colleague:
    """A browser that has been nowhere."""
    http = await world.browser(address)
    return Colleague(http, Page(""), httpx.Response(200))


async def enter(world: World, email: str, password: str = PASSWORD) -> Colleague:
    """A browser in which that person is signed in."""
    colleague = await newcomer(world)
    await colleague.sign_in(email, password)
    assert colleague.status == 303, colleague.page.text
    return colleague
