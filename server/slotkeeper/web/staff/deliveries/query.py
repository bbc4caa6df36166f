"""What an address of the page Deliveries asks for."""

import re
from collections.abc import Mapping
from typing import get_args
from urllib.parse import urlencode

from slotkeeper.storage.delivery_list import ByWay, DeliveryFilter, Sought

WAYS: tuple[ByWay, ...] = get_args(ByWay)
SOUGHT: tuple[Sought, ...] = get_args(Sought)
_PLACE = re.compile(r"(\d{1,12})-(\d{1,12})")
_IDS = re.compile(r"[1-9]\d{0,14}(,[1-9]\d{0,14}){0,499}")


def read_filter(fields: Mapping[str, str]) -> DeliveryFilter:
    """What cannot be read is left open."""
    place = _PLACE.fullmatch(fields.get("after", ""))
    return DeliveryFilter(
        way=next((each for each in WAYS if each == fields.get("way")), ""),
        state=next((each for each in SOUGHT if each == fields.get("state")), ""),
        after=(int(place[1]), int(place[2])) if place else None,
    )


def write_filter(wanted: DeliveryFilter) -> str:
    """As a query, "" for everything."""
    asked: dict[str, str] = {"way": wanted.way, "state": wanted.state}
    if wanted.after:
        asked["after"] = f"{wanted.after[0]}-{wanted.after[1]}"
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"?{query}" if query else ""


def read_ids(text: str) -> list[int]:
    """Numbers of deliveries in a form, none where it is not a list of such."""
    return [int(each) for each in text.split(",")] if _IDS.fullmatch(text) else []
