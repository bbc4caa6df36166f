"""Practitioners hear of what they asked for, the addresses of the clinic of what they should."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.notice_rules import PRACTITIONER_NOTICES, PractitionerNotice, address_number
from slotkeeper.gateways.mail import Mail, MailDown, MailPutOff, MailRefused
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.notices.announce import announce
from tests.services.desk import NINE
from tests.services.notices.office import Office
from tests.services.staff.bookings.front_desk import HALF_HOUR, FrontDesk, front_desk
from tests.services.staff.series.regulars import Regulars

ADA, DESK, BOSS = "ada@patient.example", "desk@harbour.example", "boss@harbour.example"
SAM, ANA = "sam@harbour.example", "ana@harbour.example"
TEN = NINE + 2 * HALF_HOUR

pytestmark = pytest.mark.req("N6")


async def ask(office: Office, **wanted: tuple[PractitionerNotice, ...]) -> None:
    """Sam and Ana have addresses, and asked for this."""
    clinic = await get_clinic(office.database, office.desk.slug)
    people = tuple(
        replace(
            each,
            email=f"{each.slug.partition('-')[0]}@harbour.example",
            notices=wanted.get(each.slug.partition("-")[0], ()),
        )
        for each in clinic.practitioners
    )
    await office.desk.save(replace(clinic, practitioners=people))


async def set_rules(office: Office, **rules: object) -> None:
    clinic = await get_clinic(office.database, office.desk.slug)
    await office.desk.save(replace(clinic, notices=replace(clinic.notices, **rules)))


async def to_staff(office: Office) -> list[tuple[str, str]]:
    """What went out to others than patients by this: address and the beginning of the subject."""
    sent = [each for each in await office.run() if each.to.endswith("@harbour.example")]
    return sorted((each.to, each.subject.partition(":")[0]) for each in sent)


def letter_to(office: Office, address: str) -> Mail:
    return office.box.to(address)[-1]


async def mara_at(office: Office) -> FrontDesk:
    return await front_desk(office.desk)


async def test_a_practitioner_who_asked_for_nothing_is_told_nothing(office: Office) -> None:
    await ask(office)
    await office.book()
    assert await to_staff(office) == [(DESK, "New booking")]


async def test_a_new_booking_with_all_that_it_takes_to_recognise_the_patient(
    office: Office,
) -> None:
    await ask(office, sam=("new",))
    booking = await office.book()
    await office.desk.execute("UPDATE patient SET alert_note = 'Bring the ramp.'")
    assert await to_staff(office) == [(DESK, "New booking"), (SAM, "New booking")]
    letter = letter_to(office, SAM)
    assert letter.to_name == "Sam Lee"
    for said in ("Ada Example", ADA, "+61255501234", "Bring the ramp.", "Standard consultation"):
        assert said in letter.text
    assert f"https://book.example/staff/harbour-physio/bookings/{booking.id}" in letter.text


async def test_changes_and_cancellations_by_whom_ever(office: Office) -> None:
    await ask(office, sam=("changed", "cancelled"))
    mara, booking = await mara_at(office), await office.book()
    await office.run()
    moved = await mara.move(booking, TEN)
    assert await to_staff(office) == [(SAM, "Moved")]
    await mara.cancel(moved)
    assert await to_staff(office) == [(SAM, "Cancelled")]


async def test_of_a_move_to_a_colleague_both_are_told(office: Office) -> None:
    await ask(office, sam=("changed",), ana=("changed",))
    mara, booking = await mara_at(office), await office.book()
    await office.run()
    await mara.move(booking, TEN, practitioner="ana-costa")
    assert await to_staff(office) == [(ANA, "Moved"), (SAM, "Moved to Ana Costa")]
    assert "The time that it had with you is free." in letter_to(office, SAM).text


async def test_who_never_had_it_in_the_end_hears_nothing(office: Office) -> None:
    await ask(office, sam=PRACTITIONER_NOTICES, ana=PRACTITIONER_NOTICES)
    mara, booking = await mara_at(office), await office.book()
    await office.run()
    office.box.weather[""] = MailDown("silent")
    there = await mara.move(booking, TEN, practitioner="ana-costa")
    await mara.move(there, NINE)
    office.box.weather.clear()
    office.desk.clock.wait(600)
    assert await to_staff(office) == [], "Sam has it where he knows it to be"


async def test_nobody_is_told_of_what_they_did_themselves(office: Office) -> None:
    await ask(office, sam=("new", "changed", "cancelled"))
    sam = await front_desk(office.desk, "practitioner", "sam-lee")
    booking = await sam.book()
    await sam.cancel(await sam.move(booking, TEN))
    assert await to_staff(office) == []


async def test_every_date_of_a_series_is_told(office: Office) -> None:
    await ask(office, sam=("new",))
    await Regulars(await mara_at(office)).weekly(3)
    assert await to_staff(office) == [(SAM, "New booking")] * 3


async def test_a_message_that_did_not_reach_their_patient(office: Office) -> None:
    await ask(office, sam=("failed",))
    office.box.weather[ADA] = MailRefused("550")
    await office.book()
    assert await to_staff(office) == [
        (DESK, "A message did not arrive"),
        (DESK, "New booking"),
        (SAM, "A message did not arrive"),
    ]


async def test_what_ended_before_it_was_a_booking_is_not_told(office: Office) -> None:
    await ask(office, sam=("cancelled",))
    booking = await office.book()
    await office.desk.cancel(booking, "declined")
    await office.database.write(
        lambda tx: announce(tx, booking.clinic_id, booking.id, "cancelled", office.desk.clock())
    )
    assert (SAM, "Cancelled") not in await to_staff(office)


@pytest.mark.req("N1")
async def test_each_address_of_the_clinic_has_a_delivery_of_its_own(office: Office) -> None:
    await set_rules(office, send_to=(DESK, BOSS))
    office.box.weather[BOSS] = MailPutOff("451")
    await office.book()
    assert await to_staff(office) == [(DESK, "New booking")]
    office.box.weather.clear()
    office.desk.clock.wait(600)
    await office.run()
    assert len(office.box.to(DESK)) == len(office.box.to(BOSS)) == 1
    rows = [each for each in await office.deliveries() if each["recipient"] == "clinic"]
    assert {each["target"] for each in rows} == {address_number(DESK), address_number(BOSS)}
    ids = {each.message_id for each in office.box.sent}
    assert len(ids) == 3


async def test_an_address_that_was_taken_from_the_list_gets_nothing_more(office: Office) -> None:
    await set_rules(office, send_to=(DESK, BOSS))
    await office.book()
    await set_rules(office, send_to=(DESK,))
    assert await to_staff(office) == [(DESK, "New booking")]


async def test_a_later_change_does_not_swallow_that_of_another_address(office: Office) -> None:
    await set_rules(office, send_to=(DESK, BOSS), staff_changes=True)
    mara, booking = await mara_at(office), await office.book()
    await office.run()
    moved = await mara.move(booking, TEN)
    await mara.move(moved, TEN + HALF_HOUR)
    assert await to_staff(office) == [(BOSS, "Moved"), (DESK, "Moved")]


@pytest.mark.parametrize("is_told", [False, True])
async def test_what_staff_do_is_told_where_the_clinic_wants_it(
    office: Office, *, is_told: bool
) -> None:
    await set_rules(office, staff_changes=is_told)
    mara = await mara_at(office)
    booking = await mara.book()
    told = [await to_staff(office)]
    moved = await mara.move(booking, TEN)
    told.append(await to_staff(office))
    await mara.cancel(moved)
    told.append(await to_staff(office))
    wanted = [[(DESK, "New booking")], [(DESK, "Moved")], [(DESK, "Cancelled")]]
    assert told == (wanted if is_told else [[], [], []])
