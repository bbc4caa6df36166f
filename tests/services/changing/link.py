"""A patient with the link of a booking, one call a click."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.change_policy import ALL, NOTHING, ChangePolicy, Keep, Window
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.services.booking_link import sign_link
from slotkeeper.services.changing.cancel import WantedCancel, cancel_by_patient
from slotkeeper.services.changing.changeable import Changeable, Cost, get_changeable
from slotkeeper.services.changing.settle import settle_cancelled
from slotkeeper.services.changing.undo import undo_cancel
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.agreed_change import AgreedChange
from slotkeeper.storage.booking import find_booking
from tests.services.desk import Desk

POLICY = ChangePolicy(
    windows=(
        Window(until=CutOff(24, "h"), keep=NOTHING),
        Window(until=CutOff(2, "h"), keep=Keep(kind="amount", amount=1000)),
    ),
    afterwards=ALL,
    enforced=True,
)
SAID = "Cancelling now costs nothing."


@dataclass(frozen=True)
class Link:
    """Who has it. The clinic's policy is POLICY until a test says otherwise."""

    desk: Desk
    token: str
    booking_id: int

    @classmethod
    async def of(cls, desk: Desk, booking: Booking | int) -> "Link":
        clinic = await get_clinic(desk.database, desk.slug)
        await desk.save(structs.replace(clinic, change_policy=POLICY))
        number = booking if isinstance(booking, int) else booking.id
        found = await find_booking(desk.database, clinic.id, number)
        assert found
        return cls(desk, sign_link(desk.toolbox, found), number)

    @property
    def toolbox(self) -> Toolbox:
        return self.desk.toolbox

    def by(self, toolbox: Toolbox) -> "Link":
        """The same at another server process."""
        return replace(self, desk=replace(self.desk, toolbox=toolbox))

    async def look(self) -> Changeable:
        return await get_changeable(self.toolbox, self.desk.slug, self.token)

    async def cost(self) -> Cost:
        cost = (await self.look()).cost
        assert cost
        return cost

    async def cancel(self, **otherwise: object) -> AgreedChange:
        """Look, and press the button."""
        found = await self.look()
        consequence = found.cost.consequence if found.cost else None
        wanted = WantedCancel(
            revision=found.managed.booking.revision,
            keeps=consequence.keeps if consequence else 0,
            returns=found.cost.returns if found.cost else 0,
            shown=SAID,
        )
        wanted = structs.replace(wanted, **otherwise)
        return await cancel_by_patient(self.toolbox, self.desk.slug, self.token, wanted)

    async def undo(self) -> Booking:
        return await undo_cancel(self.toolbox, self.desk.slug, self.token)

    async def settle(self) -> int:
        return await settle_cancelled(self.toolbox)

    async def booking(self) -> Booking:
        clinic = await get_clinic(self.desk.database, self.desk.slug)
        found = await find_booking(self.desk.database, clinic.id, self.booking_id)
        assert found
        return found

    async def policy(self, policy: ChangePolicy) -> Clinic:
        clinic = await get_clinic(self.desk.database, self.desk.slug)
        return await self.desk.save(structs.replace(clinic, change_policy=policy))

    async def told(self) -> Sequence[tuple[str, str]]:
        """To whom, and what, by mail."""
        rows = await self.desk.rows(
            """SELECT recipient, message FROM delivery
               WHERE booking_id = $1 AND channel = 'mail' ORDER BY id""",
            self.booking_id,
        )
        return [(row["recipient"], row["message"]) for row in rows]
