"""Clinic files for the tests of HTTP. Nobody in them exists."""

from pathlib import Path

_FILE = (Path(__file__).parents[2] / "demo" / "clinic.toml").read_text()

DEMO = _FILE.replace("enabled = true\n", "enabled = true\nask_note = true\n", 1)
"""Harbour Physio of `make run`, asking for a note too: five types, and three that are prepaid."""

CORNER = """
[clinic]
slug = "corner-practice"
name = "Corner Practice"
time_zone = "Europe/Berlin"
currency = "EUR"
country = "DE"
phone = "+49 30 5550 1234"
languages = ["en"]

[online_booking]
enabled = true
cut_off = "2h"
horizon_days = 30
hold_seconds = 300
daily_limit = 1
start_every = 30
call_us = "Please ring us, we are there until six."

[[practitioner]]
slug = "robin-ash"
name = "Robin Ash"
hours = [{ days = ["mon", "tue", "wed", "thu", "fri"], from = "09:00", to = "12:00" }]

[[appointment_type]]
slug = "visit"
name = "Visit"
minutes = 30
price = "0.00"
practitioners = ["robin-ash"]
"""
"""One type, one practitioner, no location, no terms: nothing to decide but the time."""

SHUT = CORNER.replace('"corner-practice"', '"shut-practice"').replace(
    "enabled = true", "enabled = false"
)
"""The same with online booking switched off."""
