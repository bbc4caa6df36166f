"""GET /api/v1/clinics/{clinic} and its appointment types."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import PathParameter

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.money import format_amount
from slotkeeper.domain.prepayment import amount_due
from slotkeeper.domain.reasons import offered_types
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.web.api.description import CLINIC, TYPES
from slotkeeper.web.api.values import (
    AppointmentTypeOut,
    AppointmentTypesOut,
    ClinicOut,
    LocationOut,
    PractitionerOut,
)

ClinicPath = Annotated[
    str,
    PathParameter(description="The clinic's slug", examples=[Example(value="harbour-physio")]),
]


@get("/clinics/{clinic:str}", operation_id="showClinic", summary="A clinic", responses=CLINIC)
async def show_clinic(clinic: ClinicPath, toolbox: NamedDependency[Toolbox]) -> ClinicOut:
    """The public side of a clinic's set-up."""
    known = await toolbox.clinics.get(toolbox.database, clinic)
    return ClinicOut(
        slug=known.slug,
        name=known.name,
        time_zone=known.time_zone,
        currency=known.currency,
        phone=known.phone,
        languages=list(known.languages),
        online_booking=known.online_booking.enabled,
        locations=[
            LocationOut(slug=each.slug, name=each.name, address=each.address)
            for each in known.locations
        ],
        practitioners=[
            PractitionerOut(slug=each.slug, name=each.name)
            for each in known.practitioners
            if each.enabled
        ],
    )


@get(
    "/clinics/{clinic:str}/appointment-types",
    operation_id="listAppointmentTypes",
    summary="What can be booked",
    responses=TYPES,
)
async def list_appointment_types(
    clinic: ClinicPath, toolbox: NamedDependency[Toolbox]
) -> AppointmentTypesOut:
    """The appointment types that are offered online."""
    return AppointmentTypesOut(
        appointment_types=_appointment_types(await toolbox.clinics.get(toolbox.database, clinic))
    )


def _appointment_types(clinic: Clinic) -> list[AppointmentTypeOut]:
    return [
        AppointmentTypeOut(
            slug=kind.slug,
            name=kind.name,
            description=kind.description,
            minutes=kind.minutes,
            price=format_amount(kind.price, clinic.currency),
            currency=clinic.currency,
            pay_now=format_amount(
                amount_due(kind.prepay, kind.price, clinic.currency).now, clinic.currency
            ),
            pay_now_by=kind.prepay.asked_of if kind.prepay.kind != "none" else "nobody",
            patients=kind.patients,
            practitioners=[each.slug for each in clinic.who_offers(kind)],
        )
        for kind in offered_types(clinic)
    ]
