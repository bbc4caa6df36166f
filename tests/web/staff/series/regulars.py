"""Reception with repeating appointments, in a browser."""

from tests.web.page import Page
from tests.web.staff.staff import Colleague
from tests.web.world import World

NEW = "/staff/harbour-physio/calendar/new"
SERIES = "/staff/harbour-physio/series/"
WEEK = 7 * 86_400


def typed(**changes: str) -> dict[str, str]:
    """Mondays at two with Nell Tidewater, three times, for somebody new."""
    return {
        "act": "look",
        "patient": "new",
        "first_name": "Zoë",
        "last_name": "O'Neil",
        "kind": "video",
        "practitioner": "nell-tidewater",
        "day": "2027-02-01",
        "time": "14:00",
        "repeats": "on",
        "every_weeks": "1",
        "ends": "times",
        "times": "3",
        **changes,
    }


async def make_series(colleague: Colleague, **changes: str) -> Page:
    """The page of a new one."""
    await colleague.get(NEW)
    await colleague.post(NEW, typed(**changes))
    await colleague.post(SERIES + "new", {"act": "save"})
    assert colleague.status == 303, colleague.page.text
    return await colleague.follow()


async def booked(world: World) -> list[int]:
    """When somebody is booked."""
    rows = await world.toolbox.database.fetch(
        "SELECT starts_at FROM booking WHERE state = 'confirmed' ORDER BY starts_at"
    )
    return [row["starts_at"] for row in rows]
