"""Patients on a step of the ladder, as staff put them there."""

from slotkeeper.domain.trust import Standing, Step
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.trust.set_trust import TrustAsked, set_trust
from tests.services.desk import Desk


async def put_on(desk: Desk, patient_id: int | None, step: Step, reason: str = "other") -> Standing:
    """Put a patient of the pretend clinic on that step, for good."""
    assert patient_id is not None
    clinic = await get_clinic(desk.database, desk.slug)
    actor = Actor(clinic_id=clinic.id, staff_id=None, at=desk.clock())
    asked = TrustAsked(step=step, reason=reason)
    return await set_trust(desk.toolbox, clinic, actor, patient_id, asked)
