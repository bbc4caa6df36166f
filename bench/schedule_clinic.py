"""A clinic with something of every rule: two places with a way between, rooms, protected times,
limits of a day, classes, time off that comes again, questions of who is new.
"""

_HEAD = """
[clinic]
slug = "bench"
name = "Bench Clinic"
time_zone = "UTC"
currency = "EUR"
phone = "+49 30 5550123"
email = "desk@bench.example"
closed_on = [2027-01-01, 2027-05-01]
travel = [{{ between = ["east", "west"], minutes = 30 }}]

[online_booking]
cut_off = "1h"
horizon_days = 60
start_every = 15
new_patients = {{ closes_above = 99, opens_below = 95 }}

[[location]]
slug = "east"
name = "East"

[[location]]
slug = "west"
name = "West"

[[appointment_type]]
slug = "visit"
name = "Visit"
minutes = 20
padding_after = 10
price = "50.00"
prepay = "none"
needs = ["room"]
max_per_day = 1000
practitioners = [{everyone}]

[[appointment_type]]
slug = "class"
name = "Class"
minutes = 45
price = "20.00"
prepay = "none"
places = 8
practitioners = [{everyone}]
"""

_PRACTITIONER = """
[[practitioner]]
slug = "p{number}"
name = "Practitioner {number}"
max_per_day = 20
hours = [
  {{ days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from = "08:00", to = "13:00", location = "east" }},
  {{ days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from = "13:00", to = "19:00", location = "west" }},
]
breaks = [{{ days = ["mon", "wed"], from = "12:30", to = "13:00" }}]
protected = [{{ days = ["tue", "thu"], from = "16:00", to = "18:00", release = "fri 18:00", existing_for = "1d" }}]
time_off = [{{ from = 2026-07-06, to = 2026-07-10, every = "1 year" }}]
"""  # noqa: E501 - as the file has them

_SESSION = """
[[session]]
slug = "s{number}"
type = "class"
practitioner = "p{number}"
location = "west"
days = ["wed"]
at = "18:00"
"""

_ROOM = """
[[resource]]
slug = "{place}-{number}"
name = "Room {number}"
kind = "room"
location = "{place}"
"""


def schedule_file(practitioners: int) -> str:
    """The clinic's file with so many practitioners, and rooms for nearly all of them at once."""
    numbers = range(practitioners)
    everyone = ", ".join(f'"p{number}"' for number in numbers)
    rooms = range(max(1, practitioners - practitioners // 10))
    return "".join(
        (
            _HEAD.format(everyone=everyone),
            *(_PRACTITIONER.format(number=number) for number in numbers),
            *(_SESSION.format(number=number) for number in numbers),
            *(_ROOM.format(place=place, number=n) for place in ("east", "west") for n in rooms),
        )
    )
