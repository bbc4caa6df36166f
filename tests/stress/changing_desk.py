"""The pretend clinic with two diaries of one morning and a waiting list: what patients and staff do
there, and what is stored of it.
"""

from dataclasses import dataclass
from datetime import date

from msgspec import structs

from slotkeeper.domain.payment import Payment
from slotkeeper.domain.practitioner import DatedException, Hours
from slotkeeper.domain.staff import Member
from slotkeeper.domain.waitlist import WaitlistOffer
from slotkeeper.domain.waitlist_rules import WaitlistRules
from slotkeeper.services.booking_link import sign_link
from slotkeeper.services.changing.move import WantedMove, hold_move, move_by_patient
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.holds import Held
from slotkeeper.services.place_hold import Caller
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.waitlist.steer import offer_by_hand
from slotkeeper.services.waitlist.offer import look_through
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.payment import insert_payment
from tests.services.changing.link import Link
from tests.services.desk import Desk, open_desk, overlaps
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk
from tests.services.waitlist.line import mail_arrives
from tests.stress.changing_model import DEPOSIT, POLICY, PRICE
from tests.stress.waiting_model import MOST_UNANSWERED

DAY = date(2027, 1, 6)
HOURS = (Hours(opens=540, closes=660, location="manly"),)


@dataclass(frozen=True)
class ChangingDesk:
    """`names` are the slugs of the practitioners by id, `ids` the other way round."""

    desk: Desk
    mara: FrontDesk
    clinic_id: int
    names: dict[int, str]

    @classmethod
    async def open(cls, database: Database, slug: str) -> "ChangingDesk":
        desk = await open_desk(database, slug, daily_limit=0)
        clinic = await get_clinic(database, slug)
        people = tuple(
            structs.replace(each, weekly=(), exceptions=(DatedException(on=DAY, hours=HOURS),))
            for each in clinic.practitioners
        )
        rules = WaitlistRules(enabled=True, offer_minutes=30, most_unanswered=MOST_UNANSWERED)
        online = structs.replace(clinic.online_booking, horizon_days=4)
        clinic = await desk.save(
            structs.replace(
                clinic,
                practitioners=people,
                waitlist=rules,
                online_booking=online,
                change_policy=POLICY,
            )
        )
        names = {each.id: each.slug for each in clinic.practitioners}
        return cls(desk, await front_desk(desk), clinic.id, names)

    @property
    def ids(self) -> dict[str, int]:
        return {slug: number for number, slug in self.names.items()}

    @property
    def member(self) -> Member:
        return self.mara.member

    @property
    def actor(self) -> Actor:
        staff = self.member.staff.id
        return Actor(clinic_id=self.clinic_id, staff_id=staff, at=self.desk.clock())

    async def offer_by_hand(self, place: int, who: str, start: int) -> WaitlistOffer:
        box, clinic = self.desk.toolbox, await get_clinic(self.desk.database, self.desk.slug)
        return await offer_by_hand(box, clinic, self.actor, place, self.ids[who], start)

    async def link(self, number: int) -> Link:
        booking = await find_booking(self.desk.database, self.clinic_id, number)
        assert booking
        return Link(self.desk, sign_link(self.desk.toolbox, booking), number)

    async def choose_to_move(self, number: int, who: str, start: int, visitor: str) -> Held:
        link, caller = await self.link(number), Caller(visitor, "192.0.2.1")
        box, slug = self.desk.toolbox, self.desk.slug
        return await hold_move(box, slug, link.token, start, caller, practitioner=who)

    async def press_move(self, number: int, held: Held, keeps: int) -> object:
        """At what cancelling costs then, as it was shown."""
        link = await self.link(number)
        revision = (await link.booking()).revision
        wanted = WantedMove(hold=held.token, revision=revision, keeps=keeps)
        return await move_by_patient(self.desk.toolbox, self.desk.slug, link.token, wanted)

    async def pay(self, number: int) -> None:
        """As if the deposit had been paid when booking."""
        now = self.desk.clock()
        payment = Payment(
            clinic_id=self.clinic_id,
            booking_id=number,
            reference=f"{self.clinic_id}-{number}",
            amount=DEPOSIT,
            at_clinic=PRICE - DEPOSIT,
            currency="AUD",
            account="acct",
            live=False,
            wish=("standard", "sam-lee", "manly"),
            language="en",
            started_at=now,
            deadline=now,
        )

        async def job(tx: Transaction) -> None:
            await insert_payment(tx, payment)
            await tx.execute(
                """UPDATE payment SET state = 'captured', received = amount, settled_at = 1
                   WHERE booking_id = $1""",
                number,
            )

        await self.desk.database.write(job)

    async def look(self) -> None:
        """What the server does every few seconds, until nothing is left to be done."""
        await mail_arrives(self.desk)
        await look_through(self.desk.toolbox, self.clinic_id)
        again = await look_through(self.desk.toolbox, self.clinic_id)
        assert again == 0, "the second look finds nothing that is new"

    # What is stored

    async def active(self) -> list[tuple[str, int, str]]:
        rows = [row for row in await self.desk.bookings() if row["clinic_id"] == self.clinic_id]
        return sorted(
            (self.names[row["practitioner_id"]], row["starts_at"], row["state"]) for row in rows
        )

    async def meeting(self) -> list[tuple[int, int]]:
        """What overlaps with one practitioner; a booking and its own new time may."""
        rows = [row for row in await self.desk.bookings() if row["clinic_id"] == self.clinic_id]
        moves = {(row["moves"], row["id"]) for row in rows}
        return [each for each in overlaps(rows) if not {each, each[::-1]} & moves]

    async def revisions(self) -> dict[int, int]:
        """Of all that was booked; each has a reference of its own."""
        rows = await self.desk.rows(
            """SELECT id, revision, reference FROM booking
               WHERE clinic_id = $1 AND state IN ('confirmed', 'cancelled')""",
            self.clinic_id,
        )
        assert len({row["reference"] for row in rows}) == len(rows)
        return {row["id"]: row["revision"] for row in rows}

    async def open_offers(self) -> dict[int, WaitlistOffer]:
        """By the place on the list."""
        rows = await self.desk.rows(
            "SELECT * FROM waitlist_offer WHERE clinic_id = $1 AND state = 'open'", self.clinic_id
        )
        names = set(WaitlistOffer.__struct_fields__)
        found = [WaitlistOffer(**{k: row[k] for k in names}) for row in rows]
        assert len({each.entry_id for each in found}) == len(found)
        return {each.entry_id: each for each in found}

    async def waiting(self) -> dict[int, tuple[str, int, int]]:
        """What became of each place, how many offers passed, and the clinic's priority."""
        rows = await self.desk.rows(
            "SELECT * FROM waitlist_entry WHERE clinic_id = $1", self.clinic_id
        )
        return {row["id"]: (row["state"], row["unanswered"], row["priority"]) for row in rows}

    async def refunds(self) -> list[tuple[int, int, str]]:
        """Booking, amount and the name it is known by."""
        rows = await self.desk.rows(
            """SELECT payment.booking_id, refund.amount, refund.once FROM refund
               JOIN payment ON payment.id = refund.payment_id WHERE refund.clinic_id = $1""",
            self.clinic_id,
        )
        return sorted((row["booking_id"], row["amount"], row["once"]) for row in rows)

    async def kept_at_least(self) -> dict[int, int]:
        """What cancelling would have cost when they were moved: by booking, minor units."""
        rows = await self.desk.rows(
            """SELECT booking_id, MAX(keeps) AS keeps FROM agreed_change
               WHERE clinic_id = $1 AND kind = 'moved' AND keeps > 0 GROUP BY booking_id""",
            self.clinic_id,
        )
        return {row["booking_id"]: row["keeps"] for row in rows}

    async def told(self) -> list[tuple[int, int]]:
        """The cancellations that patients were told of: booking, and its revision then."""
        rows = await self.desk.rows(
            """SELECT booking_id, occasion FROM delivery WHERE clinic_id = $1
                 AND message = 'booking_cancelled' AND recipient = 'patient'
                 AND channel = 'mail'""",
            self.clinic_id,
        )
        return sorted((row["booking_id"], int(row["occasion"])) for row in rows)
