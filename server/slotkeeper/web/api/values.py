"""What the public JSON says; names and shapes are a contract (DESIGN.md, HTTP)."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

Slug = Annotated[str, Meta(pattern="^[a-z0-9-]{1,60}$", description="Names it in addresses")]
Amount = Annotated[
    str, Meta(pattern=r"^[0-9]+(\.[0-9]+)?$", description="In the currency's units, such as 95.00")
]
TimeZone = Annotated[str, Meta(description="IANA name of the clinic's time zone")]
Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$", description="ISO 4217")]
Instant = Annotated[datetime, Meta(description="UTC")]


class LocationOut(Struct, frozen=True, kw_only=True):
    """A place of the clinic."""

    slug: Slug
    name: str
    address: str


class PractitionerOut(Struct, frozen=True, kw_only=True):
    """A practitioner who can be booked online."""

    slug: Slug
    name: str


class ClinicOut(Struct, frozen=True, kw_only=True):
    """A clinic as everybody may see it."""

    slug: Slug
    name: str
    time_zone: TimeZone
    currency: Currency
    phone: str
    languages: Annotated[
        list[str], Meta(description="Language tags, the first is the clinic's own")
    ]
    online_booking: Annotated[bool, Meta(description="Whether it takes bookings online now")]
    locations: list[LocationOut]
    practitioners: list[PractitionerOut]


class AppointmentTypeOut(Struct, frozen=True, kw_only=True):
    """What can be booked; padding stays hidden (B8)."""

    slug: Slug
    name: str
    description: str
    minutes: Annotated[int, Meta(ge=1, description="The length that patients see")]
    price: Amount
    currency: Currency
    pay_now: Annotated[Amount, Meta(description="What is paid when booking, 0.00 for nothing")]
    pay_now_by: Annotated[
        Literal["nobody", "all", "new", "marked"],
        Meta(description="Who pays it: new patients, or only those whom the clinic has marked"),
    ]
    patients: Literal["all", "new", "existing"]
    practitioners: Annotated[list[Slug], Meta(description="Who offers it")]


class AppointmentTypesOut(Struct, frozen=True, kw_only=True):
    """All types that are offered, in the clinic's order."""

    appointment_types: list[AppointmentTypeOut]


class SlotOut(Struct, frozen=True, kw_only=True):
    """A time that can be held now, and with whom."""

    starts_at: Instant
    ends_at: Instant
    practitioners: Annotated[list[Slug], Meta(description="Who is free then")]
    places: Annotated[int, Meta(ge=1, description="How many can book it with one practitioner")]


class SlotsOut(Struct, frozen=True, kw_only=True):
    """Free times in order of their starts."""

    time_zone: TimeZone
    slots: list[SlotOut]


class ProblemOut(Struct, frozen=True, kw_only=True):
    """Why a request was refused."""

    error: Annotated[str, Meta(description="A word for programs")]
    detail: Annotated[str, Meta(description="A sentence for people")]
    field: Annotated[str, Meta(description='The parameter, "" where it is not one')]
