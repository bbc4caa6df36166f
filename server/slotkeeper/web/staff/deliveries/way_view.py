"""The ways of a booking, in words and small marks."""

from typing import Any, Literal

from slotkeeper.domain.way import Way, Ways, WayState
from slotkeeper.web.staff.deliveries.why import why_text
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments

Tone = Literal["good", "open", "wrong", "quiet"]
_TONES: dict[WayState, Tone] = {
    "none": "quiet",
    "dropped": "quiet",
    "waiting": "open",
    "by_hand": "open",
    "late": "wrong",
    "failed": "wrong",
    "collides": "wrong",
    "missing": "wrong",
    "changed": "wrong",
}
_WORST: tuple[Tone, ...] = ("wrong", "open", "good", "quiet")
_AGAIN: frozenset[WayState] = frozenset(
    {"sent", "delivered", "inserted", "late", "failed", "acknowledged", "missing"}
)
_MESSAGES = ("patient", "sms", "clinic", "practitioner")


def tone_of(way: Way) -> Tone:
    """How urgent it looks: never the only thing that says so."""
    is_wrong = way.is_task and way.state != "by_hand"  # that is work, and nothing went wrong
    return "wrong" if is_wrong else _TONES.get(way.state, "good")


def three_ways(staff: StaffVisit, ways: Ways) -> list[dict[str, Any]]:
    """The bookings list, the messages and the diary, each with its most urgent state."""
    messages = [getattr(ways, name) for name in _MESSAGES]
    used = [each for each in messages if each.state != "none"] or [ways.patient]
    urgent = min(used, key=lambda each: _WORST.index(tone_of(each)))
    return [
        {"name": "list", "label": staff.text("ways.short_list"), **_mark(staff, ways.list)},
        {"name": "message", "label": staff.text("ways.short_message"), **_mark(staff, urgent)},
        {"name": "diary", "label": staff.text("ways.short_diary"), **_mark(staff, ways.diary)},
    ]


def way_views(staff: StaffVisit, ways: Ways, moments: Moments) -> list[dict[str, Any]]:
    """Each by which something goes or went; own systems are the desk's."""
    is_desk = staff.member.only_diary is None
    return [
        _view(staff, each, moments) for each in ways.used if is_desk or each.name in _OF_A_DIARY
    ]


_OF_A_DIARY = frozenset({"list", "patient", "practitioner", "sms", "diary"})


def _mark(staff: StaffVisit, way: Way) -> dict[str, Any]:
    return {"tone": tone_of(way), "state": staff.text(f"ways.state_{way.state}")}


def _view(staff: StaffVisit, way: Way, moments: Moments) -> dict[str, Any]:
    is_told = way.is_task or way.state in {"late", "failed"}
    return {
        "name": staff.text(f"ways.name_{way.name}"),
        **_mark(staff, way),
        "why": why_text(staff, way.name, way.problem) if is_told and way.problem else "",
        "when": moments.day_and_time(way.at) if way.at else "",
        "iso": moments.iso(way.at) if way.at else "",
        "ago": moments.ago(way.at, short=True) if way.at else "",
        "again": way.delivery_id if way.state in _AGAIN else None,
        "verb": staff.text("ways.again_failed" if tone_of(way) == "wrong" else "ways.again"),
    }
