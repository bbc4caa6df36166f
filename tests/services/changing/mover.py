"""A patient whose booking is paid, at a clinic whose price has changed since; one call a click."""

from dataclasses import dataclass

from msgspec import structs

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.payment import Payment
from slotkeeper.domain.prepayment import Prepayment
from slotkeeper.domain.price_difference import Difference
from slotkeeper.services.changing.move import WantedMove, hold_move, move_by_patient
from slotkeeper.services.changing.moving import get_moving
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.holds import Held
from slotkeeper.services.place_hold import Caller
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.payment import find_payment_of, find_payments_of
from tests.services.changing.link import Link
from tests.services.desk import NINE
from tests.services.payments.set_up import ask_for
from tests.services.payments.till import DEPOSIT, PRICE, Till

TEN = NINE + 3600
MORE, LESS = 1500, 1000
"""What the deposit rises, or falls by."""


@dataclass(frozen=True)
class Mover:
    """At `NINE`, with 30 of 95 dollars paid."""

    till: Till
    link: Link
    first: Payment

    @property
    def toolbox(self) -> Toolbox:
        return self.till.toolbox

    @classmethod
    async def of(cls, till: Till) -> "Mover":
        first = await till.paid_booking()
        return cls(till, await Link.of(till.desk, first.booking_id), first)

    async def asks(self, deposit: int, price: int, *, is_present: bool = True) -> None:
        """The clinic changes the price, and says whether that counts for who moves."""
        desk = self.till.desk
        await ask_for(desk, Prepayment(kind="deposit", amount=deposit), price)
        clinic = await get_clinic(desk.database, desk.slug)
        online = structs.replace(clinic.online_booking, move_at_present_price=is_present)
        await desk.save(structs.replace(clinic, online_booking=online))

    async def asks_more(self) -> None:
        await self.asks(DEPOSIT + MORE, PRICE + 2000)

    async def asks_less(self) -> None:
        await self.asks(DEPOSIT - LESS, PRICE - 2000)

    async def choose(self, start: int = TEN) -> Held:
        desk, link = self.till.desk, self.link
        return await hold_move(
            self.toolbox, desk.slug, link.token, start, Caller("me", "192.0.2.1")
        )

    async def difference(self, held: Held) -> Difference:
        """As the page before moving shows it."""
        moving = await get_moving(self.toolbox, self.till.desk.slug, self.link.token, held.token)
        return moving.difference

    async def wanted(self, held: Held) -> WantedMove:
        """What the button says."""
        difference, cost = await self.difference(held), await self.link.cost()
        found = cost.consequence
        return WantedMove(
            hold=held.token,
            revision=(await self.link.booking()).revision,
            shown="Said so.",
            keeps=found.keeps,
            paid=found.keeps + found.returns,
            at_clinic=difference.at_clinic,
            pays=difference.pays,
            returns=difference.returns,
        )

    async def press(self, wanted: WantedMove, toolbox: Toolbox | None = None) -> Booking:
        box, slug = toolbox or self.toolbox, self.till.desk.slug
        return await move_by_patient(box, slug, self.link.token, wanted)

    async def due(self, hold: Booking) -> Payment:
        """The payment of the difference."""
        found = await find_payment_of(self.till.desk.database, hold.clinic_id, hold.id)
        assert found
        return found

    async def begin(self, start: int = TEN) -> Payment:
        """Choose a time and press the button: what is to be paid first."""
        hold = await self.press(await self.wanted(await self.choose(start)))
        assert hold.is_being_paid
        return await self.due(hold)

    async def begin_and_pay(self, start: int = TEN) -> Payment:
        """All that the patient does; nobody has told us yet."""
        payment = await self.begin(start)
        await self.till.open_page(payment)
        await self.till.pay(payment)
        return await self.till.payment(payment)

    async def paid(self) -> list[Payment]:
        return await find_payments_of(
            self.till.desk.database, self.first.clinic_id, self.first.booking_id
        )

    async def taking(self) -> list[tuple[str, int]]:
        """What takes time at that clinic now."""
        now = self.till.desk.clock()
        return [
            (row["state"], row["starts_at"])
            for row in await self.till.rows("booking")
            if row["state"] == "confirmed" or (row["expires_at"] or 0) > now
        ]
