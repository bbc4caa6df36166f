"""In which country a clinic is: how telephone numbers without a prefix are read."""

import phonenumbers
from babel.core import get_global

from slotkeeper.domain.clinic import Clinic


def country_of(clinic: Clinic) -> str | None:
    """ISO 3166: what the clinic's file says, else the country of its number, else of its time zone.

    None for a zone of no country, such as Etc/UTC, where the number tells nothing either.
    """
    return clinic.country or _of_phone(clinic.phone) or _of_time_zone(clinic.time_zone)


def _of_phone(phone: str) -> str | None:
    try:
        return _known(phonenumbers.region_code_for_number(phonenumbers.parse(phone, None)))
    except phonenumbers.NumberParseException:
        return None


def _of_time_zone(zone: str) -> str | None:
    canonical = get_global("zone_aliases").get(zone, zone)
    return _known(get_global("zone_territories").get(canonical))


def _known(region: str | None) -> str | None:
    """Not "001", the world: toll-free numbers and zones at sea belong to nobody."""
    return region if region in phonenumbers.SUPPORTED_REGIONS else None
