"""A patient whose booking is paid, and a clinic that asks another price meanwhile."""

from datetime import datetime

from msgspec import structs
from playwright.sync_api import expect

from slotkeeper.domain.change_policy import ALL, ChangePolicy, Keep, Window
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.prepayment import Prepayment
from slotkeeper.services.clinics import get_clinic, update_clinic
from slotkeeper.storage.database import open_database
from tests.e2e.paying.till import Payer, PayPage
from tests.server_process import ServerProcess, in_thread

FREE = ChangePolicy(windows=(Window(until=CutOff(1, "h")),), afterwards=ALL, enforced=True)
"""Nothing is kept until an hour before."""
KEPT = ChangePolicy(
    windows=(
        Window(until=CutOff(30, "d")),
        Window(until=CutOff(1, "h"), keep=Keep(kind="amount", amount=1000)),
    ),
    afterwards=ALL,
    enforced=True,
)
"""Ten dollars are kept of what is changed now."""


def asks(
    server: ServerProcess, slug: str, deposit: int, price: int, policy: ChangePolicy = FREE
) -> None:
    """From now on insoles cost `price`, of which `deposit` is paid beforehand (Australian cents),
    also by who moves.
    """

    async def run() -> None:
        opened = await open_database(server.database)
        try:
            clinic = await get_clinic(opened, slug)
            prepay = Prepayment(kind="deposit", amount=deposit)
            kinds = tuple(
                structs.replace(each, prepay=prepay, price=price, change_policy=policy)
                if each.slug == "insoles"
                else each
                for each in clinic.appointment_types
            )
            online = structs.replace(clinic.online_booking, move_at_present_price=True)
            changed = structs.replace(clinic, appointment_types=kinds, online_booking=online)
            now = int(datetime.fromisoformat(server.clock).timestamp())
            await update_clinic(opened, changed, now)
        finally:
            await opened.close()

    in_thread(run())


class Mover(Payer):
    """Has paid A$30.00 for insoles of A$260.00."""

    def has_booked(self, address: str) -> str:
        """From the first step to the confirmation; gives the time as the card shows it."""
        self.comes_to_pay(address)
        self.leaves_to_pay().pays()
        self.is_booked()
        return self.time()

    def time(self) -> str:
        """Of the appointment that is shown: "Tuesday 11:15 am"."""
        day = self.find(".date span").first.inner_text()
        return f"{day} {self.find('.at').inner_text().partition(' min')[0].rpartition(' ')[0]}"

    def chooses_another(self) -> None:
        """Another time on the next free day, up to the review."""
        self.host.get_by_text("Change the time", exact=True).click()
        self.sees("move")
        self.find("button[name=slot]").last.click()
        self.sees("review")

    def goes_on_to_the_difference(self) -> None:
        """Press the button of the review."""
        self.button("Go on to payment").click()
        self.is_asked_to_pay()

    def leaves_to_pay_more(self) -> PayPage:
        """Press the button of the payment step."""
        self.button("Pay A$15.00 and change").click()
        self.page.wait_for_url("**/c/pay/**")
        return PayPage(self.page)

    def is_moved(self, paid: str) -> None:
        """Wait for the booking at its new time, with what was paid for it."""
        self.sees("confirmed")
        expect(self.find(".heading")).to_have_text("Your appointment is changed")
        expect(self.find(".paid")).to_have_text(f"Paid: {paid}")
