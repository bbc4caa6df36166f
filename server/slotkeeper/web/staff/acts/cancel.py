"""/staff/{clinic}/bookings/{booking}/cancel, and …/restore, which takes that back."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.changing.cancel import CostChanged
from slotkeeper.services.staff.booking_detail import BookingDetail, get_booking_detail
from slotkeeper.services.staff.bookings.cancel import (
    CANCELLABLE,
    WantedCancel,
    cancel_by_staff,
    restore_by_staff,
)
from slotkeeper.services.staff.bookings.give_back import GiveBack
from slotkeeper.services.staff.bookings.refusals import (
    BookingStale,
    RulesAgainst,
    StateForbids,
    TimeTaken,
)
from slotkeeper.services.staff.bookings.restore_money import MoneyChanged
from slotkeeper.web.formats import money_text
from slotkeeper.web.staff.acts.against import (
    NOTHING,
    against_context,
    moments_of,
    taken_context,
)
from slotkeeper.web.staff.acts.answers import leads_to
from slotkeeper.web.staff.acts.cancel_money import GIVES_FIRST, policy_now
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.acts.restored import restored_view
from slotkeeper.web.staff.acts.stale import stale_context
from slotkeeper.web.staff.booking_row import row_of
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY

TEMPLATE = "acts/cancel.html"
RESTORE = "acts/restore.html"
WHO = {"clinic", "patient"}
_LONGEST_MESSAGE = 1000


@get("/{clinic:str}/bookings/{booking:int}/cancel", opt=EVERYBODY)
async def show_cancel(booking: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """What will happen, and the form."""
    detail = await _detail(staff, booking)
    if detail.present.state not in CANCELLABLE:
        raise StateForbids(detail.present)
    context = await _cancel_context(staff, detail)
    who = staff.request.query_params.get("who", "")
    values = {
        "tell": "on",
        "who": who if who in WHO else "",
        "late": "on" if context["is_late"] else "",
        **GIVES_FIRST,
    }
    return staff.show(TEMPLATE, **context, values=values)


@post("/{clinic:str}/bookings/{booking:int}/cancel", status_code=200, opt=EVERYBODY)
async def cancel_booking(
    booking: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """The time is free at once; what was paid is spoken of on the page that follows."""
    detail = await _detail(staff, booking)
    try:
        wanted = _read(staff, booking)
        await cancel_by_staff(staff.toolbox, staff.member, staff.clinic.slug, wanted)
    except FieldsInvalid as wrong:
        return staff.show_wrong(TEMPLATE, wrong, **await _cancel_context(staff, detail))
    except CostChanged:
        context = {**await _cancel_context(staff, detail), "cost_changed": True}
        return staff.show(TEMPLATE, 409, values=staff.fields, **context)
    except BookingStale as stale:
        fresh = await _detail(staff, booking)
        context = await _cancel_context(staff, fresh)
        context |= await stale_context(staff, "booking", stale.booking)
        return staff.show(TEMPLATE, 409, values=staff.fields, **context)
    if detail.refundable and wanted.give == "nothing":  # somebody decides about the money there
        return staff.redirect(f"{staff.home}/bookings/{booking}", told="booking_cancelled_paid")
    gives = wanted.give == "all" or (wanted.give == "policy" and wanted.returns > 0)
    told = "booking_cancelled_back" if detail.refundable and gives else "booking_cancelled"
    return staff.redirect(leads_to(staff, booking), told=told)


@post("/{clinic:str}/bookings/{booking:int}/restore", status_code=200, opt=EVERYBODY)
async def restore_booking(
    booking: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """It stands again where its time is free; what stands against that is said, and what of its
    money is gone.
    """
    detail = await _detail(staff, booking)
    reading = Reading(staff.fields, staff.clinic)
    gone, agreed = reading.number("gone") or 0, reading.agreed()
    try:
        await restore_by_staff(
            staff.toolbox, staff.member, booking, reading.revision(), agreed, gone
        )
    except TimeTaken as taken:
        return _not_restored(staff, detail, taken_context(staff, taken))
    except RulesAgainst as against:
        return _not_restored(staff, detail, against_context(staff, against))
    except MoneyChanged:
        fresh, read = await _detail(staff, booking), " ".join(agreed)
        return _not_restored(staff, fresh, {"money_changed": True, "override": read})
    except BookingStale as stale:
        fresh = await _detail(staff, booking)
        return _not_restored(staff, fresh, await stale_context(staff, "booking", stale.booking))
    told = "booking_restored_back" if gone else "booking_restored"
    return staff.redirect(f"{staff.home}/bookings/{booking}", told=told)


async def _detail(staff: StaffVisit, booking: int) -> BookingDetail:
    return await get_booking_detail(staff.toolbox, staff.member, row_number(booking))


def _read(staff: StaffVisit, booking: int) -> WantedCancel:
    """Raises FieldsInvalid."""
    reading = Reading(staff.fields, staff.clinic)
    wanted = WantedCancel(
        booking_id=booking,
        revision=reading.revision(),
        by_patient=reading.choice("who", WHO, "wrong.who_cancels") == "patient",
        is_late=reading.is_ticked("late"),
        reason=reading.words("reason"),
        message=reading.words("message", _LONGEST_MESSAGE),
        tell=reading.is_ticked("tell"),
        give=_give(staff, reading),
        returns=reading.number("returns") or 0,
    )
    reading.finish()
    return wanted


def _give(staff: StaffVisit, reading: Reading) -> GiveBack:
    """As it was chosen for who cancels. Nothing where nobody chose: then it is decided on the page
    that follows; and nothing by who gives no money back.
    """
    if staff.member.role == "practitioner":
        return "nothing"
    match reading.fields.get(f"give_{reading.fields.get('who', '')}", ""):
        case "policy":
            return "policy"
        case "all":
            return "all"
        case _:
            return "nothing"


def _not_restored(staff: StaffVisit, detail: BookingDetail, why: dict[str, Any]) -> Response[Any]:
    return staff.show(RESTORE, 409, values=staff.fields, **{**_context(staff, detail), **why})


async def _cancel_context(staff: StaffVisit, detail: BookingDetail) -> dict[str, Any]:
    beside = await policy_now(staff, detail)
    return {**_context(staff, detail), **beside, "cost_changed": False}


def _context(staff: StaffVisit, detail: BookingDetail) -> dict[str, Any]:
    moments, payment = moments_of(staff), detail.payment
    left = ""
    if payment and detail.refundable:
        left = money_text(detail.refundable, payment.currency, staff.language)
    return {
        **NOTHING,
        "stale": None,
        "it": detail.booking,
        "row": row_of(detail.booking, detail.parts, moments, detail.alert),
        "long_day": moments.long_day(detail.booking.starts_at),
        "revision": detail.present.revision,
        "left": left,
        "restored": restored_view(staff, detail),
        "money_changed": False,
        "is_cancellable": detail.present.state in CANCELLABLE,
        "leads_to": leads_to(staff, detail.booking.id),
    }
