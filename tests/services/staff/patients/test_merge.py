"""Two records of one person are merged and parted, on either engine."""

import pytest

from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.patient_merge import (
    LaterMergeFirst,
    MergeOver,
    PatientChanged,
    PatientUnknown,
)
from slotkeeper.domain.patient_record import MERGE_SECONDS, Counters
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.patients.edit import change_alert_note, change_details
from slotkeeper.services.staff.patients.find import find_patients_page
from slotkeeper.services.staff.patients.merge import merge_patients, offer_merge
from slotkeeper.services.staff.patients.record import PatientMerged, open_patient
from slotkeeper.services.staff.patients.undo_merge import undo_merge
from slotkeeper.storage.audit import find_audit
from tests.services.desk import Desk, open_desk
from tests.services.staff.patients.desk_of_patients import (
    BOB,
    ZOE,
    ZOEY,
    asked,
    everything,
    merge,
    record,
    two,
    visit,
    who,
)
from tests.services.staff.test_booking_list import member

pytestmark = pytest.mark.req("A4")


async def search(desk: Desk, owner: Member, text: str) -> list[int]:
    clinic = await desk.toolbox.clinics.get(desk.database, desk.slug)
    page = await find_patients_page(desk.toolbox, owner, clinic, text)
    return [each.record.id for each in page.patients]


async def test_bookings_words_and_counters_go_to_the_record_that_is_kept(desk: Desk) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    await desk.execute("UPDATE booking SET state = 'noshow' WHERE patient_id = $1", zoey)
    await merge(desk, owner, zoe, zoey)
    file = await open_patient(desk.toolbox, owner, zoe)
    assert len(file.bookings) == 3
    assert file.ever == Counters(0, 2, 0)
    for text in ("zoe", "zoey", "zoey@elsewhere", "2002", "1001"):
        assert await search(desk, owner, text) == [zoe], text
    with pytest.raises(PatientMerged) as merged:
        await open_patient(desk.toolbox, owner, zoey)
    assert merged.value.kept_id == zoe


@pytest.mark.parametrize("typed", [ZOE, ZOEY, ZOEY | {"phone": "02 5550 9999"}])
async def test_whoever_comes_by_the_old_details_is_recognised(
    desk: Desk, typed: dict[str, str]
) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    await merge(desk, owner, zoe, zoey)
    assert await who(desk, await visit(desk, 5, **typed, patient_is="existing")) == zoe


async def test_who_is_kept_is_recognised_by_what_was_replaced_too(desk: Desk) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    before = await everything(desk)
    taken = {name: ZOEY[name] for name in ("first_name", "email")} | {"phone": "+61255502002"}
    number = await merge(desk, owner, zoe, zoey, **taken)
    booking = await visit(desk, 5, **ZOE)
    assert await who(desk, booking) == zoe
    await desk.execute("DELETE FROM acceptance WHERE booking_id = $1", booking.id)
    for table in ("delivery", "booking_identity"):
        await desk.execute(f"DELETE FROM {table} WHERE booking_id = $1", booking.id)  # noqa: S608
    await desk.execute("DELETE FROM booking WHERE id = $1", booking.id)
    await undo_merge(desk.toolbox, owner, number)
    assert await everything(desk) == before


@pytest.mark.parametrize(("kept", "merged"), [("normal", "approve"), ("approve", "prepay")])
async def test_undone_all_is_as_it_was(desk: Desk, kept: str, merged: str) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    for each, step, note in ((zoe, kept, "Needs a ramp"), (zoey, merged, "Allergic to latex")):
        sql = "UPDATE patient SET trust = $2, trust_by = 'staff', alert_note = $3 WHERE id = $1"
        await desk.execute(sql, each, step, note)
    before = await everything(desk)
    number = await merge(desk, owner, zoe, zoey)
    now = await record(desk, zoe)
    assert (now.trust, now.alert_note) == ("approve", "Needs a ramp\n\nAllergic to latex")
    assert (await record(desk, zoey)).trust == "normal"
    assert await undo_merge(desk.toolbox, owner, number) == zoe
    assert await everything(desk) == before


async def test_bookings_made_meanwhile_stay_with_the_record_that_was_kept(desk: Desk) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    number = await merge(desk, owner, zoe, zoey)
    meanwhile = await visit(desk, 5, **ZOEY, patient_is="existing")
    await undo_merge(desk.toolbox, owner, number)
    assert await who(desk, meanwhile) == zoe
    assert len((await open_patient(desk.toolbox, owner, zoey)).bookings) == 2


