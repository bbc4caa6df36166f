"""A clinic with a row of every kind that addresses and forms of the portal name, written straight
into the database: with texts that no form would take.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.invitations import invite
from slotkeeper.services.staff.patients.merge import MergeAsked, merge_patients
from slotkeeper.storage.audit import AuditEntry, insert_audit
from slotkeeper.storage.database import Database, Value
from slotkeeper.storage.membership import find_member
from tests.storage.booked import Books
from tests.web.staff.filled_beside import add_belongings, add_places
from tests.web.staff.staff import employ
from tests.web.world import World

HOUR, DAY = 3600, 86_400
Words = Callable[[str], str]
"""What stands in a field of that name."""


@dataclass
class Filled:
    """`numbers` are those of its rows, named as the parts of addresses are."""

    clinic: Clinic
    numbers: dict[str, int]

    @property
    def slug(self) -> str:
        return self.clinic.slug

    def reference(self, name: str) -> str:
        """Of that booking."""
        return reference(self.slug, list(self.numbers).index(name))


async def fill(world: World, slug: str, words: Words = str.title) -> Filled:
    """Fill that clinic, which has its own owner already; the first practitioner has the diary."""
    database = world.toolbox.database
    books = Books(database, await get_clinic(database, slug))
    domain = f"{slug}.example"
    member = await employ(world, f"second@{domain}", "reception", slug)
    filler = _Filler(world, books, words, member)
    people = [await filler.patient(number) for number in range(6)]
    numbers = {
        **await filler.bookings(people),
        "patient": people[0],
        "other": people[1],
        "member": member,
        "block": await filler.block(),
        "series": await filler.series(people[0]),
        "merge": await filler.merge(people[2], people[3]),
        "invitation": await filler.invitation(f"third@{domain}"),
    }
    numbers |= await add_places(world, books, numbers["booking"], words)
    await filler.history(numbers)
    return Filled(books.clinic, numbers)


@dataclass
class _Filler:
    world: World
    books: Books
    words: Words
    member: int

    @property
    def database(self) -> Database:
        return self.books.database

    @property
    def now(self) -> int:
        return self.world.clock.now

    async def run(self, sql: str, *values: Value) -> None:
        await self.database.write(lambda tx: tx.execute(sql, *values))

    async def patient(self, number: int) -> int:
        """With a note, and on a step of the ladder."""
        words = self.words
        first, last = words("first_name"), words("last_name")
        mail = words(f"p{number}@{self.books.clinic.slug}.example")
        made = await self.books.patient(first, last, email=mail, phone=words("+612555001"))
        await self.run(
            """UPDATE patient SET alert_note = $2, trust = 'approve', trust_by = 'staff',
                 trust_reason = 'other', trust_note = $3, trust_staff = $4, trust_at = $5
               WHERE id = $1""",
            *(made, words("alert_note"), words("trust_note"), self.member, self.now),
        )
        return made

    async def bookings(self, people: list[int]) -> dict[str, int]:
        """One of each; "booking" is confirmed and for today, "request" waits for the clinic."""
        soon = self.now + 2 * HOUR
        plans: dict[str, tuple[int, dict[str, Value]]] = {
            "booking": (soon, {}),
            "request": (soon + HOUR, _waits("clinic", self.now) | {"near_patient_id": people[1]}),
            "waits": (soon + 2 * HOUR, _waits("patient", self.now)),
            "hold": (soon + 3 * HOUR, _held(self.now)),
            "cancelled": (soon + DAY, self.cancelled()),
            "paid": (soon + 2 * DAY, {}),
            "seen": (self.now - DAY, {"state": "fulfilled", "is_unpaid": 1}),
            "merged": (soon + 3 * DAY, {}),
        }
        found, place = {}, next((each.id for each in self.books.clinic.locations), None)
        whose = {"merged": people[3], "paid": people[1]}
        for number, (name, (at, more)) in enumerate(plans.items()):
            mark = reference(self.books.clinic.slug, number)
            columns = {**_at(at, self.now), "note": self.words("note"), "flags": "new_but_known"}
            columns |= {"reference": mark, "manage_key": mark, "location_id": place, **more}
            found[name] = await self.books.booking(whose.get(name, people[0]), **columns)
            if name != "hold":
                await add_belongings(self.world, self.books.clinic.id, found[name], self.words)
        await self.run("UPDATE booking SET patient_id = NULL WHERE id = $1", found["hold"])
        # Looked at no sooner than the test's clock says: the server's own is months before.
        await self.books.payment(found["paid"], look_at=self.world.clock.now)
        return found

    def cancelled(self) -> dict[str, Value]:
        reason = self.words("cancel_reason")
        return {"state": "cancelled", "cancelled_by": "clinic", "cancel_reason": reason}

    async def block(self) -> int:
        row = await self.database.write(
            lambda tx: tx.fetch_one(
                """INSERT INTO block (clinic_id, practitioner_id, begins_at, ends_at, reason,
                     made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $3) RETURNING id""",
                *(self.books.clinic.id, self.books.practitioners[0]),
                *(self.now - HOUR, self.now + HOUR, self.words("reason"), self.member),
            )
        )
        assert row
        return int(row["id"])

    async def series(self, patient: int) -> int:
        """Every week, with a booking, and a date that could not be booked."""
        row = await self.database.write(
            lambda tx: tx.fetch_one(
                """INSERT INTO series (clinic_id, patient_id, practitioner_id, appointment_type_id,
                     first_on, local_minute, every_weeks, days, minutes, padding_before,
                     padding_after, note, made_by, made_at, planned_until)
                   VALUES ($1, $2, $3, $4, '2027-02-01', 1200, 1, '0', 30, 0, 0, $5, $6, $7,
                     '2028-02-01') RETURNING id""",
                *(self.books.clinic.id, patient, self.books.practitioners[0], self.books.types[0]),
                *(self.words("note"), self.member, self.now),
            )
        )
        assert row
        of_series = {"series_id": row["id"], "series_on": "2027-02-08"}
        await self.books.booking(patient, **_at(self.now + 9 * DAY, self.now), **of_series)
        await self.run(
            """INSERT INTO series_gap (series_id, gap_on, clinic_id, kind, reason, made_at)
               VALUES ($1, '2027-03-01', $2, 'unplaced', 'taken', $3)""",
            *(row["id"], self.books.clinic.id, self.now),
        )
        return int(row["id"])

    async def merge(self, kept: int, merged: int) -> int:
        """The second of them goes into the first."""
        words, clinic = self.words, self.books.clinic
        member = await find_member(self.database, clinic.id, self.member)
        assert member
        first, last = words("first_name"), words("last_name")
        details = ContactDetails(
            first_name=first, last_name=last, email="", phone="", birth_date=None, patient_is="new"
        )
        asked = MergeAsked(
            kept_id=kept,
            merged_id=merged,
            kept_revision=0,
            merged_revision=0,
            details=details,
            alert_note=words("alert_note")[:200],
        )
        await merge_patients(self.world.toolbox, member, asked)
        row = await self.database.fetch_one("SELECT MAX(id) AS id FROM patient_merge")
        assert row
        return int(row["id"])

    async def invitation(self, email: str) -> int:
        clinic_id = self.books.clinic.id
        actor = Actor(clinic_id=clinic_id, staff_id=self.member, at=self.now)
        await invite(self.database, actor, email, "reception", None)
        row = await self.database.fetch_one("SELECT MAX(id) AS id FROM invitation")
        assert row
        await self.run(
            "UPDATE invitation SET email = $1 WHERE id = $2", self.words(email), row["id"]
        )
        return int(row["id"])

    async def history(self, numbers: dict[str, int]) -> None:
        """The log: each kind of subject, with texts before and after."""
        clinic_id, words = self.books.clinic.id, self.words
        pairs = [
            ("patient_saved", "patient", "patient", ("first_name", "alert_note", "email")),
            ("alert_note_saved", "patient", "patient", ("alert_note",)),
            ("trust_set", "patient", "patient", ("trust", "note", "reason", "by")),
            ("booking_cancelled", "booking", "booking", ("reason", "by", "state", "overridden")),
            (words("later"), "booking", "booking", ("unknown",)),
            ("block_changed", "block", "block", ("reason",)),
            ("setting_changed", "setting", "", ("clinic.name", "online_booking.terms", "x.y")),
            (words("newest"), "staff", "member", ("role",)),
        ]
        for action, subject, kind, names in pairs:
            entry = AuditEntry(
                clinic_id=clinic_id,
                staff_id=self.member,
                at=self.now,
                action=action,
                subject=subject,
                subject_id=numbers.get(kind, 0),
                details={
                    words(each) if each == "unknown" else each: _pair(words(each)) for each in names
                },
            )
            await self.database.write(partial(insert_audit, entry=entry))


def reference(slug: str, number: int) -> str:
    """Of the booking so many of a clinic."""
    return f"{slug[0].upper()}7M2QX{'ABCDEFGHJKMN'[number]}"


def _pair(text: str) -> tuple[object, object]:
    return text, [text, text]


def _at(starts: int, now: int) -> dict[str, Value]:
    ends, before = starts + HOUR // 2, now - HOUR
    times = {"starts_at": starts, "ends_at": ends, "busy_from": starts, "busy_until": ends}
    return {**times, "made_at": before, "held_at": before}


def _waits(whom: str, now: int) -> dict[str, Value]:
    return {"state": "pending", "awaits": whom, "expires_at": now + 3 * HOUR}


def _held(now: int) -> dict[str, Value]:
    nothing: dict[str, Value] = {"reference": None, "made_at": None, "note": ""}
    return {**nothing, "state": "held", "expires_at": now + 300}
