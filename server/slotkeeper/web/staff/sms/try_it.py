"""POST /staff/{clinic}/sms/try: a test text."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.services.sms.account import SmsNotSet
from slotkeeper.services.sms.try_it import send_test_text
from slotkeeper.services.vault import VaultLocked
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.gate import NotThere
from slotkeeper.web.staff.roles import OWNERS
from slotkeeper.web.staff.sms.sms_view import TEMPLATE, sms_context


@post("/{clinic:str}/sms/try", opt=OWNERS)
async def create_test_text(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """Send it, and say how that went."""
    body = staff.text("sms.test_body", clinic=staff.clinic.name)
    typed = staff.fields.get("number", "")
    try:
        tried = await send_test_text(staff.toolbox, staff.actor, staff.clinic, typed, body)
    except SmsNotSet as gone:
        raise NotThere from gone
    except VaultLocked:
        wrong = FieldsInvalid({"number": Problem("wrong.no_vault")})
        return staff.show_wrong(TEMPLATE, wrong, **await _context(staff))
    except FieldsInvalid as wrong:
        return staff.show_wrong(TEMPLATE, wrong, **await _context(staff))
    context = await _context(staff, tried)
    return staff.show(TEMPLATE, **context)


async def _context(staff: StaffVisit, tried: str = "") -> dict[str, Any]:
    found = await sms_context(staff, tried)
    return {**found, "values": {**found["values"], "number": staff.fields.get("number", "")}}
