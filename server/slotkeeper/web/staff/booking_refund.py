"""POST /staff/{clinic}/bookings/{booking}/refunds"""

import re
from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.money import parse_amount
from slotkeeper.services.payments.ask_refund import NothingToRefund, RefundTooLarge
from slotkeeper.services.staff.booking_refund import RefundAsked, refund_by_staff
from slotkeeper.web.formats import money_text
from slotkeeper.web.staff.booking_detail import TEMPLATE, booking_context, find_detail
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import DESK

_ONCE = re.compile(r"[A-Za-z0-9_-]{8,40}")
_COMMA = re.compile(r"(\d+),(\d{1,4})")


@post("/{clinic:str}/bookings/{booking:int}/refunds", opt=DESK)
async def create_refund(
    booking: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """Give back all or a part, once however often the form is sent; then the booking again."""
    detail = await find_detail(staff, booking)
    currency = detail.payment.currency if detail.payment else staff.clinic.currency
    try:
        refund = await refund_by_staff(
            staff.toolbox, staff.member, _read(staff.fields, booking, currency)
        )
    except FieldsInvalid as wrong:
        return await _show_wrong(staff, booking, wrong)
    except RefundTooLarge as too_large:
        left = money_text(too_large.left, currency, staff.language)
        problem = Problem("wrong.refund_too_large", left=left)
        return await _show_wrong(staff, booking, FieldsInvalid({"amount": problem}))
    except NothingToRefund:
        problem = Problem("wrong.nothing_to_refund")
        return await _show_wrong(staff, booking, FieldsInvalid({"refund": problem}))
    return staff.redirect(f"{staff.home}/bookings/{booking}", told=f"refund_{refund.state}")


def _read(fields: dict[str, str], booking: int, currency: str) -> RefundAsked:
    once = fields.get("once", "")
    if not _ONCE.fullmatch(once):
        raise FieldsInvalid({"refund": Problem("wrong.refund_form")})
    if fields.get("how", "") == "all":
        return RefundAsked(booking_id=booking, once=once)
    text = fields.get("amount", "").strip()
    try:
        amount = parse_amount(_COMMA.sub(r"\1.\2", text), currency)
    except ValueError as wrong:
        raise FieldsInvalid({"amount": Problem("wrong.amount", example="10.00")}) from wrong
    if not amount:
        raise FieldsInvalid({"amount": Problem("wrong.amount", example="10.00")})
    return RefundAsked(booking_id=booking, once=once, amount=amount)


async def _show_wrong(staff: StaffVisit, booking: int, wrong: FieldsInvalid) -> Response[Any]:
    return staff.show_wrong(TEMPLATE, wrong, **await booking_context(staff, booking))
