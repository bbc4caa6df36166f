"""What a sheet's questions offer besides their values: lists to choose from, names, ways back."""

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale

from slotkeeper.domain.country import COUNTRIES
from slotkeeper.domain.money import DECIMALS
from slotkeeper.services.clinic_country import country_of
from slotkeeper.services.holidays import regions_of
from slotkeeper.web.formats import long_weekday_text, weekday_text
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.settings.edit import Place
from slotkeeper.web.staff.settings.row_answer import week_days
from slotkeeper.web.staff.settings.session_words import row_name
from slotkeeper.web.staff.settings.sheet import OFFERS
from slotkeeper.web.staff.settings.words import rows_of


def sheet_view(staff: StaffVisit, place: Place) -> dict[str, Any]:
    """For settings/sheet.html."""
    section = f"{staff.home}/settings/{place.sheet.section}"
    is_row = place.slug != ""
    return {
        "section": section,
        "action": _action(staff, place),
        "is_row": is_row,
        "row_name": _row_name(staff, place),
        "locations": staff.clinic.locations,
        "boxes": {
            "practitioners": staff.clinic.practitioners,
            OFFERS: staff.clinic.appointment_types,
        },
        "picks": _picks(staff) if place.sheet.table == "session" else {},
        "zones": _zones() if place.sheet.section == "clinic" else (),
        "lists": _lists(staff) if place.sheet.section == "clinic" else {},
        "days": [
            (day, weekday_text(on, staff.language), long_weekday_text(on, staff.language))
            for day, on in week_days()
        ],
        "public": _public(staff, place),
        "keeps_answers": staff.toolbox.vault.has_keys,
    }


def _action(staff: StaffVisit, place: Place) -> str:
    settings = f"{staff.home}/settings"
    if place.slug is None:
        return f"{settings}/new/{place.sheet.section}"
    return "/".join(filter(None, (settings, place.sheet.section, place.slug)))


def _row_name(staff: StaffVisit, place: Place) -> str:
    rows = rows_of(staff.clinic, place.sheet.table) if place.slug else ()
    return next((row_name(staff.clinic, e) for e in rows if e.slug == place.slug), "")


def _picks(staff: StaffVisit) -> dict[str, list[tuple[str, str]]]:
    """Of which rows a session is made."""
    clinic = staff.clinic
    return {
        "type": [(each.slug, each.name) for each in clinic.appointment_types if each.is_group],
        "practitioner": [(each.slug, each.name) for each in clinic.practitioners],
        "location": [(each.slug, each.name) for each in clinic.locations],
    }


def _public(staff: StaffVisit, place: Place) -> str:
    """Where patients find what the sheet is about."""
    clinic = f"{staff.toolbox.base_url}/c/{staff.clinic.slug}"
    if place.sheet.table == "appointment_type" and place.slug:
        return f"{clinic}/{place.slug}"
    return clinic if place.sheet.section == "clinic" else ""


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    return tuple(
        sorted(
            each
            for each in available_timezones()
            if not each.startswith(("Etc/", "SystemV/")) and "/" in each
        )
    )


def _lists(staff: StaffVisit) -> dict[str, list[tuple[str, str]]]:
    """Regions are those of the country that the form shows; one of another country stays in sight,
    so that it is seen why it is refused.
    """
    clinic, typed = staff.clinic, staff.fields
    country = typed.get("country", clinic.country) or country_of(clinic) or ""
    found = [(each.code, each.name) for each in regions_of(country)]
    now = typed.get("region", clinic.region)
    if now and now not in {code for code, _ in found}:
        found.append((now, now))
    return {**_long_lists(staff.language), "region": found}


@lru_cache(maxsize=16)
def _long_lists(language: str) -> dict[str, list[tuple[str, str]]]:
    """Countries by name, currencies by code: what is chosen, and what it is called."""
    locale = Locale.parse(language, sep="-")
    countries = [(code, locale.territories.get(code, code)) for code in COUNTRIES]
    currencies = [(code, f"{code} – {locale.currencies.get(code, code)}") for code in DECIMALS]
    return {
        "country": sorted(countries, key=lambda each: each[1]),
        "currency": sorted(currencies),
    }
