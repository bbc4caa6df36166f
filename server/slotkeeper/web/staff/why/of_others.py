"""In words: what takes the time. A patient's name only for who may open that diary."""

from collections.abc import Iterator

from slotkeeper.domain.interval import overlap
from slotkeeper.storage.calendar import CalendarEntry
from slotkeeper.web.staff.why.told import Case, Link, Told


def busy(case: Case) -> Iterator[Told]:
    """Each booking, kept time, block and entry of the diary that it would meet with its padding."""
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
                begins=_when(case, block.begins_at),
                ends=_when(case, block.ends_at),
            )
    for there in case.facts.in_diaries:
        if there.practitioner_id == who and overlap((there.starts_at, there.ends_at), case.span):
            begins, ends = _when(case, there.starts_at), _when(case, there.ends_at)
            yield case.tell("in_diary", begins=begins, ends=ends)


def tell_entry(case: Case, entry: CalendarEntry) -> Told:
    """One booking or kept time, with its padding where that alone is in the way."""
    public = overlap((entry.starts_at, entry.ends_at), case.span)
    begins, ends = entry.starts_at, entry.ends_at
    names = {each.id: each.name for each in case.clinic.practitioners}
    values = {
        "patient": entry.patient,
        "practitioner": names.get(entry.practitioner_id, case.practitioner.name),
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


def _when(case: Case, instant: int) -> str:
    """The time of day alone on the day that is asked about."""
    same = case.moments.day(instant) == case.moments.day(case.starts_at)
    return case.moments.time(instant) if same else case.moments.day_and_time(instant)
