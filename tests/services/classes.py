"""The pretend clinic with a class of three places on Tuesdays at five."""

from slotkeeper.domain.clinic_file import parse_clinic
from slotkeeper.services.clinics import update_clinic
from tests.services.desk import FILE, Desk, at

CLASS = at("2027-01-05 17:30")
"""The Tuesday's class: half an hour after the working hours end."""

PLACES = 3
TIMETABLE = f"""
[[appointment_type]]
slug = "class"
name = "Pilates class"
minutes = 50
padding_after = 10
places = {PLACES}
practitioners = ["sam-lee", "ana-costa"]

[[session]]
slug = "evening"
type = "class"
practitioner = "sam-lee"
location = "manly"
days = ["tue"]
at = "17:30"
"""


async def add_class(desk: Desk, more: str = "", places: int = PLACES) -> None:
    """The timetable on top of what the clinic has, and `more` of the clinic file."""
    own = FILE.replace('"harbour-physio"', f'"{desk.slug}"')
    text = (own + TIMETABLE + more).replace(f"places = {PLACES}\n", f"places = {places}\n")
    await update_clinic(desk.database, parse_clinic(text), desk.clock())


def attendee(number: int) -> dict[str, str]:
    """Somebody else each time."""
    return {"email": f"{number}@patient.example", "phone": f"02 55{number:06}"}
