"""A change is saved once, noted setting by setting, and never over somebody else's."""

import asyncio

import pytest

from slotkeeper.domain.clinic_file import clinic_values
from slotkeeper.services.clinics import export_clinic, get_clinic
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.settings.draft import (
    AnotherClinic,
    Draft,
    draft_from_file,
    make_draft,
)
from slotkeeper.services.staff.settings.save import SettingsStale, find_last_change, save_draft
from slotkeeper.storage.audit import find_audit
from tests.services.desk import NINE, Desk


async def drafted(desk: Desk, **online_booking: object) -> Draft:
    clinic = await get_clinic(desk.database, desk.slug)
    tree = clinic_values(clinic)
    tree["online_booking"] |= online_booking
    return make_draft(clinic, tree)


def actor(desk: Desk, draft: Draft) -> Actor:
    return Actor(clinic_id=draft.old.id, staff_id=None, at=desk.clock())


@pytest.mark.req("A1")
async def test_each_changed_setting_is_noted_with_both_values(desk: Desk) -> None:
    draft = await drafted(desk, cut_off="4h", ask_note=True)
    saved = await save_draft(desk.database, actor(desk, draft), draft)
    assert saved.online_booking.ask_note
    [entry] = await find_audit(desk.database, draft.old.id)
    assert (entry.action, entry.subject, entry.subject_id) == ("setting_changed", "setting", 0)
    assert entry.details == {
        "online_booking.cut_off": ("2h", "4h"),
        "online_booking.ask_note": (False, True),
    }
    assert await find_last_change(desk.database, draft.old.id) == entry


async def test_nothing_changed_is_neither_saved_nor_noted(desk: Desk) -> None:
    draft = await drafted(desk)
    saved = await save_draft(desk.database, actor(desk, draft), draft)
    assert saved.version == draft.old.version
    assert await find_last_change(desk.database, draft.old.id) is None


async def test_over_somebody_elses_change_nothing_is_saved(desk: Desk) -> None:
    draft = await drafted(desk, cut_off="4h")
    await desk.set_up(horizon_days=10)
    with pytest.raises(SettingsStale):
        await save_draft(desk.database, actor(desk, draft), draft)
    clinic = await get_clinic(desk.database, desk.slug)
    assert (clinic.online_booking.horizon_days, clinic.online_booking.cut_off.amount) == (10, 2)
    assert await find_audit(desk.database, clinic.id) == []


async def test_of_many_who_save_at_once_one_does(desk: Desk) -> None:
    drafts = [await drafted(desk, horizon_days=days) for days in range(10, 18)]
    saves = (save_draft(desk.database, actor(desk, each), each) for each in drafts)
    answers = await asyncio.gather(*saves, return_exceptions=True)
    assert sum(isinstance(each, SettingsStale) for each in answers) == len(drafts) - 1
    assert len(await find_audit(desk.database, drafts[0].old.id)) == 1


async def test_new_terms_are_a_new_version(desk: Desk) -> None:
    draft = await drafted(desk, terms="Bring a towel.")
    await save_draft(desk.database, actor(desk, draft), draft)
    rows = await desk.rows("SELECT number FROM terms ORDER BY number")
    assert [row["number"] for row in rows] == [1, 2]


async def test_who_is_removed_is_retired_and_the_bookings_stay(desk: Desk) -> None:
    await desk.book(NINE)
    clinic = await get_clinic(desk.database, desk.slug)
    tree = clinic_values(clinic)
    del tree["practitioner"][0]
    for kind in tree["appointment_type"]:
        kind["practitioners"] = ["ana-costa"]
    draft = make_draft(clinic, tree)
    await save_draft(desk.database, actor(desk, draft), draft)
    [row] = await desk.rows("SELECT retired FROM practitioner WHERE slug = 'sam-lee'")
    assert (row["retired"], len(await desk.bookings())) == (1, 1)


async def test_a_file_of_the_clinic_drafts_what_differs(desk: Desk) -> None:
    clinic = await get_clinic(desk.database, desk.slug)
    text = await export_clinic(desk.database, desk.slug)
    assert draft_from_file(clinic, text).changes == {}
    changed = draft_from_file(clinic, text.replace('cut_off = "2h"', 'cut_off = "1d"'))
    assert changed.changes == {"online_booking.cut_off": ("2h", "1d")}
    assert changed.new.practitioners[0].id == clinic.practitioners[0].id


async def test_the_file_of_another_clinic_is_refused(desk: Desk) -> None:
    clinic = await get_clinic(desk.database, desk.slug)
    text = await export_clinic(desk.database, desk.slug)
    with pytest.raises(AnotherClinic):
        draft_from_file(clinic, text.replace('"harbour-physio"', '"bay-physio"'))


async def test_a_mark_is_of_this_change_to_this_version(desk: Desk) -> None:
    one, other = await drafted(desk, cut_off="4h"), await drafted(desk, cut_off="5h")
    assert one.mark != other.mark
    await desk.set_up(ask_note=True)
    await desk.set_up(ask_note=False)
    assert (await drafted(desk, cut_off="4h")).mark != one.mark
