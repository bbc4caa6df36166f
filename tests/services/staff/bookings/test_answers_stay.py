"""Answers and who booked stay with a booking that is moved or whose patient is merged (B12)."""

import pytest
from msgspec import structs

from slotkeeper.domain.question import Question
from slotkeeper.services.staff.answers import see_answers
from slotkeeper.services.staff.patients.record import open_patient
from slotkeeper.storage.booker import find_booker
from tests.services.desk import NINE, Desk
from tests.services.staff.bookings.front_desk import HALF_HOUR, FrontDesk
from tests.services.staff.patients.desk_of_patients import merge
from tests.services.staff.test_booking_list import member

FOR_TIM = {
    "for_other": "on",
    "booker_first_name": "Nora",
    "booker_last_name": "Tidewell",
    "booker_is": "carer",
    "first_name": "Tim",
    "last_name": "Tidewell",
    "q_goal": "A fall.",
}

pytestmark = pytest.mark.req("B12")


async def ask(desk: Desk) -> None:
    clinic = await desk.set_up(daily_limit=0)
    asked = (Question(id="goal", ask="What happened?"),)
    kinds = tuple(structs.replace(each, questions=asked) for each in clinic.appointment_types)
    await desk.save(structs.replace(clinic, appointment_types=kinds))


async def test_a_move_keeps_them(mara: FrontDesk) -> None:
    await ask(mara.desk)
    booking = await mara.desk.book(NINE, **FOR_TIM)
    await mara.move(booking, NINE + 2 * HALF_HOUR, practitioner="ana-costa")
    owner = await member(mara.desk)
    opened = await see_answers(mara.desk.toolbox, owner, booking.id)
    assert opened.answers is not None
    assert opened.answers[0].given == ("A fall.",)
    booker = await find_booker(mara.desk.database, booking.clinic_id, booking.id)
    assert booker is not None
    assert booker.name == "Nora Tidewell"


async def test_a_merge_keeps_them_and_the_kept_record_leads_to_them(desk: Desk) -> None:
    await ask(desk)
    owner = await member(desk)
    first = await desk.book(NINE, first_name="Timothy", last_name="Tidewell")
    second = await desk.book(NINE + HALF_HOUR, **FOR_TIM)
    assert first.patient_id is not None
    assert second.patient_id is not None
    await merge(desk, owner, first.patient_id, second.patient_id)
    file = await open_patient(desk.toolbox, owner, first.patient_id)
    assert file.with_answers == {second.id}
    assert file.bookers[second.id].booker_is == "carer"
    opened = await see_answers(desk.toolbox, owner, second.id)
    assert opened.answers is not None
    assert opened.answers[0].given == ("A fall.",)
