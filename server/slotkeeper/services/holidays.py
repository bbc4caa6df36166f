"""Public holidays by country and region, as suggestions: what a clinic takes stands in its file."""

import re
from datetime import date
from functools import lru_cache

from holidays import HolidayBase, country_holidays, list_supported_countries
from msgspec import Struct

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file import ClinicFileWrong, FileProblem
from slotkeeper.services.clinic_country import country_of

_ISO = re.compile(r"[A-Z0-9]{1,3}")


class Holiday(Struct, frozen=True, kw_only=True):
    """One day. `is_observed`: kept instead of, or besides, one that falls on a weekend."""

    on: date
    name: str
    is_observed: bool = False


class Region(Struct, frozen=True, kw_only=True):
    """A part of a country: its ISO 3166-2 code, and what it is called there."""

    code: str
    name: str


def suggest_holidays(clinic: Clinic, year: int, language: str) -> tuple[Holiday, ...]:
    """The public holidays where the clinic is, by date; in that language where they have names in
    it, else in the country's. Empty for a country that is not known.
    """
    return _holidays(*_place(clinic), year, language)


def regions_of(country: str) -> tuple[Region, ...]:
    """The parts of a country that have holidays of their own, by name; empty where none has."""
    base = _base(country)
    if base is None:
        return ()
    names: dict[str, str] = {}
    for name, code in base.subdivisions_aliases.items():
        names[code] = max(names.get(code, ""), name, key=len)
    return tuple(
        sorted(
            (
                Region(code=f"{country}-{code}", name=names.get(code, code))
                for code in base.subdivisions
                if _ISO.fullmatch(code)
            ),
            key=lambda region: region.name,
        )
    )


def check_region(clinic: Clinic) -> None:
    """Raises ClinicFileWrong where the clinic's region is none of its country's."""
    known = {each.code for each in regions_of(clinic.region[:2])}
    if clinic.region and known and clinic.region not in known:
        problem = FileProblem(
            line=0,
            field="clinic.region",
            found=f'"{clinic.region}"',
            expected=f"one of {', '.join(sorted(known))}",
            path=("clinic", "region"),
        )
        raise ClinicFileWrong([problem])


def holiday_country(clinic: Clinic) -> str:
    """The country whose holidays are suggested, ISO 3166-1; "" where it cannot be told or is not
    known here.
    """
    country = _place(clinic)[0]
    return country if _base(country) is not None else ""


def _place(clinic: Clinic) -> tuple[str, str]:
    country, _, region = clinic.region.partition("-")
    return country or country_of(clinic) or "", region


@lru_cache(maxsize=256)
def _holidays(country: str, region: str, year: int, language: str) -> tuple[Holiday, ...]:
    base = _base(country)
    if base is None:
        return ()
    subdivision = region if region in base.subdivisions else None
    spoken = _spoken(base, language)
    days, fixed = (
        country_holidays(country, subdiv=subdivision, years=year, language=spoken, observed=moved)
        for moved in (True, False)
    )
    return tuple(
        Holiday(on=on, name=name, is_observed=on not in fixed) for on, name in sorted(days.items())
    )


def _spoken(base: HolidayBase, language: str) -> str | None:
    """The package's language that is nearest to ours: "en" is "en_AU" in Australia."""
    asked = language.replace("-", "_")
    known = (base.default_language or "", *base.supported_languages)
    near = (each for each in known if each.partition("_")[0] == asked.partition("_")[0])
    return asked if asked in known else next(near, base.default_language)


@lru_cache(maxsize=64)
def _base(country: str) -> HolidayBase | None:
    return country_holidays(country) if country in list_supported_countries() else None
