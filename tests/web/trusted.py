"""Patients on a step of the ladder, as staff put them there."""

from slotkeeper.domain.trust import Step
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.trust.set_trust import TrustAsked, set_trust
from tests.web.world import World


async def put_on(
    world: World, step: Step, first_name: str = "Ada", clinic: str = "harbour-physio"
) -> int:
    """Put the patient of that first name on a step, for good; their number."""
    toolbox = world.toolbox
    known = await toolbox.clinics.get(toolbox.database, clinic)
    row = await toolbox.database.fetch_one(
        "SELECT id FROM patient WHERE clinic_id = $1 AND first_name = $2 ORDER BY id",
        known.id,
        first_name,
    )
    assert row is not None
    actor = Actor(clinic_id=known.id, staff_id=None, at=toolbox.clock())
    await set_trust(toolbox, known, actor, row["id"], TrustAsked(step=step, reason="other"))
    return int(row["id"])
