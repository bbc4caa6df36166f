"""A desk at which patients book, and what their records hold."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.patient_record import PatientRecord
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.patients.merge import (
    MergeAsked,
    MergeOffer,
    merge_patients,
    offer_merge,
)
from slotkeeper.storage.database import Row
from slotkeeper.storage.patient_record import get_record
from tests.services.desk import NINE, Desk

ZOE = {"first_name": "Zoe", "last_name": "Marrow", "email": "zoe@patient.example"}
ZOE |= {"phone": "02 5550 1001", "birth_date": "1990-02-28"}
ZOEY = ZOE | {"first_name": "Zoey", "email": "zoey@elsewhere.example", "phone": "02 5550 2002"}
BOB = {"first_name": "Bob", "last_name": "Tidewater", "email": "bob@patient.example"}
BOB |= {"phone": "02 5550 3003"}

_TABLES = {
    "patient": "id, first_name, last_name, email, phone, birth_date, email_key, phone_key,"
    " name_key, alert_note, merged_into, trust, trust_until, trust_reason, trust_by, trust_note",
    "booking": "id, patient_id, state, revision, near_patient_id",
    "patient_search": "patient_id, word",
    "booking_identity": "identity_key, made_at, booking_id",
}


async def visit(desk: Desk, number: int, **typed: str) -> Booking:
    """Book the time of that number."""
    return await desk.book(NINE + number * 1800, **typed)


async def who(desk: Desk, booking: Booking) -> int:
    """Whose booking that is."""
    [row] = await desk.rows("SELECT patient_id FROM booking WHERE id = $1", booking.id)
    return int(row["patient_id"])


async def two(desk: Desk) -> tuple[int, int]:
    """Zoe, and Zoey who is her."""
    await desk.set_up(daily_limit=0, ask_birth_date="optional")
    zoe = await who(desk, await visit(desk, 0, **ZOE))
    zoey = await who(desk, await visit(desk, 1, **ZOEY))
    await visit(desk, 2, **ZOEY)
    assert zoe != zoey
    return zoe, zoey


async def three(desk: Desk) -> tuple[int, int, int]:
    await desk.set_up(daily_limit=0, ask_birth_date="optional")
    found = []
    for number, typed in enumerate((ZOE, ZOEY, BOB)):
        found.append(await who(desk, await visit(desk, number, **typed)))
        desk.clock.wait(1)
    return found[0], found[1], found[2]


async def record(desk: Desk, patient_id: int) -> PatientRecord:
    [row] = await desk.rows("SELECT clinic_id FROM patient WHERE id = $1", patient_id)
    found = await get_record(desk.database, row["clinic_id"], patient_id)
    assert found
    return found


async def merge(desk: Desk, member: Member, kept_id: int, merged_id: int, **taken: str) -> int:
    """Merge as the form proposes it, but for what is `taken`."""
    offer = await offer_merge(desk.toolbox, member, kept_id, merged_id)
    return await merge_patients(desk.toolbox, member, asked(offer, **taken))


def asked(offer: MergeOffer, **taken: str) -> MergeAsked:
    """The form as it was offered, but for what is `taken`."""
    names = ("first_name", "last_name", "email", "phone", "birth_date")
    values = {name: getattr(offer.values, name) for name in names} | taken
    return MergeAsked(
        kept_id=offer.kept.record.id,
        merged_id=offer.merged.record.id,
        kept_revision=offer.kept.record.revision,
        merged_revision=offer.merged.record.revision,
        details=ContactDetails(**values, patient_is="existing"),
        alert_note=offer.values.alert_note,
    )


async def everything(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """All that is known of patients, but for revisions and the log."""
    found = {}
    for table, columns in _TABLES.items():
        rows: list[Row] = [*await desk.rows(f"SELECT {columns} FROM {table}")]  # noqa: S608
        found[table] = sorted(
            (tuple(row[name.strip()] for name in columns.split(",")) for row in rows), key=repr
        )
    return found
