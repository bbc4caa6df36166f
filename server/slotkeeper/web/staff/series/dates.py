"""The page that shows every date of a series before anything is done."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from slotkeeper.domain.series_plan import Choices, Occasion, Outcome, Way
from slotkeeper.web.staff.acts.against import NOTHING
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.series.reading import kept_fields
from slotkeeper.web.staff.series.words import date_rows, ways_of

TEMPLATE = "series/dates.html"
NOTHING_FRESH = frozenset[date]()


def dates_context(
    staff: StaffVisit,
    found: tuple[Sequence[Occasion], Sequence[Outcome]],
    choices: Choices,
    names: dict[str, str],
    ways: tuple[Way, ...],
    *,
    is_change: bool = False,
    fresh: frozenset[date] = NOTHING_FRESH,
) -> dict[str, Any]:
    """For series/dates.html. `names` are those of practitioner and type; `fresh` are dates at which
    something came up since the page was shown last.
    """
    occasions, outcomes = found
    conflicts = [each for each in occasions if not each.is_clear]
    booked = sum(each.starts_at is not None for each in outcomes)
    return {
        **NOTHING,
        "rows": date_rows(staff, occasions, outcomes, names, fresh, is_change=is_change),
        "count": len(occasions),
        "conflicts": len(conflicts),
        "booked": booked,
        "fresh": len(fresh),
        "ways": ways_of(staff, ways, is_change=is_change),
        "for_all": choices.for_all,
        "chosen": {on.isoformat(): str(choice) for on, choice in choices.by_date.items()},
        "seen": " ".join(f"{each.on.isoformat()}:{each.mark}" for each in conflicts),
        "kept": kept_fields(staff.fields, "override", "edit"),
        "is_change": is_change,
        "is_empty": False,
        "apart": [],
    }
