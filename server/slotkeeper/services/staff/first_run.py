"""What a new clinic does next: seen from what is there, not from what was clicked."""

from typing import Literal

from msgspec import Struct

from slotkeeper.domain.clinic import Clinic
from slotkeeper.services.clinic_check import offers_a_time
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.invitations import list_invitations
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.audit import find_audit
from slotkeeper.storage.booking_list import has_bookings
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.membership import find_members

Task = Literal[
    "practitioner", "type", "payments", "phone", "terms", "times", "website", "colleagues"
]
Mark = Literal["snippet_copied", "first_run_dismissed"]
_SUBJECT = "first_run"


class Step(Struct, frozen=True):
    """One thing to do, and whether it is done."""

    task: Task
    is_done: bool


async def list_steps(toolbox: Toolbox, clinic: Clinic) -> tuple[Step, ...]:
    """What a clinic has done and has not, in a good order; empty once all of it is done, or where
    an owner wants to be shown it no more.
    """
    reader = toolbox.database
    marks = await find_audit(reader, clinic.id, _SUBJECT, clinic.id)
    marked = {each.action for each in marks}
    if "first_run_dismissed" in marked:
        return ()
    done: dict[Task, bool] = _set_up(clinic)
    # Where somebody has booked, times were offered; only before that they are searched for.
    done["times"] = await has_bookings(reader, clinic.id) or await offers_a_time(
        reader, clinic, toolbox.clock()
    )
    done["website"] = "snippet_copied" in marked
    done["colleagues"] = await _has_colleagues(toolbox, clinic)
    return () if all(done.values()) else tuple(Step(*each) for each in done.items())


async def mark(database: Database, actor: Actor, what: Mark) -> None:
    """Keep what cannot be seen from the clinic's set-up, once: the audit log says who did it."""

    async def keep(tx: Transaction) -> None:
        known = await find_audit(tx, actor.clinic_id, _SUBJECT, actor.clinic_id)
        if what not in {each.action for each in known}:
            await note(tx, actor, what, _SUBJECT, actor.clinic_id)

    await database.write(keep)


def _set_up(clinic: Clinic) -> dict[Task, bool]:
    kinds = [each for each in clinic.appointment_types if each.enabled]
    done: dict[Task, bool] = {
        "practitioner": any(
            each.enabled and (each.weekly or each.exceptions) for each in clinic.practitioners
        ),
        "type": any(clinic.who_offers(each) for each in kinds),
    }
    if any(each.prepay.kind != "none" for each in kinds):
        done["payments"] = clinic.takes_payments
    done["phone"] = bool(clinic.phone)
    done["terms"] = bool(clinic.online_booking.terms)
    return done


async def _has_colleagues(toolbox: Toolbox, clinic: Clinic) -> bool:
    """Whether somebody else works here, or is invited to."""
    if len(await find_members(toolbox.database, clinic.id)) > 1:
        return True
    return bool(await list_invitations(toolbox.database, clinic, toolbox.clock()))
