"""What the public JSON says; names and shapes are a contract (DESIGN.md, HTTP)."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

Slug = Annotated[str, Meta(pattern="^[a-z0-9-]{1,60}$", examples=["harbour-physio"])]


class LocationOut(Struct, frozen=True, kw_only=True):
    """A place of the clinic."""

    slug: str
    name: str
    address: str


class PractitionerOut(Struct, frozen=True, kw_only=True):
    """A practitioner who can be booked online."""

    slug: str
    name: str


class ClinicOut(Struct, frozen=True, kw_only=True):
    """A clinic as everybody may see it."""

    slug: str
    name: str
    time_zone: str
    currency: str
    phone: str
    languages: list[str]
    online_booking: bool
    locations: list[LocationOut]
    practitioners: list[PractitionerOut]


class AppointmentTypeOut(Struct, frozen=True, kw_only=True):
    """What can be booked: public length in minutes, price in the currency's units; padding stays
    hidden.
    """

    slug: str
    name: str
    description: str
    minutes: int
    price: str
    currency: str
    patients: str
    practitioners: list[str]


class AppointmentTypesOut(Struct, frozen=True, kw_only=True):
    """All types that are offered, in the clinic's order."""

    appointment_types: list[AppointmentTypeOut]


class SlotOut(Struct, frozen=True, kw_only=True):
    """A time that can be held now, and with whom."""

    starts_at: datetime
    ends_at: datetime
    practitioners: list[str]
    places: int


class SlotsOut(Struct, frozen=True, kw_only=True):
    """Free times in order; `time_zone` is the clinic's."""

    time_zone: str
    slots: list[SlotOut]


class ProblemOut(Struct, frozen=True, kw_only=True):
    """Why a request was refused: `field` names the parameter, "" where it is not one."""

    error: str
    detail: str
    field: str = ""
