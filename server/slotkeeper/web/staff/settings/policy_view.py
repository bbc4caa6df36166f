"""What a policy means in money and times, and what patients read of it: beside its form (C2)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.change_policy import ChangePolicy, Paid
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.cut_off import before
from slotkeeper.domain.local_time import local_date, to_instant
from slotkeeper.domain.policy_stages import Stage, find_stages, paid_for_type
from slotkeeper.web.formats import length_text, money_text, slot_text
from slotkeeper.web.policy_words import policy_words
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.messages.asked import patient_texts
from slotkeeper.web.staff.settings.edit import Place

_MOST_TYPES = 3
_A_WEEK, _TEN = timedelta(days=7), 600


def policy_view(staff: StaffVisit, place: Place, clinic: Clinic) -> dict[str, Any] | None:
    """For settings/policy.html: an appointment in a week, at ten, of each type that tells one thing
    from the other; None on other sheets.
    """
    kinds = _kinds(place, clinic)
    if not kinds:
        return None
    on = local_date(staff.toolbox.clock(), clinic.time_zone) + _A_WEEK
    starts_at = to_instant(on, _TEN, clinic.time_zone)
    return {
        "example": _moment(staff, clinic, starts_at),
        "types": [_of_type(staff, clinic, each, starts_at) for each in kinds],
    }


def _kinds(place: Place, clinic: Clinic) -> list[AppointmentType]:
    kinds = [each for each in clinic.appointment_types if each.enabled]
    if place.sheet.table == "appointment_type" and place.slug:
        return [each for each in kinds if each.slug == place.slug]
    if place.sheet.table != "change_policy":
        return []
    follow = [each for each in kinds if each.change_policy is None]
    paid = [each for each in follow if paid_for_type(clinic, each).left]
    return paid[:_MOST_TYPES] or follow[:1]


def _of_type(
    staff: StaffVisit, clinic: Clinic, kind: AppointmentType, starts_at: int
) -> dict[str, Any]:
    policy, paid = clinic.change_policy_of(kind), paid_for_type(clinic, kind)
    language = clinic.languages[0]
    say = partial(patient_texts(staff.request).text, language)
    late = policy.windows[0].until if policy.windows else None
    return {
        "name": kind.name,
        "paid": money_text(paid.left, paid.currency, staff.language) if paid.left else "",
        "rows": list(_rows(staff, clinic, policy, paid, starts_at)) if paid.left else [],
        "late": _moment(staff, clinic, before(starts_at, late, clinic.time_zone)) if late else "",
        "enforced": policy.enforced,
        "words": policy_words(say, language, policy, paid),
        "language": language,
    }


def _rows(
    staff: StaffVisit, clinic: Clinic, policy: ChangePolicy, paid: Paid, starts_at: int
) -> Iterator[dict[str, str]]:
    def money(amount: int) -> str:
        return money_text(amount, paid.currency, staff.language)

    moment: Callable[[int], str] = partial(_moment, staff, clinic)
    for stage in find_stages(policy, paid):
        yield {
            "when": _when(staff, clinic, stage, starts_at, moment),
            "keeps": money(stage.keeps),
            "returns": money(stage.returns),
        }


def _when(
    staff: StaffVisit, clinic: Clinic, stage: Stage, starts_at: int, moment: Callable[[int], str]
) -> str:
    if stage.until is None:
        return staff.text("costs.until_start")
    until = moment(before(starts_at, stage.until, clinic.time_zone))
    length = length_text(stage.until, staff.language)
    return staff.text("costs.until", until=until, length=length)


def _moment(staff: StaffVisit, clinic: Clinic, instant: int) -> str:
    return slot_text(datetime.fromtimestamp(instant, ZoneInfo(clinic.time_zone)), staff.language)
