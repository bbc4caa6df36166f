"""Asking for what is another's, in addresses and in forms."""

import re

import httpx

from tests.web.page import Page
from tests.web.staff.routes import Route, clinic_routes
from tests.web.staff.staff import Colleague

HERE, ELSEWHERE, NOBODYS = "harbour-physio", "corner-practice", 987_654_321
MARK = "Kestrel"
"""In every text of the rows that are not to be seen."""
HOME = f"/staff/{HERE}"
NELL = "nell-tidewater"
FORM = {
    "practitioner": "kit-saltmarsh",
    "kind": "video",
    "patient": "new",
    "first_name": "Una",
    "last_name": "Nimble",
    "day": "2027-02-09",
    "time": "12:00",
    "starts_at": "1802095200",
    "until_day": "2027-02-09",
    "until": "13:00",
    "who": "clinic",
    "state": "noshow",
    "revision": "0",
    "kept_revision": "0",
    "merged_revision": "0",
    "unpaid": "on",
    "step": "blocked",
    "reason": "other",
    "role": "reception",
    "alert_note": "",
    "override": "",
    "amount": "1",
    "once": "abcdefghijkl",
    "email": "una@patient.example",
    "phone": "",
    "birth_date": "",
    "do": "save",
    "name": "Una",
    "address": "http://127.0.0.1:9/hooks",
    "booking.confirmed": "on",
}
"""All that any form asks for, right as far as it can be."""
QUIET = {"POST holds/{hold}/release", "POST staff/invitations/{invitation}/withdraw"}
"""What is over already is over: 303 whether it ever was or not."""


def kestrel(name: str) -> str:
    return f"{MARK} {name}"


def numbered() -> list[tuple[Route, str]]:
    """Every route with every part of it that is a number."""
    return [(route, part) for route in clinic_routes() for part in route.parts]


def short(route: Route) -> str:
    return f"{route.method} {re.sub(':int', '', route.template.partition('{clinic:str}/')[2])}"


_TOKENS: dict[str, str] = {}


async def send(who: Colleague, method: str, path: str, fields: dict[str, str]) -> httpx.Response:
    """In an address or a form, with the token of this browser."""
    if method == "GET":
        return await who.http.get(path, params=fields)
    if who.cookie not in _TOKENS:
        page = Page((await who.http.get("/staff/account")).text)
        _TOKENS[who.cookie] = page.forms[0].fields["csrf"]
    return await who.http.post(path, data={**fields, "csrf": _TOKENS[who.cookie]})


async def ask(who: Colleague, route: Route, path: str, fields: dict[str, str]) -> tuple[int, str]:
    """Status and body, without what differs each time."""
    answer = await send(who, route.method, path, {} if route.method == "GET" else fields)
    said = answer.text + answer.headers.get("location", "")
    return answer.status_code, re.sub(r"\d+|(?<=\")[\w-]{16}(?=\")", "0", said)
