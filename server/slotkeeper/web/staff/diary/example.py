"""The very entry that is going to stand in a diary, of somebody whom nobody knows."""

from typing import Any

from slotkeeper.domain.diary_words import Shows, patient_line
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.web.staff.door import StaffVisit

_FIRST, _LAST, _REFERENCE = "Ada", "Example", "K7M-2QXA"


def example_entry(staff: StaffVisit, whose: Practitioner, shows: Shows) -> dict[str, Any]:
    """Its title as `shows` says, and the other ways to say it, by `shows`."""
    titles = {each: patient_line(each, _FIRST, _LAST, _REFERENCE) for each in SHOWS}
    places = {each.slug: each.name for each in staff.clinic.locations}
    slugs = [each.hours.location for each in whose.weekly if each.hours.location]
    return {
        "titles": titles,
        "shows": shows,
        "place": places.get(slugs[0], "") if slugs else "",
        "link": f"{staff.toolbox.base_url}{staff.home}/bookings/…",
    }


SHOWS: tuple[Shows, ...] = ("initials", "reference", "name")
"""In the order in which they are offered."""
