"""What was done with a patient's record, in words."""

from typing import Any

from slotkeeper.services.staff.patients.record import PatientFile
from slotkeeper.storage.audit import AuditEntry
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments

_MINUTE = 60
_FIELDS = ("first_name", "last_name", "email", "phone", "birth_date", "alert_note")
"""Those whose old and new values are shown."""


def history_of(staff: StaffVisit, file: PatientFile, moments: Moments) -> list[dict[str, Any]]:
    """The newest first."""
    return [
        {
            "at": moments.day_and_time(each.at),
            "iso": moments.iso(each.at),
            "ago": moments.ago(each.at)
            if moments.now - each.at >= _MINUTE
            else staff.text("patients.just_now"),
            "text": _done(staff, each),
            "by": file.staff_names.get(each.staff_id or 0, ""),
            "changes": [
                {"field": staff.text(f"patients.field_{name}"), "old": old or "", "new": new or ""}
                for name, (old, new) in each.details.items()
                if name in _FIELDS
            ],
        }
        for each in file.history
    ]


def _done(staff: StaffVisit, entry: AuditEntry) -> str:
    for key in (f"history.did_{entry.action}", f"log.did_{entry.action}"):
        try:
            return staff.text(key)
        except KeyError:  # another part of this release has it, or a later release
            continue
    return staff.text("history.done_other", what=entry.action.replace("_", " "))
