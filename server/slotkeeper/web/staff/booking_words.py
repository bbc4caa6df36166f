"""What happened to a booking, in words."""

from collections.abc import Mapping
from typing import Any

from slotkeeper.domain.booking_history import HistoryEvent
from slotkeeper.storage.set_up_names import Parts, find_parts
from slotkeeper.web.formats import money_text
from slotkeeper.web.staff.acts.against import beyond, moments_of
from slotkeeper.web.staff.door import StaffVisit


async def what_was_done(staff: StaffVisit, event: HistoryEvent) -> str:
    """One thing that staff have done, without who and when."""
    return done_text(staff, event, await find_parts(staff.toolbox.database, staff.clinic.id))


def done_text(staff: StaffVisit, event: HistoryEvent, parts: Parts) -> str:
    """The same with the names of the set-up at hand."""
    changes = event.changes
    sentences = [_what(staff, event, parts)]
    _, reason = changes.get("reason", (None, None))
    if isinstance(reason, str) and reason and event.what == "booking_cancelled":
        sentences.append(staff.text("history.reason", reason=reason))
    _, keys = changes.get("overridden", (None, None))
    if isinstance(keys, list) and keys:
        sentences.append(staff.text("history.beyond", rules=beyond(staff, keys)))
    return " ".join(sentences)


def agreed_text(staff: StaffVisit, event: HistoryEvent, parts: Parts) -> str:
    """What the patient did by themselves, and the sentence that they agreed to, if there was one.
    Raises KeyError for what a later release knows.
    """
    values = _values(staff, event, parts)
    if "old" not in values:
        return staff.text(f"history.agreed_{event.what}", said=event.said)
    sentences = [staff.text(f"history.{_kind_of_move('patient_moved', values)}", **values)]
    if event.said:
        sentences.append(staff.text("history.agreed_to", said=event.said))
    return " ".join(sentences)


def _kind_of_move(key: str, values: Mapping[str, str]) -> str:
    """In time, to somebody else, or both."""
    if "new_practitioner" not in values:
        return key
    return f"{key}_to" if values["old"] == values["new"] else f"{key}_both"


def _what(staff: StaffVisit, event: HistoryEvent, parts: Parts) -> str:
    key, values = event.what, _values(staff, event, parts)
    if key == "booking_moved":
        key = _kind_of_move(key, values)
    if key == "booking_restored" and "amount" in values:
        key = "booking_restored_due"
    if key == "booking_cancelled" and event.changes.get("by", (None, ""))[1] == "patient":
        key = "booking_cancelled_late" if "is_late" in event.changes else "booking_cancelled_asked"
    try:
        return staff.text(f"history.did_{key}", **values)
    except KeyError:  # written by a later release, or by another part of this one
        return staff.text("history.done_other", what=event.what.replace("_", " "))


def _values(staff: StaffVisit, event: HistoryEvent, parts: Parts) -> dict[str, str]:
    moments, values = moments_of(staff), dict[str, str]()
    for name, pair in event.changes.items():
        if name in {"starts_at", "begins_at"}:
            old, new = (
                moments.day_and_time(each) if isinstance(each, int) else "" for each in pair
            )
            values |= {"old": old, "new": new}
        if name == "amount" and isinstance(pair[1], int):
            values["amount"] = money_text(pair[1], staff.clinic.currency, staff.language)
        if name == "practitioner":
            old, new = (_name(parts, each) for each in pair)
            values |= {"old_practitioner": old, "new_practitioner": new}
    return values


def _name(parts: Parts, practitioner_id: Any) -> str:  # noqa: ANN401 - as JSON has it
    part = parts.practitioners.get(practitioner_id) if practitioner_id else None
    return part.name if part else ""
