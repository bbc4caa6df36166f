"""Ada's appointment, for the tests that change it."""

from tests.storage.booked import Books
from tests.web.patient import Patient
from tests.web.staff.diary import HOUR, MINUTE
from tests.web.staff.staff import Colleague
from tests.web.world import MONDAY_NINE, World

LIST = "/staff/harbour-physio/bookings"
PEEK = "/staff/harbour-physio/calendar/peek/booking"
TWO = MONDAY_NINE + 5 * HOUR
SCRIPT = "<script>alert(1)</script>"
PIECE = {"HX-Request": "true"}


async def at(books: Books, patient: int, start: int, **columns: object) -> int:
    """A booking with Nell Tidewater then; its number."""
    end = start + 30 * MINUTE
    times = {"starts_at": start, "ends_at": end, "busy_from": start, "busy_until": end}
    return await books.booking(patient, appointment_type_id=books.types[4], **(times | columns))  # type: ignore[arg-type]


async def row(world: World, address: str) -> dict[str, object]:
    """What the database has of the booking at that address."""
    found = await world.toolbox.database.fetch_one(
        "SELECT * FROM booking WHERE id = $1", int(address.rpartition("/")[2])
    )
    assert found
    return {name: found[name] for name in ("starts_at", "state", "cancelled_by", "revision")}


def fields(colleague: Colleague, ending: str) -> dict[str, str]:
    """What the form of the page that leads there would send."""
    return colleague.page.form(ending).fields


async def choose(patient: Patient, start: int) -> None:
    """Place a hold with Nell Tidewater."""
    await patient.go_to_times(type="video", practitioner="nell-tidewater")
    await patient.hold(start)
    assert patient.page.name == "details"
