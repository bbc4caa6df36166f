"""How full the clinic is, in words and as a bar: where the rule is set, and on the page "Today"."""

from typing import Any

from slotkeeper.domain.new_patients import CLINIC, rules_by_load
from slotkeeper.services.new_patients import Standing, find_closed_by_load, find_present
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.settings.edit import Place


async def load_view(staff: StaffVisit, place: Place) -> dict[str, Any] | None:
    """What settings/load.html shows on the sheets that ask for the rule; None on others."""
    key = _key(staff, place)
    if key is None:
        return None
    standing = await find_present(staff.toolbox, staff.clinic, key)
    rule, load = standing.rule, standing.load
    is_rule = key in rules_by_load(staff.clinic)
    return {
        "percent": load.percent,
        "marks": (rule.opens_below, rule.closes_above) if is_rule else (),
        "is_closed": is_rule and standing.is_closed,
        "text": staff.text("load.booked", percent=load.percent, days=rule.days)
        if load.working
        else staff.text("load.nobody", days=rule.days),
        "state": _state(staff, standing) if is_rule else "",
    }


async def closed_views(staff: StaffVisit) -> list[dict[str, str]]:
    """What the page "Today" says where a load keeps new patients out: a sentence for each rule."""
    found = await find_closed_by_load(staff.toolbox, staff.clinic)
    kinds = {each.id: each for each in staff.clinic.appointment_types}
    settings = f"{staff.home}/settings"
    rows = []
    for key, each in found.items():
        kind = kinds.get(key)
        words = {"percent": each.load.percent, "days": each.rule.days}
        words["opens"] = each.rule.opens_below
        rows.append(
            {
                "text": staff.text("load.closed_type", name=kind.name, **words)
                if kind
                else staff.text("load.closed_clinic", **words),
                "url": f"{settings}/appointment-types/{kind.slug}#q-new_patients"
                if kind
                else f"{settings}/online-booking#q-new_patients",
            }
        )
    return rows


def _key(staff: StaffVisit, place: Place) -> int | None:
    if place.sheet.section == "online-booking":
        return CLINIC
    if place.sheet.table == "appointment_type" and place.slug:
        kinds = staff.clinic.appointment_types
        return next((each.id for each in kinds if each.slug == place.slug), None)
    return None


def _state(staff: StaffVisit, standing: Standing) -> str:
    rule, word = standing.rule, "closed" if standing.is_closed else "open"
    marks = {"closes": rule.closes_above, "opens": rule.opens_below}
    if standing.before is None:
        return staff.text(f"load.{word}", **marks)
    moments = Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
    since = moments.day_and_time(standing.before.since)
    return staff.text(f"load.{word}_since", since=since, **marks)
