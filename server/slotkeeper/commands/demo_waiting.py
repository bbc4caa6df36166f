"""Who waits in the demo clinic at its first start: most for times that there are not, so that they
stay on the list; one for whom something is free, and kept at once; and one who has left.
"""

from dataclasses import dataclass, replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.parts_of_day import Part
from slotkeeper.domain.staff import Member
from slotkeeper.services.booking_link import sign_link
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.waitlist.steer import set_priority
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.entry import Waiting
from slotkeeper.services.waitlist.join import WantedTimes, join, join_earlier
from slotkeeper.services.waitlist.leave import leave

_HOUR = 3600
_FIRST, _LEFT = "Pia", "Tilda"


@dataclass(frozen=True, slots=True)
class _Sample:
    """Somebody who waits: for what, with whom, when, and since how many hours."""

    first_name: str
    last_name: str
    phone: str
    kind: str
    practitioner: str
    hours: int
    weekdays: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    patient_is: str = "existing"


_SAMPLES = (
    _Sample("Basil", "Keelson", "+61491570125", "initial", "kit-saltmarsh", 150, (0, 2), (), "new"),
    _Sample("Sol", "Capstanway", "+61491570126", "long", "", 70, (), ("morning",)),
    _Sample(
        "Pia", "Longshore", "+61491570127", "standard", "nell-tidewater", 40, (0, 3), ("evening",)
    ),
    _Sample("Tilda", "Sternpost", "+61491570128", "video", "fern-halloway", 30, (5,)),
)


async def let_pretend_patients_wait(
    toolbox: Toolbox, owner: Member, slug: str, booking: Booking | None, now: int
) -> None:
    """As if they had joined in the days before `now` (epoch seconds); whose `booking` it is would
    come earlier.
    """
    for each in _SAMPLES:
        waiting = await _join(at_time(toolbox, now - each.hours * _HOUR), slug, each)
        if each.first_name == _FIRST:
            actor = Actor(clinic_id=owner.clinic_id, staff_id=owner.staff.id, at=now - _HOUR)
            await set_priority(toolbox, actor, waiting.entry.id, 1)
        if each.first_name == _LEFT:
            await leave(at_time(toolbox, now - 5 * _HOUR), slug, waiting.token)
    if booking is not None:
        earlier = WantedTimes(practitioners=("kit-saltmarsh",), weekdays=(0, 2))
        await join_earlier(toolbox, slug, sign_link(toolbox, booking), earlier)


def at_time(toolbox: Toolbox, instant: int) -> Toolbox:
    """The same at that instant, in epoch seconds."""
    return replace(toolbox, clock=lambda: instant)


async def _join(toolbox: Toolbox, slug: str, sample: _Sample) -> Waiting:
    wanted = WantedTimes(
        kind=sample.kind,
        practitioners=(sample.practitioner,),
        weekdays=sample.weekdays,
        parts=sample.parts,
    )
    fields = {
        "first_name": sample.first_name,
        "last_name": sample.last_name,
        "email": f"{sample.first_name}@{sample.last_name}.example".lower(),
        "phone": sample.phone,
        "patient_is": sample.patient_is,
    }
    return await join(toolbox, slug, wanted, fields)
