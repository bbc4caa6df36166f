"""/staff/{clinic}/transfers: what somebody has to write into a diary by hand."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.reference import spoken
from slotkeeper.domain.transfer import Stretch
from slotkeeper.services.diary.by_hand import (
    ToTransfer,
    TransferGone,
    TransferUnknown,
    find_done,
    find_waiting,
    tick,
    untick,
)
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.gate import NotThere
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY

Staff = NamedDependency[StaffVisit]


@get("/{clinic:str}/transfers", opt=EVERYBODY)
async def show_transfers(staff: Staff) -> Response[Any]:
    """What waits, and what was ticked within a day; a practitioner sees their own."""
    waiting = await find_waiting(staff.toolbox, staff.clinic, staff.member)
    done = await find_done(staff.toolbox, staff.clinic, staff.member)
    return staff.show(
        "diary/transfers.html",
        waiting=[_view(staff, each) for each in waiting],
        done=[_view(staff, each) for each in done],
    )


@post("/{clinic:str}/transfers/{transfer:int}/done", opt=EVERYBODY)
async def tick_transfer(transfer: FromPath[int], staff: Staff) -> Redirect:
    """It stands in the diary now."""
    try:
        await tick(staff.toolbox, staff.actor, staff.member, row_number(transfer))
    except TransferUnknown as unknown:
        raise NotThere from unknown
    except TransferGone:
        return staff.redirect(f"{staff.home}/transfers", told="transfer_gone")
    return staff.redirect(f"{staff.home}/transfers", told="transfer_done")


@post("/{clinic:str}/transfers/{transfer:int}/undo", opt=EVERYBODY)
async def untick_transfer(transfer: FromPath[int], staff: Staff) -> Redirect:
    """It does not after all."""
    try:
        await untick(staff.toolbox, staff.actor, staff.member, row_number(transfer))
    except TransferUnknown as unknown:
        raise NotThere from unknown
    except TransferGone:
        return staff.redirect(f"{staff.home}/transfers", told="transfer_gone")
    return staff.redirect(f"{staff.home}/transfers", told="transfer_undone")


def _view(staff: StaffVisit, item: ToTransfer) -> dict[str, Any]:
    """One of them: what to do in a sentence, and the text to copy."""
    booking, moments = item.booking, moments_of(staff)
    names = {each.id: each.name for each in staff.clinic.practitioners}
    patient, ticked = item.patient, item.transfer.done_at
    done_at = moments.day_and_time(ticked) if ticked else ""
    # Who and when, never why: a diary is often on a phone, or shared.
    lines = [
        _when(staff, Stretch(starts_at=booking.starts_at, ends_at=booking.ends_at)),
        f"{patient.first_name} {patient.last_name}" if patient else "",
        patient.phone if patient else "",
        staff.text("transfer.reference", reference=spoken(booking.reference)),
    ]
    return {
        "it": item,
        "id": item.transfer.id,
        "whose": names.get(item.transfer.practitioner_id, ""),
        "said": staff.text(f"transfer.{'did' if ticked else 'to'}_{item.act}"),
        "before": _when(staff, item.before) if item.before else "",
        "text": "\n".join(line for line in lines if line),
        "since": moments.ago(item.transfer.made_at),
        "done": ", ".join(part for part in (item.transfer.done_by, done_at) if part),
        "starts": moments.day_and_time(booking.starts_at),
    }


def _when(staff: StaffVisit, times: Stretch) -> str:
    moments = moments_of(staff)
    first = f"{moments.long_day(times.starts_at)}, {moments.time(times.starts_at)}"
    return f"{first} – {moments.time(times.ends_at)}"
