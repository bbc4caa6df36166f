"""Patients are found, opened, edited and told apart, on either engine."""

from datetime import date

import pytest

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.patient_merge import PatientChanged, PatientUnknown
from slotkeeper.domain.staff import Member
from slotkeeper.services.contact_details import parse_known_details
from slotkeeper.services.staff.patients import find
from slotkeeper.services.staff.patients.edit import change_alert_note, change_details
from slotkeeper.services.staff.patients.find import PatientPage, find_patients_page
from slotkeeper.services.staff.patients.record import SEEN_ONCE_SECONDS, open_patient
from slotkeeper.storage.audit import find_audit
from slotkeeper.storage.news import get_news
from tests.services.desk import NINE, Desk, open_desk
from tests.services.staff.patients.desk_of_patients import (
    BOB,
    ZOE,
    record,
    three,
    visit,
    who,
)
from tests.services.staff.test_booking_list import member

pytestmark = pytest.mark.req("A4")

TODAY = date(2027, 1, 4)


async def page(desk: Desk, asking: Member, text: str = "", **more: object) -> PatientPage:
    clinic = await desk.toolbox.clinics.get(desk.database, desk.slug)
    return await find_patients_page(desk.toolbox, asking, clinic, text, **more)  # type: ignore[arg-type]


async def ids(desk: Desk, asking: Member, text: str = "") -> list[int]:
    return [each.record.id for each in (await page(desk, asking, text)).patients]


async def test_nothing_asked_gives_the_last_booked_first(desk: Desk) -> None:
    owner, (zoe, zoey, bob) = await member(desk), await three(desk)
    assert await ids(desk, owner) == [bob, zoey, zoe]
    await visit(desk, 5, **ZOE)
    assert await ids(desk, owner) == [zoe, bob, zoey]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zo", ["Zoe", "Zoey"]),
        ("marrow zoey", ["Zoey"]),
        ("bob@patient.example", ["Bob"]),
        ("02 5550 3003", ["Bob"]),
        ("2002", ["Zoey"]),
        ("nobody", []),
        ("?!", []),
    ],
)
async def test_a_search_finds_by_name_phone_and_e_mail(
    desk: Desk, text: str, expected: list[str]
) -> None:
    owner, _ = await member(desk), await three(desk)
    found = await page(desk, owner, text)
    assert [each.record.first_name for each in found.patients] == expected


async def test_a_reference_finds_who_has_that_booking(desk: Desk) -> None:
    owner, (_, _, bob) = await member(desk), await three(desk)
    booking = await visit(desk, 6, **BOB)
    assert await ids(desk, owner, booking.reference) == [bob]


@pytest.mark.parametrize(("text", "few"), [("", 500), ("zo", 500), ("zo", 1)])
async def test_pages_lead_to_the_end_without_one_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, text: str, few: int
) -> None:
    monkeypatch.setattr(find, "MOST_FOUND", few)
    owner, _ = await member(desk), await three(desk)
    whole = [each.record.id for each in (await page(desk, owner, text)).patients]
    seen, after = [], None
    for _ in whole:
        some = await page(desk, owner, text, after=after, most=1)
        seen += [each.record.id for each in some.patients]
        after = some.after
    assert (seen, after) == (whole, None)
    assert len(whole) == (2 if text else 3)


async def test_a_row_tells_of_the_last_and_the_next_booking(desk: Desk) -> None:
    owner, (zoe, _, _) = await member(desk), await three(desk)
    desk.clock.now = NINE + 60
    await visit(desk, 10, **ZOE)
    rows = {each.record.id: each for each in (await page(desk, owner)).patients}
    assert (rows[zoe].last_at, rows[zoe].next_at) == (NINE, NINE + 10 * 1800)


@pytest.mark.req("R5")
async def test_a_practitioner_sees_those_of_the_own_diary_only(desk: Desk) -> None:
    sam = await member(desk, "practitioner", "sam-lee")
    zoe, _, bob = await three(desk)
    await desk.execute(
        "UPDATE booking SET practitioner_id = practitioner_id + 1 WHERE patient_id = $1", bob
    )
    assert bob not in await ids(desk, sam)
    assert await ids(desk, sam, "bob") == []
    assert (await open_patient(desk.toolbox, sam, zoe)).likely == []
    with pytest.raises(PatientUnknown):
        await open_patient(desk.toolbox, sam, bob)
    with pytest.raises(PatientUnknown):
        await change_alert_note(desk.toolbox, sam, bob, 0, "Not mine")
    await change_alert_note(desk.toolbox, sam, zoe, (await record(desk, zoe)).revision, "Mine")


