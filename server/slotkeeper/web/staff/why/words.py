"""Each reason in words, in the order of the rules."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from slotkeeper.domain.reason import Reason
from slotkeeper.services.staff.why import reasons_of
from slotkeeper.web.staff.why import of_others, of_rules, of_time
from slotkeeper.web.staff.why.told import Case, Told

_Teller = Callable[[Case], Iterable[Told]]

TELLERS: Mapping[str, _Teller] = {
    "clinic_off": of_rules.clinic_off,
    "type_off": of_rules.type_off,
    "prepayment": of_rules.prepayment,
    "practitioner_off": of_rules.practitioner_off,
    "not_offered_by": of_rules.not_offered_by,
    "new_patients": of_rules.new_patients,
    "practitioner_closed_to_new": of_rules.practitioner_closed_to_new,
    "too_soon": of_rules.too_soon,
    "too_far": of_rules.too_far,
    "closed_day": of_time.closed_day,
    "time_off": of_time.time_off,
    "outside_hours": of_time.outside_hours,
    "wrong_location": of_time.wrong_location,
    "not_marked": of_time.not_marked,
    "protected": of_time.protected,
    "no_session": of_time.no_session,
    "off_grid": of_time.off_grid,
    "does_not_fit": of_time.does_not_fit,
    "session": of_others.session,
    "full": of_others.full,
    "busy": of_others.busy,
}


def tell_all(case: Case) -> list[Told]:
    """Every reason against that start; empty where it is offered."""
    reasons = reasons_of(case.question, case.practitioner, case.starts_at, case.facts)
    return [told for reason in reasons for told in _tell(case, reason)]


def _tell(case: Case, reason: Reason) -> Iterator[Told]:
    teller = TELLERS.get(reason.value)
    told = list(teller(case)) if teller else []
    # What was in the way may be gone since: the short word stays true.
    yield from told or [Told(short_word(case, reason))]


def short_word(case: Case, reason: Reason) -> str:
    """A reason in two or three words, as the picture of a day has it."""
    return case.staff.text(f"why.short_{reason.value}")
