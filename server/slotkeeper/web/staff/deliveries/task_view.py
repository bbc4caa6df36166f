"""What needs somebody, as a sentence and the one thing to do."""

from typing import Any

from slotkeeper.domain.way import Told
from slotkeeper.services.notices.about import About
from slotkeeper.services.notices.offered import OFFER
from slotkeeper.services.notices.tasks import Task
from slotkeeper.storage.set_up_names import Parts
from slotkeeper.web.formats import phone_link
from slotkeeper.web.staff.deliveries.phone import shown_phone
from slotkeeper.web.staff.deliveries.why import why_text
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments

_STANDS_AMISS = ("collides", "changed", "missing")


def task_view(staff: StaffVisit, task: Task, parts: Parts, moments: Moments) -> dict[str, Any]:
    """One card; `ids` is what its forms send back."""
    told, booking = task.told, task.booking
    practitioner = parts.practitioners[booking.practitioner_id].name
    return {
        "text": _sentence(staff, task, practitioner, moments),
        "do": _do(staff, task),
        "ids": ",".join(str(each) for each in task.delivery_ids),
        "id": told.id,
        "count": task.count,
        "again": _again(staff, told) if task.count == 1 else "",
        "since": moments.day_and_time(task.since),
        "since_iso": moments.iso(task.since),
        "ago": moments.ago(task.since),
        "url": about_url(staff, booking),
        "about": about_text(task, parts, moments),
        "bookings": [
            {
                "url": about_url(staff, each),
                "patient": each.name,
                "when": moments.day_and_time(each.starts_at),
            }
            for each in task.bookings
        ],
    }


def about_url(staff: StaffVisit, about: About) -> str:
    """The page of the booking, or of the place on the waiting list."""
    if about.entry_id:
        return f"{staff.home}/waitlist/{about.entry_id}"
    return f"{staff.home}/bookings/{about.id}"


def about_text(task: Task, parts: Parts, moments: Moments) -> str:
    """Which booking it is about."""
    booking = task.booking
    when = moments.day_and_time(booking.starts_at)
    kind = parts.appointment_types[booking.appointment_type_id].name
    return f"{when} · {kind} · {parts.practitioners[booking.practitioner_id].name}"


def _sentence(staff: StaffVisit, task: Task, practitioner: str, moments: Moments) -> str:
    told = task.told
    why = why_text(staff, told.channel, told.problem)
    values = {
        "name": _whom(task),
        "practitioner": practitioner,
        "patient": task.booking.name,
        "why": why or staff.text("why.unknown"),
        "since": moments.day_and_time(task.since),
    }
    if told.channel == "diary" and told.problem in _STANDS_AMISS:
        return staff.text(f"task.diary_{told.problem}", **values)
    waits = told.state in {"queued", "sending"}
    if task.count > 1:
        key = f"task.several_{told.channel}_{'late' if waits else 'failed'}"
        return staff.portal.texts.plural(staff.language, key, task.count, **values)
    return staff.text(f"task.{_what(told)}_{'late' if waits else 'failed'}", **values)


def _what(told: Told) -> str:
    if told.message == OFFER:
        return f"offer_{told.channel}"
    if told.channel in {"mail", "sms"}:
        return f"{told.channel}_{told.recipient}"
    return told.channel


def _whom(task: Task) -> str:
    """Who would have got it: whoever booked for the patient, where somebody did."""
    booker = task.booking.booker
    return task.booking.name if booker is None else booker.name


def _do(staff: StaffVisit, task: Task) -> dict[str, str]:
    """What to do: a sentence, and a link with its words where there is one."""
    told, is_owner = task.told, staff.member.role == "owner"
    settings = f"{staff.home}/settings" if is_owner else ""
    if told.channel == "webhook":
        return _step(staff, "webhook", f"{staff.home}/webhooks/{told.target}" if is_owner else "")
    if told.channel == "diary":
        return _step(staff, "diary", f"{staff.home}/diaries")
    if told.state in {"queued", "sending"}:
        return _step(staff, "wait", "")
    if told.message == OFFER and task.booking.entry_id:
        return _step(staff, "waiting", about_url(staff, task.booking))
    if told.recipient == "patient":
        return _reach(staff, task)
    what = "practitioner" if told.recipient == "practitioner" else "clinic"
    return _step(staff, what, settings)


def _reach(staff: StaffVisit, task: Task) -> dict[str, str]:
    phone = (task.booking.booker or task.booking).phone
    if phone:
        return _step(staff, "call", phone_link(phone), phone=shown_phone(phone, staff.clinic))
    return _step(staff, "correct", f"{staff.home}/bookings/{task.booking.id}")


def _step(staff: StaffVisit, what: str, url: str, **values: str) -> dict[str, str]:
    label = staff.text(f"task.do_{what}_label", **values) if url else ""
    return {"text": staff.text(f"task.do_{what}", **values), "url": url, "label": label}


def _again(staff: StaffVisit, told: Told) -> str:
    """What the button says that tries it once more, "" where that would be vain: what could not be
    offered to somebody is offered to the next.
    """
    if told.message == OFFER:
        return ""
    if told.channel == "diary" and told.problem in {"missing", "changed"}:
        return staff.text("task.write_again")
    return staff.text("ways.again_failed") if told.state in {"failed", "queued"} else ""
