"""/staff/{clinic}/settings: every section with its present state in one line."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic_change import plain
from slotkeeper.domain.clinic_file import clinic_values
from slotkeeper.domain.clinic_file.parse_change_policy import silent_policy
from slotkeeper.domain.clinic_file.parse_notices import silent_notices
from slotkeeper.domain.reasons import offered_types
from slotkeeper.services.staff.settings.save import find_last_change
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.settings.sheet import SHEETS
from slotkeeper.web.staff.settings.words import Words, named_rows

_OF_SECTION = {
    "clinic": ("name", "time_zone", "phone"),
    "limits": ("daily_limit", "hold_seconds"),
    "details": ("ask_birth_date", "ask_note"),
    "texts": ("terms", "cancellation_policy", "call_us"),
}


async def overview(staff: StaffVisit) -> dict[str, Any]:
    """What settings/overview.html shows."""
    clinic = staff.clinic
    last = await find_last_change(staff.toolbox.database, clinic.id)
    moments = Moments(clinic.time_zone, staff.language, staff.toolbox.clock())
    return {
        "sections": list(_sections(staff)),
        "last": moments.day_and_time(last.at) if last else "",
    }


def _sections(staff: StaffVisit) -> Iterator[dict[str, str]]:
    clinic = staff.clinic
    for sheet in SHEETS:
        if not sheet.is_online or clinic.online_booking.enabled or sheet.key == "online_booking":
            yield {"path": sheet.section, "key": sheet.key, "state": _state(staff, sheet.key)}
    offered = offered_types(clinic) if clinic.online_booking.enabled else []
    for path, key, state in (
        ("locations", "locations", _listed(staff, [each.name for each in clinic.locations])),
        ("practitioners", "practitioners", _people(staff)),
        ("appointment-types", "appointment_types", _types(staff, offered)),
        ("sessions", "sessions", _sessions(staff)),
        ("resources", "resources", _listed(staff, [each.name for each in clinic.resources])),
    ):
        yield {"path": path, "key": key, "state": state}
    yield {"path": "file", "key": "file", "state": staff.text("settings.file_state")}


def _state(staff: StaffVisit, key: str) -> str:
    clinic = staff.clinic
    words = Words(staff.text, staff.language, named_rows(clinic))
    if key in _STATES:
        return _STATES[key](staff, words)
    table = "clinic" if key == "clinic" else "online_booking"
    values = plain(clinic_values(clinic)[table])
    if key == "texts":
        said = [
            staff.text("settings.has" if values.get(name) else "settings.has_not", what=label)
            for name in _OF_SECTION[key]
            for label in (staff.text(f"setting.{table}.{name}"),)
        ]
        return " · ".join(said)
    if key == "clinic":
        return " · ".join(str(values[name]) for name in _OF_SECTION[key] if values.get(name))
    return " · ".join(
        staff.text(
            "settings.is",
            what=staff.text(f"setting.{table}.{name}"),
            value=words.value(f"{table}.{name}", values.get(name)),
        )
        for name in _OF_SECTION[key]
    )


def _rules(staff: StaffVisit, _: Words) -> str:
    n = len(staff.clinic.trust.rules)
    if not n:
        return staff.text("settings.no_rules")
    return staff.portal.texts.plural(staff.language, "settings.trust_state", n)


def _policy(staff: StaffVisit, words: Words) -> str:
    policy = clinic_values(staff.clinic).get("change_policy", silent_policy())
    return words.value("appointment_type.any.change_policy", policy)


def _waitlist(staff: StaffVisit, words: Words) -> str:
    rules = staff.clinic.waitlist
    if not rules.enabled:
        return staff.text("settings.waitlist_off")
    length = words.value("waitlist.offer_minutes", rules.offer_minutes)
    return staff.text("settings.waitlist_state", length=length)


def _reminders(staff: StaffVisit, words: Words) -> str:
    reminders = clinic_values(staff.clinic).get("notices", silent_notices())["reminders"]
    if not reminders:
        return staff.text("settings.no_reminders")
    return words.value("notices.reminders", reminders)


def _online(staff: StaffVisit, words: Words) -> str:
    settings = staff.clinic.online_booking
    if not settings.enabled:
        return staff.text("settings.online_off")
    cut_off = f"{settings.cut_off.amount}{settings.cut_off.unit}"
    return staff.text(
        "settings.online_on",
        cut_off=words.value("online_booking.cut_off", cut_off),
        days=settings.horizon_days,
    )


def _people(staff: StaffVisit) -> str:
    return _listed(staff, [each.name for each in staff.clinic.practitioners])


def _types(staff: StaffVisit, offered: Sequence[AppointmentType]) -> str:
    n = len(staff.clinic.appointment_types)
    texts = staff.portal.texts
    return texts.plural(staff.language, "settings.types_state", n, offered=len(offered))


def _sessions(staff: StaffVisit) -> str:
    n = len(staff.clinic.sessions)
    texts = staff.portal.texts
    return texts.plural(staff.language, "settings.sessions_state", n) if n else _listed(staff, [])


def _listed(staff: StaffVisit, names: Sequence[str]) -> str:
    return ", ".join(names) if names else staff.text("settings.none_yet")


_STATES: dict[str, Callable[[StaffVisit, Words], str]] = {
    "online_booking": _online,
    "change_policy": _policy,
    "trust": _rules,
    "waitlist": _waitlist,
    "notices": _reminders,
}
"""Sections that say their state in words of their own."""
