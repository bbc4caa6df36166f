"""What a clinic's rules make of late cancellations, no-shows and what was not paid (T2, T3)."""

import pytest
from msgspec import structs

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file import clinic_values
from slotkeeper.domain.trust import Standing, Step
from slotkeeper.domain.trust_rule import TrustRule, TrustSettings
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.settings.draft import make_draft
from slotkeeper.services.staff.settings.effect import find_effect
from slotkeeper.services.staff.settings.save import save_draft
from slotkeeper.services.trust.deadline import bring_back
from slotkeeper.services.trust.rules import apply_rules, find_struck
from slotkeeper.storage.trust import find_standing
from tests.services.desk import DAY, NINE, Desk
from tests.services.trusted import put_on

pytestmark = pytest.mark.req("T2", "T3")

LATE = TrustRule(after="late-cancellations", times=3, within_days=90, step="prepay", for_days=180)
NOSHOW = TrustRule(after="no-shows", times=2, within_days=365, step="approve")


async def with_rules(desk: Desk, *rules: TrustRule) -> Clinic:
    clinic = await get_clinic(desk.database, desk.slug)
    return await desk.save(structs.replace(clinic, trust=TrustSettings(rules=rules)))


async def cancelled_late(desk: Desk, clinic: Clinic, times: int) -> int:
    """One patient so many times; each is looked at as it happens."""
    patient = 0
    for number in range(times):
        booking = await desk.book(NINE + number * 1800)
        patient = booking.patient_id or 0
        await desk.execute(
            """UPDATE booking SET state = 'cancelled', cancelled_by = 'patient', is_late = 1,
                 cancelled_at = $2 WHERE id = $1""",
            booking.id,
            desk.clock(),
        )
        await happens(desk, clinic, patient)
    return patient


async def happens(desk: Desk, clinic: Clinic, patient: int) -> Step:
    return await desk.database.write(lambda tx: apply_rules(tx, clinic, patient, desk.clock()))


async def standing(desk: Desk, patient: int) -> Standing:
    clinic = await get_clinic(desk.database, desk.slug)
    found = await find_standing(desk.database, clinic.id, patient)
    assert found
    return found


async def test_three_late_cancellations_in_ninety_days_ask_to_pay_first(desk: Desk) -> None:
    await desk.set_up(daily_limit=0)
    clinic = await with_rules(desk, LATE)
    patient = await cancelled_late(desk, clinic, 2)
    assert (await standing(desk, patient)).step == "normal"
    await cancelled_late(desk, clinic, 1)
    found = await standing(desk, patient)
    assert (found.step, found.by, found.reason) == ("prepay", "rule", "late-cancellations")
    assert found.until == desk.clock() + 180 * DAY
    [row] = await desk.rows("SELECT action, subject_id, staff_id FROM audit")
    assert (row["action"], row["subject_id"], row["staff_id"]) == ("trust_set", patient, None)


async def test_what_is_too_long_ago_does_not_count(desk: Desk) -> None:
    await desk.set_up(daily_limit=0)
    clinic = await with_rules(desk, LATE)
    patient = await cancelled_late(desk, clinic, 2)
    desk.clock.wait(90 * DAY)
    await desk.execute("UPDATE booking SET cancelled_at = $1 WHERE id = ("
                       "SELECT MAX(id) FROM booking)", desk.clock())  # fmt: skip
    assert await happens(desk, clinic, patient) == "normal"


async def test_no_shows_and_unpaid_count_too(desk: Desk) -> None:
    clinic = await with_rules(desk, NOSHOW, TrustRule(after="unpaid", step="prepay"))
    booking = await desk.book(NINE)
    patient = booking.patient_id or 0
    await desk.execute("UPDATE booking SET is_unpaid = 1, state = 'fulfilled'")
    assert await happens(desk, clinic, patient) == "prepay"
    second = await desk.book(NINE + 3600)  # it waits for the clinic, which takes no payments
    assert second.state == "pending"
    await desk.execute("UPDATE booking SET state = 'noshow', awaits = '', expires_at = NULL")
    assert await happens(desk, clinic, patient) == "approve"


async def test_a_rule_never_weakens_what_staff_set(desk: Desk) -> None:
    await desk.set_up(daily_limit=0)
    clinic = await with_rules(desk, LATE)
    patient = await cancelled_late(desk, clinic, 2)
    await put_on(desk, patient, "call")
    await desk.execute(
        "UPDATE booking SET is_late = 1, cancelled_at = $1 WHERE state = 'cancelled'", desk.clock()
    )
    clinic = await with_rules(desk, structs.replace(LATE, times=1))
    assert await happens(desk, clinic, patient) == "call"
    assert (await standing(desk, patient)).by == "staff"


async def test_what_staff_set_comes_back_when_the_rules_time_is_over(desk: Desk) -> None:
    await desk.set_up(daily_limit=0)
    clinic = await with_rules(desk, structs.replace(LATE, times=1))
    booking = await desk.book(NINE)
    patient = booking.patient_id or 0
    await put_on(desk, patient, "confirm", "false-details")
    await desk.execute(
        """UPDATE booking SET state = 'cancelled', cancelled_by = 'patient', is_late = 1,
             cancelled_at = $1""",
        desk.clock(),
    )
    assert await happens(desk, clinic, patient) == "prepay"
    later = (await standing(desk, patient)).at(desk.clock() + 180 * DAY)
    assert (later.step, later.by, later.reason) == ("confirm", "staff", "false-details")
    assert await bring_back(desk.toolbox) == 0
    desk.clock.wait(180 * DAY)
    assert await bring_back(desk.toolbox) == 1
    assert await bring_back(desk.toolbox) == 0
    assert (await standing(desk, patient)).step == "confirm"


async def test_what_staff_have_forgiven_does_not_count_again(desk: Desk) -> None:
    await desk.set_up(daily_limit=0)
    clinic = await with_rules(desk, LATE)
    patient = await cancelled_late(desk, clinic, 3)
    desk.clock.wait(60)
    await put_on(desk, patient, "normal")
    desk.clock.wait(60)
    await cancelled_late(desk, clinic, 2)
    assert (await standing(desk, patient)).step == "normal"


async def test_whom_rules_would_strike_is_known_before_they_are_saved(desk: Desk) -> None:
    await desk.set_up(daily_limit=0)
    clinic = await with_rules(desk)
    patient = await cancelled_late(desk, clinic, 3)
    drafted = structs.replace(clinic, trust=TrustSettings(rules=(LATE,)))
    struck = await find_struck(desk.database, drafted, desk.clock())
    assert {number: each.step for number, each in struck.items()} == {patient: "prepay"}
    assert (await standing(desk, patient)).step == "normal"


async def test_saving_rules_puts_those_on_the_step_whom_the_effect_named(desk: Desk) -> None:
    await desk.set_up(daily_limit=0)
    clinic = await with_rules(desk)
    patient = await cancelled_late(desk, clinic, 3)
    new = structs.replace(clinic, trust=TrustSettings(rules=(LATE,)))
    draft = make_draft(clinic, clinic_values(new))
    effect = await find_effect(desk.database, draft, desk.clock())
    assert [(each.key, each.n, each.name) for each in effect.consequences] == [
        ("effect.trust_struck", 1, "prepay")
    ]
    actor = Actor(clinic_id=clinic.id, staff_id=None, at=desk.clock())
    await save_draft(desk.database, actor, draft)
    assert (await standing(desk, patient)).step == "prepay"