@pytest.mark.req("R5")
async def test_another_clinics_patients_are_not_there(desk: Desk) -> None:
    owner = await member(desk)
    elsewhere = await open_desk(desk.database, "elsewhere")
    foreign = await who(elsewhere, await elsewhere.book())
    for number in (foreign, 999_999):
        with pytest.raises(PatientUnknown):
            await open_patient(desk.toolbox, owner, number)
    assert await ids(desk, owner, "ada") == []


@pytest.mark.req("R6")
async def test_who_looks_is_written_down_once_in_ten_minutes(desk: Desk) -> None:
    owner, (zoe, _, _) = await member(desk), await three(desk)
    reception = await member(desk, "reception")
    for asking in (owner, owner, reception):
        await open_patient(desk.toolbox, asking, zoe)
    desk.clock.wait(SEEN_ONCE_SECONDS)
    await open_patient(desk.toolbox, owner, zoe)
    seen = await find_audit(desk.database, owner.clinic_id, "patient", zoe)
    assert [(each.action, each.staff_id) for each in seen] == [
        ("patient_seen", owner.staff.id),
        ("patient_seen", reception.staff.id),
        ("patient_seen", owner.staff.id),
    ]


@pytest.mark.req("T1")
async def test_an_alert_note_is_kept_told_and_can_be_taken_back(desk: Desk) -> None:
    owner, (zoe, _, _) = await member(desk), await three(desk)
    news = await get_news(desk.database, owner.clinic_id)
    await change_alert_note(desk.toolbox, owner, zoe, 0, "  Needs a ramp \r\n")
    file = await open_patient(desk.toolbox, owner, zoe)
    assert (file.record.alert_note, file.note_before) == ("Needs a ramp", "")
    assert await get_news(desk.database, owner.clinic_id) != news
    await change_alert_note(desk.toolbox, owner, zoe, file.record.revision, file.note_before or "")
    assert (await record(desk, zoe)).alert_note == ""
    with pytest.raises(PatientChanged):
        await change_alert_note(desk.toolbox, owner, zoe, file.record.revision, "Too late")
    with pytest.raises(FieldsInvalid):
        await change_alert_note(desk.toolbox, owner, zoe, 0, "n" * 1001)


async def edit(desk: Desk, asking: Member, patient_id: int, **changed: str) -> None:
    clinic = await desk.toolbox.clinics.get(desk.database, desk.slug)
    now = await record(desk, patient_id)
    shown = {"first_name": now.first_name, "last_name": now.last_name, "email": now.email}
    typed = shown | {"phone": now.phone, "birth_date": str(now.birth_date or "")} | changed
    details = parse_known_details(typed, clinic, TODAY)
    await change_details(desk.toolbox, asking, patient_id, now.revision, details)


async def test_changed_details_find_and_recognise_the_patient(desk: Desk) -> None:
    owner, (zoe, _, bob) = await member(desk), await three(desk)
    await edit(desk, owner, bob, last_name="Čapek", email="bob@new.example", phone="")
    assert await ids(desk, owner, "capek") == [bob]
    assert await ids(desk, owner, "3003") == []
    again = BOB | {"last_name": "Capek", "email": "BOB@new.example", "phone": "02 5550 7777"}
    assert await who(desk, await visit(desk, 5, **again)) == bob
    assert await who(desk, await visit(desk, 6, **BOB)) not in {bob, zoe}
    [entry] = await find_audit(desk.database, owner.clinic_id, "patient", bob)
    assert entry.details == {
        "last_name": ("Tidewater", "Čapek"),
        "email": ("bob@patient.example", "bob@new.example"),
        "phone": ("+61255503003", ""),
    }


async def test_what_cannot_be_read_is_refused_at_its_field(desk: Desk) -> None:
    owner, (zoe, _, _) = await member(desk), await three(desk)
    with pytest.raises(FieldsInvalid) as wrong:
        await edit(
            desk, owner, zoe, first_name=" ", email="zoe", phone="1", birth_date="3030-01-01"
        )
    assert set(wrong.value.problems) == {"first_name", "email", "phone", "birth_date"}


async def test_who_sees_only_a_diary_edits_no_details(desk: Desk) -> None:
    sam, (zoe, _, _) = await member(desk, "practitioner", "sam-lee"), await three(desk)
    with pytest.raises(PatientUnknown):
        await edit(desk, sam, zoe, first_name="Other")