async def test_what_was_changed_since_is_not_taken_back(desk: Desk) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    number = await merge(desk, owner, zoe, zoey, last_name="Marrow-Reed")
    details = ContactDetails(
        first_name="Zoe",
        last_name="Marrow-Reed",
        email="zoe@new.example",
        phone="+61255501001",
        birth_date=None,
        patient_is="existing",
    )
    revision = (await record(desk, zoe)).revision
    await change_details(desk.toolbox, owner, zoe, revision, details)
    await undo_merge(desk.toolbox, owner, number)
    now = await record(desk, zoe)
    assert (now.last_name, now.email) == ("Marrow", "zoe@new.example")
    assert await search(desk, owner, "zoe@new") == [zoe]


async def test_a_chain_leads_to_its_end_and_is_undone_from_there(desk: Desk) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    bob = await who(desk, await visit(desk, 3, **BOB))
    before = await everything(desk)
    first = await merge(desk, owner, zoe, zoey)
    between = await everything(desk)
    second = await merge(desk, owner, bob, zoe)
    with pytest.raises(PatientMerged) as merged:
        await open_patient(desk.toolbox, owner, zoey)
    assert merged.value.kept_id == bob
    meanwhile = await visit(desk, 5, **ZOEY)
    assert await who(desk, meanwhile) == bob
    with pytest.raises(LaterMergeFirst):
        await undo_merge(desk.toolbox, owner, first)
    await undo_merge(desk.toolbox, owner, second)
    assert (await everything(desk))["patient"] == between["patient"]
    await undo_merge(desk.toolbox, owner, first)
    now = await everything(desk)
    assert now["patient"] == before["patient"]
    assert now["patient_search"] == before["patient_search"]
    assert set(before["booking"]) < set(now["booking"])
    assert await who(desk, meanwhile) == bob


async def test_of_two_merges_into_one_the_later_is_undone_first(desk: Desk) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    bob = await who(desk, await visit(desk, 3, **BOB))
    before = await everything(desk)
    numbers = [await merge(desk, owner, zoe, each) for each in (zoey, bob)]
    with pytest.raises(LaterMergeFirst):
        await undo_merge(desk.toolbox, owner, numbers[0])
    for number in reversed(numbers):
        await undo_merge(desk.toolbox, owner, number)
    assert await everything(desk) == before


async def test_a_merge_is_undone_once_and_within_thirty_days(desk: Desk) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    number = await merge(desk, owner, zoe, zoey)
    desk.clock.wait(MERGE_SECONDS - 1)
    assert (await open_patient(desk.toolbox, owner, zoe)).merged[0].undo_until
    await undo_merge(desk.toolbox, owner, number)
    with pytest.raises(MergeOver):
        await undo_merge(desk.toolbox, owner, number)
    number = await merge(desk, owner, zoe, zoey)
    desk.clock.wait(MERGE_SECONDS)
    assert (await open_patient(desk.toolbox, owner, zoe)).merged[0].undo_until is None
    with pytest.raises(MergeOver):
        await undo_merge(desk.toolbox, owner, number)


async def test_a_form_that_shows_an_older_record_changes_nothing(desk: Desk) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    offer = await offer_merge(desk.toolbox, owner, zoe, zoey)
    await change_alert_note(desk.toolbox, owner, zoey, offer.merged.record.revision, "Needs a ramp")
    before = await everything(desk)
    with pytest.raises(PatientChanged):
        await merge_patients(desk.toolbox, owner, asked(offer))
    assert await everything(desk) == before


@pytest.mark.req("R5")
async def test_only_the_desk_merges_and_only_the_own_clinics_records(desk: Desk) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    sam = await member(desk, "practitioner", "sam-lee")
    elsewhere = await open_desk(desk.database, "elsewhere")
    foreign = await who(elsewhere, await elsewhere.book())
    for asking, one, other in (
        *((sam, zoe, zoey), (owner, zoe, foreign), (owner, foreign, zoe), (owner, zoe, zoe)),
        (owner, zoe, 999_999),
    ):
        with pytest.raises(PatientUnknown):
            await merge(desk, asking, one, other)
    number = await merge(desk, owner, zoe, zoey)
    with pytest.raises(PatientUnknown):
        await undo_merge(desk.toolbox, sam, number)
    stranger = await member(elsewhere, "reception")
    with pytest.raises(PatientUnknown):
        await undo_merge(desk.toolbox, stranger, number)


@pytest.mark.req("A1")
async def test_who_merged_and_parted_them_is_written_down(desk: Desk) -> None:
    owner, (zoe, zoey) = await member(desk), await two(desk)
    number = await merge(desk, owner, zoe, zoey)
    await undo_merge(desk.toolbox, owner, number)
    clinic_id = (await record(desk, zoe)).clinic_id
    done = await find_audit(desk.database, clinic_id, "patient", zoe)
    assert [(each.action, each.details["patient_id"]) for each in done] == [
        ("patient_parted", (zoey, None)),
        ("patient_merged", (None, zoey)),
    ]
