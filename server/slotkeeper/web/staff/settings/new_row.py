"""What the form of a new row begins with."""

from slotkeeper.web.staff.settings.sheet import OFFERS

NEW_ROW: dict[str, dict[str, object]] = {
    "location": {},
    "practitioner": {"hours": [], OFFERS: []},
    "appointment_type": {
        "minutes": 30,
        "padding_before": 0,
        "padding_after": 0,
        "price": "0",
        "prepay": "none",
        "patients": "all",
        "practitioners": [],
    },
    "session": {},
    "resource": {},
}
"""By table of the clinic file."""
