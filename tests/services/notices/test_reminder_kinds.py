"""By which ways, of which bookings and over clock changes patients are reminded (N7)."""

from datetime import date

import pytest

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.reminder import FIND, find_remindable
from tests.services.classes import CLASS, add_class, attendee
from tests.services.desk import DAY, NINE, at
from tests.services.notices.office import Office
from tests.services.notices.reminding import (
    HOUR,
    MINUTE,
    THURSDAY,
    mara_at,
    remind,
    reminders,
    set_reminders,
    told_letter,
    wait_until,
)
from tests.services.notices.test_letters_for_others import FOR_TIM, NORA
from tests.services.staff.bookings.front_desk import somebody
from tests.services.staff.series.regulars import Regulars

pytestmark = pytest.mark.req("N7")
JAN_12 = date(2027, 1, 12)


async def test_texts_only_where_the_clinic_sends_texts(office: Office) -> None:
    await set_reminders(office, (CutOff(24, "h"), "sms"), (CutOff(24, "h"), "mail"))
    await told_letter(office)
    wait_until(office, THURSDAY - DAY)
    assert await remind(office) == 1
    await office.desk.execute(
        """INSERT INTO sms_account (clinic_id, account, token_sealed, sender, changed_at)
           VALUES ($1, 'AC', 'sealed', '+61255500000', 0)""",
        (await get_clinic(office.database, office.desk.slug)).id,
    )
    office.desk.clock.wait(MINUTE)
    assert await remind(office) == 1, "a text is another way, whatever went by mail"
    assert sorted(channel for _, channel in await reminders(office)) == ["mail", "sms"]


async def test_every_date_of_a_series_is_reminded_of(office: Office) -> None:
    regulars = Regulars(await mara_at(office))
    await regulars.weekly(3, details=somebody(email="zoe@patient.example"))
    await office.run()
    for week in range(3):
        wait_until(office, NINE + week * 7 * DAY - DAY)
        assert await remind(office) == 1
        [letter] = await office.run()
        assert letter.to == "zoe@patient.example"


async def test_everybody_who_comes_to_a_class_is_reminded(office: Office) -> None:
    await add_class(office.desk)
    for number in range(2):
        await office.desk.book(CLASS, kind="class", **attendee(number))
    await office.run()
    wait_until(office, CLASS - 2 * HOUR)
    await set_reminders(office, (CutOff(3, "h"), "mail"))
    assert await remind(office) == 2
    assert {each.to for each in await office.run()} == {attendee(n)["email"] for n in range(2)}


async def test_who_booked_for_somebody_else_is_reminded(office: Office) -> None:
    await office.book(THURSDAY, **FOR_TIM)
    await office.run()
    wait_until(office, THURSDAY - DAY)
    await remind(office)
    [letter] = await office.run()
    assert (letter.to, letter.to_name) == (NORA, "Nora Tidewell")
    assert "Hello Nora, this is about the appointment for Tim." in letter.text


@pytest.mark.parametrize(
    ("lead", "due"),
    [
        (CutOff(1, "d"), at("2027-04-03 09:00")),
        (CutOff(24, "h"), at("2027-04-03 10:00")),
    ],
)
async def test_where_clocks_change_a_day_keeps_its_time_and_hours_are_counted(
    office: Office, lead: CutOff, due: int
) -> None:
    # In the night to Sunday 4 April 2027 clocks go back: 9:00 to 9:00 takes 25 hours.
    await set_reminders(office, (lead, "mail"))
    booking = await told_letter(office)
    sunday = at("2027-04-04 09:00")
    await office.desk.execute(
        """UPDATE booking SET starts_at = $2, ends_at = $3, busy_from = $2, busy_until = $3
           WHERE id = $1""",
        booking.id,
        sunday,
        sunday + HOUR,
    )
    wait_until(office, due - 1)
    assert await remind(office) == 0
    wait_until(office, due)
    assert await remind(office) == 1


async def test_a_clinic_with_many_bookings_is_asked_by_the_index_of_their_starts(
    office: Office,
) -> None:
    booking = await office.book()
    await office.desk.execute(
        """WITH RECURSIVE numbers (n) AS (
             SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 4000
           )
           INSERT INTO booking (clinic_id, practitioner_id, appointment_type_id, state, starts_at,
             ends_at, busy_from, busy_until, held_at, patient_id, made_at, reference)
           SELECT clinic_id, practitioner_id, appointment_type_id, state, starts_at + n * 3600,
             ends_at + n * 3600, busy_from + n * 3600, busy_until + n * 3600, held_at, patient_id,
             made_at, CAST(n AS TEXT)
           FROM booking CROSS JOIN numbers WHERE id = $1""",
        booking.id,
    )
    await office.desk.execute(
        """INSERT INTO delivery (clinic_id, booking_id, recipient, message, made_at)
           SELECT clinic_id, id, 'patient', 'booking_confirmed', made_at FROM booking
           WHERE id > $1""",
        booking.id,
    )
    await office.desk.execute("ANALYZE")
    asked = booking.clinic_id, THURSDAY, THURSDAY + HOUR
    assert len(await find_remindable(office.database, *asked, "mail")) == 2
    is_sqlite = "sqlite" in type(office.database).__module__
    plan = await office.desk.rows(f"EXPLAIN {'QUERY PLAN ' * is_sqlite}{FIND}", *asked, "mail")
    said = "\n".join(str(row["detail" if is_sqlite else "QUERY PLAN"]) for row in plan)
    assert "booking_by_start" in said
    assert "delivery_once" in said
    assert "Seq Scan" not in said
    assert "SCAN" not in said


async def test_a_date_of_a_series_is_not_reminded_of_right_after_all_were_told_anew(
    office: Office,
) -> None:
    await set_reminders(office, (CutOff(14, "d"), "mail"))
    regulars = Regulars(await mara_at(office))
    series = await regulars.weekly(3, details=somebody(email="zoe@patient.example"))
    wait_until(office, NINE + DAY)  # the reminder of the third date fell due a day ago
    await regulars.change(series, JAN_12, minute=10 * 60)
    await office.run()
    office.desk.clock.wait(MINUTE)
    assert await remind(office) == 0, "they have just been told, with the other date"
