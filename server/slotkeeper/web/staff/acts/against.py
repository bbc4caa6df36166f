"""What stands against a time, in words: what can be gone beyond, and what cannot."""

from collections.abc import Sequence
from typing import Any

from slotkeeper.domain.staff_booking import Objection, Rule
from slotkeeper.services.staff.bookings.refusals import RulesAgainst, SessionFull, TimeTaken
from slotkeeper.storage.booking_change import InTheWay
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments

NOTHING: dict[str, Any] = {"against": (), "alike": (), "override": "", "taken": ()}


def moments_of(staff: StaffVisit) -> Moments:
    """On the clinic's wall clock, as seen from now."""
    return Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())


def against_context(
    staff: StaffVisit, refused: RulesAgainst, *, practitioner: str = "", kind: str = ""
) -> dict[str, Any]:
    """For acts/against.html: each objection in words, and what the form sends back to agree.

    `practitioner` and `kind` are the names that the words speak of.
    """
    names = {"practitioner": practitioner, "kind": kind}
    binding = [each for each in refused.objections if not each.is_said_only]
    return {
        **NOTHING,
        "against": [
            words_of(staff, each, names)
            for each in sorted(refused.objections, key=lambda each: each.is_said_only)
            if each.rule is not Rule.DUPLICATE
        ],
        "alike": [
            {"id": each.about[0], "words": each.words}
            for each in refused.objections
            if each.rule is Rule.DUPLICATE
        ],
        "override": " ".join(each.key for each in binding),
    }


def words_of(staff: StaffVisit, objection: Objection, names: dict[str, str]) -> str:
    """One objection as a sentence."""
    moments = moments_of(staff)
    return staff.text(
        f"against.{_key(objection)}",
        **names,
        words=objection.words,
        names=objection.names,
        number=objection.number,
        limit=objection.limit,
        begins=moments.day_and_time(objection.begins_at),
        ends=_end(moments, objection.begins_at, objection.ends_at),
        ago=moments.ago(objection.begins_at),
    )


def _key(objection: Objection) -> str:
    if objection.rule is Rule.TRUST:
        return f"trust_{objection.words}"
    if objection.rule in {Rule.BLOCK, Rule.BOOKED} and not objection.words:
        return f"{objection.rule.value}_unnamed"
    return objection.rule.value


def _end(moments: Moments, begins_at: int, ends_at: int) -> str:
    """The time of day alone where both are of one day."""
    same_day = begins_at and moments.local(begins_at).date() == moments.local(ends_at).date()
    return moments.time(ends_at) if same_day or not begins_at else moments.day_and_time(ends_at)


def taken_context(staff: StaffVisit, refused: TimeTaken) -> dict[str, Any]:
    """For acts/taken.html: who has the time."""
    none_named = _full(staff) if isinstance(refused, SessionFull) else _gone(staff)
    return {**NOTHING, "taken": [_taken(staff, each) for each in refused.taken] or [none_named]}


def _taken(staff: StaffVisit, there: InTheWay) -> dict[str, Any]:
    moments = moments_of(staff)
    ends = there.expires_at
    return {
        "text": staff.text(
            f"taken.{there.state if there.state in {'held', 'paying', 'pending'} else 'booked'}",
            patient=there.patient,
            begins=moments.day_and_time(there.starts_at),
            ends=_end(moments, there.starts_at, there.ends_at),
            until=moments.time(ends) if ends else "",
        ),
        "hold": there.id if there.state == "held" else None,
        "booking": None if there.state == "held" else there.id,
    }


def _gone(staff: StaffVisit) -> dict[str, Any]:
    return {"text": staff.text("taken.gone"), "hold": None, "booking": None}


def _full(staff: StaffVisit) -> dict[str, Any]:
    return {"text": staff.text("taken.full"), "hold": None, "booking": None}


def beyond(staff: StaffVisit, rules: Sequence[object]) -> str:
    """Rules that were gone beyond, as the audit log has them, in a few words."""
    known = [rule for rule in map(str, rules) if rule in set(Rule)]
    return ", ".join(staff.text(f"beyond.{rule}") for rule in known)
