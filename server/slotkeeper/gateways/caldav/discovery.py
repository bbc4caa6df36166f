"""From a server's address to its calendars (RFC 6764, 5397, 4791)."""

from urllib.parse import urljoin

from slotkeeper.gateways.caldav.wire import Answer, Wire
from slotkeeper.gateways.caldav.xml import Item, propfind
from slotkeeper.gateways.diary import DiaryCalendar, DiaryRefused

_CALENDAR = (
    "D:resourcetype",
    "D:displayname",
    "D:current-user-privilege-set",
    "C:supported-calendar-component-set",
)
_WRITES = ("D:write", "D:all", "D:write-content", "D:bind")


async def find_calendars(wire: Wire, address: str) -> list[DiaryCalendar]:
    """The calendar of that address, or those of its user. Raises DiaryDown, DiaryRefused."""
    here = await _list(wire, address, depth="0")
    if here:
        return here
    home = await _home(wire, address)
    found = await _list(wire, home, depth="1")
    if not found:
        raise DiaryRefused("no_calendar")
    return found


async def _home(wire: Wire, address: str) -> str:
    """The folder in which that user's calendars stand."""
    for start in (address, urljoin(address, "/.well-known/caldav"), urljoin(address, "/")):
        answer = await wire.ask(
            "PROPFIND",
            start,
            propfind("D:current-user-principal", "C:calendar-home-set"),
            Depth="0",
        )
        if not answer.is_good:
            if answer.status in (401, 403):
                answer.items()
            continue
        if home := _named(answer, "C:calendar-home-set"):
            return home
        if principal := _named(answer, "D:current-user-principal"):
            there = await wire.ask(
                "PROPFIND", principal, propfind("C:calendar-home-set"), Depth="0"
            )
            if home := _named(there, "C:calendar-home-set"):
                return home
    raise DiaryRefused("no_calendar")


def _named(answer: Answer, name: str) -> str:
    hrefs = (each.href_in(name) for each in answer.items())
    href = next((each for each in hrefs if each), "")
    return answer.at(href) if href else ""


async def _list(wire: Wire, address: str, depth: str) -> list[DiaryCalendar]:
    answer = await wire.ask("PROPFIND", address, propfind(*_CALENDAR), Depth=depth)
    if depth == "0" and not answer.is_good and answer.status != 401:  # noqa: PLR2004 - HTTP's own
        return []
    return [
        DiaryCalendar(
            address=answer.at(each.href),
            name=each.text("D:displayname"),
            can_write=_may_write(each),
        )
        for each in answer.items()
        if each.has("D:resourcetype/C:calendar") and _holds_events(each)
    ]


def _holds_events(item: Item) -> bool:
    """Whether events may stand in it; one that does not say holds anything."""
    kinds = item.components()
    return not kinds or "VEVENT" in kinds


def _may_write(item: Item) -> bool:
    """Whether it says so, or says nothing."""
    if not item.has("D:current-user-privilege-set/D:privilege"):
        return True
    path = "D:current-user-privilege-set/D:privilege/"
    return any(item.has(path + each) for each in _WRITES)
