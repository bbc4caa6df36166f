"""The few words of XML that CalDAV needs (RFC 4918, 4791)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

_NAMES = {
    "D": "DAV:",
    "C": "urn:ietf:params:xml:ns:caldav",
    "S": "http://calendarserver.org/ns/",
}
_SPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items())


class NotXml(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """The answer is no list of properties."""


class Item:
    """One `response` of a multistatus answer: an address and its properties that were found."""

    def __init__(self, element: ET.Element) -> None:
        """Read from the XML."""
        self.href = (element.findtext("D:href", "", _NAMES) or "").strip()
        self._found = [
            prop
            for stat in element.iterfind("D:propstat", _NAMES)
            if " 200" in (stat.findtext("D:status", " 200", _NAMES) or "")
            for prop in stat.iterfind("D:prop", _NAMES)
        ]

    def text(self, name: str) -> str:
        """The text of a property, "D:displayname"; "" where it has none."""
        for prop in self._found:
            if (text := prop.findtext(name, None, _NAMES)) is not None:
                return text.strip()
        return ""

    def href_in(self, name: str) -> str:
        """The address within a property, "" where it has none."""
        return self.text(f"{name}/D:href")

    def has(self, path: str) -> bool:
        """Whether a property has such an element."""
        return any(prop.find(path, _NAMES) is not None for prop in self._found)

    def components(self) -> set[str]:
        """What a calendar holds: VEVENT, VTODO …; empty where it does not say."""
        path = "C:supported-calendar-component-set/C:comp"
        return {
            each.get("name", "") for prop in self._found for each in prop.iterfind(path, _NAMES)
        }


def read_items(body: bytes) -> list[Item]:
    """The responses of a multistatus answer. Raises NotXml."""
    # In UTF-16 or UTF-32, which nobody sends, each sign has a zero beside it.
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body or b"\0" in body:
        raise NotXml
    try:
        root = ET.fromstring(body)  # noqa: S314 - no entities, and short
    except ET.ParseError as error:
        raise NotXml from error
    return [Item(each) for each in root.iterfind("D:response", _NAMES)]


def propfind(*names: str) -> bytes:
    """A request for those properties."""
    wanted = "".join(f"<{name}/>" for name in names)
    return _document(f"<D:propfind {_SPACES}><D:prop>{wanted}</D:prop></D:propfind>")


def events_between(first: int, until: int) -> bytes:
    """A request for the events that meet [first, until), with all that belongs to them."""
    begin, end = (
        datetime.fromtimestamp(at, UTC).strftime("%Y%m%dT%H%M%SZ") for at in (first, until)
    )
    return _document(
        f"<C:calendar-query {_SPACES}><D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter>"
        f'<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
        f'<C:time-range start="{escape(begin)}" end="{escape(end)}"/>'
        f"</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
    )


def texts_of(items: list[Item], name: str) -> Iterator[str]:
    """That property of each, where it has one."""
    return (text for each in items if (text := each.text(name)))


def _document(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>{text}'.encode()
