"""How a diary fares, in one word for a mark and one sentence for people."""

from typing import Any

from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.storage.diary import Diary
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.door import StaffVisit

_SAID = frozenset(
    {
        *("address", "private_address", "elsewhere", "no_calendar", "not_found", "forbidden"),
        *("silent", "unreachable", "unknown_host", "password", "full", "locked", "changed", "gone"),
    }
)


def diary_view(
    staff: StaffVisit, practitioner: Practitioner, diary: Diary | None
) -> dict[str, Any]:
    """Whose it is, what it is called, and how it fares: `state` is none, off, by_hand, new, failing
    or well.
    """
    state = _state(diary)
    return {
        "practitioner": practitioner,
        "it": diary,
        "state": state,
        "said": _said(staff, diary, state),
        "name": calendar_name(staff, diary.calendar) if diary and diary.kind == "caldav" else "",
    }


def calendar_name(staff: StaffVisit, name: str) -> str:
    """What a calendar is called, also where its owner has not said."""
    return name or staff.text("diary.no_name")


def problem_text(staff: StaffVisit, problem: str) -> str:
    """Why it could not be used, in words."""
    word = problem.removeprefix("down:")
    if word in _SAID:
        return staff.text(f"diary.problem_{word}")
    return staff.text("diary.problem_other", status=word)


def _state(diary: Diary | None) -> str:
    if diary is None:
        return "none"
    if not diary.enabled:
        return "off"
    if diary.kind == "by_hand":
        return "by_hand"
    if diary.failing_since is not None:
        return "failing"
    return "well" if diary.looked_at else "new"


def _said(staff: StaffVisit, diary: Diary | None, state: str) -> str:
    if diary is None or state in {"off", "by_hand", "new"}:
        return staff.text(f"diary.is_{state}")
    moments = moments_of(staff)
    if diary.failing_since is not None:
        since = moments.day_and_time(diary.failing_since)
        return staff.text("diary.is_failing", since=since, why=problem_text(staff, diary.problem))
    return staff.text(
        "diary.is_well", ago=moments.ago(diary.looked_at), until=moments.day(diary.looked_until)
    )
