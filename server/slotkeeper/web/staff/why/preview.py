"""/staff/{clinic}/preview: the times as a patient would see them; nothing can be booked there."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency

from slotkeeper.domain.errors import Fact
from slotkeeper.domain.reasons import why_not_offered
from slotkeeper.services.wish import make_wish
from slotkeeper.web.booking.slot_view import slot_list
from slotkeeper.web.booking.surface import Surface
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY
from slotkeeper.web.staff.why.question import WhyWish, read_wish
from slotkeeper.web.staff.why.why_show import form_context


@dataclass(frozen=True, slots=True)
class PreviewSurface(Surface):
    """The steps' face in the portal: each link leads to another day of the preview."""

    home: str
    patient_is: str

    def step_url(self, **kept: str) -> str:
        """The preview of what is chosen so far."""
        chosen = {name: value for name, value in kept.items() if value}
        return f"{self.home}/preview?{urlencode({**chosen, 'patient_is': self.patient_is})}"


@get("/{clinic:str}/preview", opt=EVERYBODY)
async def show_preview_list(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The widget's own list of times, for whom and what is chosen."""
    wish = read_wish(staff)
    context = form_context(staff, wish)
    return staff.show("why/preview.html", **context, slots=await _slots(staff, wish))


async def _slots(staff: StaffVisit, wish: WhyWish) -> str:
    """HTML of the widget's; "" where patients cannot come as far as a list of times."""
    if wish.kind is None or why_not_offered(staff.clinic, wish.kind) or _is_nobodys(staff, wish):
        return ""
    slug = staff.clinic.slug
    language, renderer = staff.clinic.languages[0], staff.request.app.state.renderer
    surface = PreviewSurface(slug, False, language, "", renderer, staff.home, wish.asker)  # noqa: FBT003 - not a fragment
    try:
        patients = make_wish(
            staff.clinic, wish.kind.slug, wish.practitioner, wish.location, wish.asker
        )
        return await slot_list(staff.toolbox, surface, patients, wish.day.isoformat(), wish.fields)
    except Fact:
        return ""


def _is_nobodys(staff: StaffVisit, wish: WhyWish) -> bool:
    """Whether a practitioner asks whose diary is none of the clinic's."""
    return staff.member.role == "practitioner" and not wish.practitioner
