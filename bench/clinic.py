"""Clinics for the bench: open day and night, so that slots do not run out."""

_HEAD = """
[clinic]
slug = "{slug}"
name = "Bench Clinic"
time_zone = "UTC"
currency = "EUR"
phone = "+49 30 5550123"
email = "desk@bench.example"

[online_booking]
cut_off = "1h"
horizon_days = 60
start_every = 30
daily_limit = 0
terms = "Please come on time."

[[location]]
slug = "main"
name = "Main"

[[appointment_type]]
slug = "visit"
name = "Visit"
minutes = 20
padding_after = 10
price = "50.00"
prepay = "{prepay}"
practitioners = [{everyone}]
"""

_PRACTITIONER = """
[[practitioner]]
slug = "p{number}"
name = "Practitioner {number}"
{told}
hours = [
  {{ days = ["mon", "tue", "wed", "thu", "fri"], from = "{opens}", to = "{closes}" }},
  {{ days = ["sat", "sun"], from = "{opens}", to = "{closes}" }},
]
"""


def clinic_file(
    slug: str,
    practitioners: int,
    opens: str = "00:00",
    closes: str = "24:00",
    *,
    prepay: str = "none",
    told: str = "",
    each_told: str = "",
) -> str:
    """A clinic file with that many practitioners who all keep the same hours. `told` stands before
    them, `each_told` in each: who hears of bookings.
    """
    everyone = ", ".join(f'"p{number}"' for number in range(practitioners))
    rows = (
        _PRACTITIONER.format(number=number, opens=opens, closes=closes, told=each_told)
        for number in range(practitioners)
    )
    return _HEAD.format(slug=slug, everyone=everyone, prepay=prepay) + told + "".join(rows)
