"""The frame of the forms about all who come to a class: what the form showed, and what is answered
where nothing was done.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Response
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.staff.bookings.refusals import RulesAgainst, TimeTaken
from slotkeeper.services.staff.classes.find import ClassAt, ClassChanged
from slotkeeper.services.staff.settings.save import SettingsStale
from slotkeeper.web.staff.acts.against import against_context, taken_context
from slotkeeper.web.staff.classes.show import find_class
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY

SEVERAL = {**EVERYBODY, "most_fields": 1000}
_SHOWN = re.compile(r"b\.([0-9]{1,15})")
_REVISION = re.compile(r"[0-9]{1,9}")


async def answer_form(
    staff: StaffVisit,
    session: str,
    act: Callable[[StaffVisit, ClassAt], Awaitable[Redirect]],
    template: str,
    context: Callable[[StaffVisit, ClassAt], Awaitable[dict[str, Any]]],
) -> Response[Any] | Redirect:
    """What `act` leads to; where it is refused, the page once more: 422 with what is wrong at the
    fields, 409 with what stands against it, for the class as it is by then.
    """
    found = await find_class(staff, session)
    try:
        return await act(staff, found)
    except FieldsInvalid as wrong:
        return staff.show_wrong(template, wrong, **await context(staff, found))
    except TimeTaken as taken:
        why = taken_context(staff, taken)
    except RulesAgainst as against:
        why = against_context(
            staff, against, practitioner=_whose(staff, found), kind=found.kind.name
        )
    except (ClassChanged, SettingsStale):
        why = {"is_changed": True}
    fresh = await context(staff, await find_class(staff, session))
    return staff.show(template, 409, values=staff.fields, **{**fresh, **why})


def shown_bookings(staff: StaffVisit) -> dict[int, int]:
    """The bookings that the form showed, each with its revision."""
    return {
        int(named[1]): int(text) if _REVISION.fullmatch(text) else -1
        for name, text in staff.fields.items()
        if (named := _SHOWN.fullmatch(name))
    }


def _whose(staff: StaffVisit, found: ClassAt) -> str:
    """The practitioner whom the form names, else who has the class now."""
    names = {each.slug: each.name for each in staff.clinic.practitioners}
    return names.get(staff.fields.get("practitioner", ""), found.practitioner.name)
