"""In words: what takes the time. A patient's name only for who may open that diary."""

from collections.abc import Iterator

from slotkeeper.domain.interval import overlap
from slotkeeper.storage.calendar import CalendarEntry
from slotkeeper.web.staff.why.told import Case, Link, Told


def busy(case: Case) -> Iterator[Told]:
    """Each booking, kept time and block that it would meet with its padding."""
    who = case.practitioner.id
    for entry in case.facts.entries:
        taken = entry.busy_from, entry.busy_until
        if entry.practitioner_id == who and overlap(taken, case.span):
            yield tell_entry(case, entry)
    for block in case.facts.blocks:
        if block.practitioner_id == who and overlap((block.begins_at, block.ends_at), case.span):
            address = f"{case.staff.home}/blocks/{block.id}"
            yield case.tell(
                "block_named" if block.reason else "block",
                Link(address, case.staff.text("why.open_block")),
                reason=block.reason,
                begins=case.moments.day_and_time(block.begins_at),
                ends=case.moments.day_and_time(block.ends_at),
            )


def tell_entry(case: Case, entry: CalendarEntry) -> Told:
    """One booking or kept time, with its padding where that alone is in the way."""
    public = overlap((entry.starts_at, entry.ends_at), case.span)
    begins, ends = entry.starts_at, entry.ends_at
    values = {
        "patient": entry.patient,
        "begins": case.moments.time(begins),
        "ends": case.moments.time(ends),
        "free": case.moments.time(entry.busy_until),
    }
    key = "held" if entry.state == "held" else "booked"
    if key == "booked" and not case.staff.member.may_see_diary(entry.practitioner_id):
        return case.tell("booked_unnamed", **values)
    if not public:
        key += "_padding"
    if entry.state == "held":
        return case.tell(key, case.calendar(), **values)
    link = Link(f"{case.staff.home}/bookings/{entry.id}", case.staff.text("why.open_booking"))
    return case.tell(key, link, **values)


def session(case: Case) -> Iterator[Told]:
    """A group appointment is on the timetable then."""
    yield case.tell("session")


def full(case: Case) -> Iterator[Told]:
    """All places of the session are taken (B11)."""
    yield case.tell("full", case.calendar())
