"""Texts that would become elements, attributes, addresses or formulas if they were let."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from slotkeeper.domain.clinic_file import clinic_values, parse_clinic, read_clinic
from slotkeeper.services.clinics import update_clinic
from tests.web.clinics import DEMO
from tests.web.page import Page
from tests.web.world import World

FREE = {"name", "description", "address", "terms", "cancellation_policy", "call_us"} | {
    "confirm_text",
    "approve_text",
    "call_text",
}
"""Settings that are words."""
_ADDRESSES = ("href", "src", "action", "formaction", "hx-get", "hx-post", "data-src", "srcset")
_KNOWN = {"", "http", "https", "mailto", "tel", "data", "cid"}  # cid: a picture beside a mail
_ENDS = "</p></option></textarea></title></script>"


def hostile(name: str) -> str:
    """For a field of that name: ends whatever it may be in, and begins something of its own."""
    return f"javascript:hit()//{_ENDS}\"'><i data-hit={name} onclick=hit()>{{{{7*7}}}}<!--"


def grown(html: str) -> list[str]:
    """What a text has become part of, as a browser would read that page; nothing where all is well.

    Comments that nobody closes would hide the rest: the end of a page has to be there.
    """
    page = Page(html)
    found = [
        f"<{tag} {name}={value}>"
        for tag, attributes in page.tags
        for name, value in attributes.items()
        if name.startswith(("data-hit", "on")) or (name in _ADDRESSES and _is_script(value))
    ]
    if "<html" in html and "</html>" not in html:
        found.append("no end")
    return found + (["49"] if "hit()>49" in html else [])


def shown(html: str) -> set[str]:
    """The names of the fields whose texts stand in that page, as texts or values."""
    page = Page(html)
    words = [*page.texts, *(each for _, attributes in page.tags for each in attributes.values())]
    marks = [part for text in words for part in text.split("data-hit=")[1:]]
    return {mark.split(" ")[0] for mark in marks}


async def make_hostile(world: World) -> None:
    """Every word of the clinic's set-up."""
    values = _hostile(clinic_values(parse_clinic(DEMO)))
    texts = {each: hostile(each) for each in ("confirm_text", "approve_text", "call_text")}
    values["trust"] = {**values.get("trust", {}), **texts}
    await update_clinic(world.toolbox.database, read_clinic(values), world.clock())


def _hostile(values: Mapping[str, Any], table: str = "clinic") -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            made[name] = _hostile(value, name)
        elif isinstance(value, list) and name in {"location", "practitioner", "appointment_type"}:
            made[name] = [_hostile(each, name) for each in value]
        else:
            made[name] = hostile(f"{table}.{name}") if name in FREE else value
    return made


def _is_script(address: str) -> bool:
    return urlsplit(address.strip()).scheme not in _KNOWN
