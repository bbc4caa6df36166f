"""The clinic changes its set-up while patients change, cancel and wait: each reads what is so."""

from collections.abc import Callable

import pytest
from msgspec import structs

from slotkeeper.domain.change_policy import ChangePolicy
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.waitlist_rules import WaitlistRules
from slotkeeper.services.clinics import get_clinic, update_clinic
from tests.web.booking.booked import book
from tests.web.booking.test_move import choose
from tests.web.booking.test_waitlist_offer import offered
from tests.web.booking.waiting_list import keep_list
from tests.web.page import Page
from tests.web.patient import Patient
from tests.web.world import World

pytestmark = [pytest.mark.req("R4"), pytest.mark.req("C1")]
IN_WORDS = {200, 403, 404, 409, 410, 422}


def _online(**changed: object) -> Callable[[Clinic], Clinic]:
    return lambda clinic: structs.replace(
        clinic, online_booking=structs.replace(clinic.online_booking, **changed)
    )


def _standard(**changed: object) -> Callable[[Clinic], Clinic]:
    return lambda clinic: structs.replace(
        clinic,
        appointment_types=tuple(
            structs.replace(each, **changed) if each.slug == "standard" else each
            for each in clinic.appointment_types
        ),
    )


def _without_standard(clinic: Clinic) -> Clinic:
    kinds = tuple(each for each in clinic.appointment_types if each.slug != "standard")
    return structs.replace(clinic, appointment_types=kinds)


CHANGES: dict[str, Callable[[Clinic], Clinic]] = {
    "online booking is off": _online(enabled=False),
    "patients change nothing": _online(cancel_and_reschedule=False),
    "terms": _online(terms="Other terms than before."),
    "new patients": _online(new_patients="closed"),
    "cut-off": _online(cut_off=CutOff(3000, "h")),
    "no list": lambda clinic: structs.replace(clinic, waitlist=WaitlistRules()),
    "too late": lambda clinic: structs.replace(
        clinic, change_policy=ChangePolicy(no_change_after=CutOff(9000, "h"))
    ),
    "the type is off": _standard(enabled=False),
    "the type is gone": _without_standard,
    "nobody gives it": _standard(practitioners=()),
    "price": _standard(price=99_900),
    "length": _standard(minutes=95),
    "existing patients alone": _standard(patients="existing"),
    "one alone gives it": _standard(practitioners=("nell-tidewater",)),
    "another alone gives it": _standard(practitioners=("fern-halloway",)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
async def test_every_page_and_button_is_answered_in_words(
    ada: Patient, world: World, change: Callable[[Clinic], Clinic]
) -> None:
    await keep_list(world)
    link = await book(ada, world)
    earlier = await ada.get(f"{link}/earlier")
    times = await ada.get(f"{link}/move")
    chosen = {**times.form("/moves/holds").fields, "slot": str(times.slots[1])}
    review = (await choose(ada, link)).form("/moves").fields
    cancel = (await ada.get(f"{link}/cancel")).form("/cancellations").fields
    offer = await offered(ada, world)
    entry = offer.form("/waitlist/accept").fields
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    await update_clinic(world.toolbox.database, change(clinic), world.clock())
    path = f"/w/{entry['entry']}"
    for page in (link, f"{link}/cancel", f"{link}/move", f"{link}/earlier", path):
        require_words(ada, await ada.get(page))
    for name, fields in (
        ("/moves", review),
        ("/moves/holds", chosen),
        ("/moves/holds/release", review),
        ("/waitlist", earlier.form("/waitlist").fields),
        ("/waitlist/accept", {**entry, "terms": "accepted"}),
        ("/waitlist/decline", entry),
        ("/cancellations", cancel),
        ("/cancellations/undo", cancel),
        ("/waitlist/leave", entry),
    ):
        require_words(ada, await ada.post(name, fields))
    for page in (link, path):
        require_words(ada, await ada.get(page))


def require_words(ada: Patient, page: Page) -> None:
    where = f"{ada.answer.request.method} {ada.answer.request.url.path}"
    assert ada.answer.status_code in IN_WORDS, where
    assert page.name, where
    assert page.text, where


async def leaves(world: World) -> None:
    """Whoever gives the appointment that was booked gives none any more."""
    row = await world.toolbox.database.fetch_one(
        "SELECT practitioner_id FROM booking WHERE state = 'confirmed'"
    )
    assert row
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    people = tuple(
        structs.replace(each, enabled=each.enabled and each.id != row["practitioner_id"])
        for each in clinic.practitioners
    )
    left = structs.replace(clinic, practitioners=people)
    await update_clinic(world.toolbox.database, left, world.clock())


@pytest.mark.req("C4")
async def test_whose_practitioner_has_left_chooses_a_time_with_anyone(
    ada: Patient, world: World
) -> None:
    link = await book(ada, world)
    await leaves(world)
    page = await ada.get(f"{link}/move")
    assert (ada.answer.status_code, page.name) == (200, "move")
    page = await choose(ada, link)
    assert page.name == "review"
    assert (await ada.post("/moves", page.form("/moves").fields)).name == "confirmed"


@pytest.mark.req("C4")
@pytest.mark.parametrize("form", ["/moves/holds", "/moves"])
async def test_whose_practitioner_leaves_on_the_way_is_offered_times_with_others(
    ada: Patient, world: World, form: str
) -> None:
    link = await book(ada, world)
    times = await ada.get(f"{link}/move")
    sent = {**times.form("/moves/holds").fields, "slot": str(times.slots[0])}
    if form == "/moves":
        sent = (await ada.post("/moves/holds", sent)).form("/moves").fields
    await leaves(world)
    page = await ada.post(form, sent)
    assert (ada.answer.status_code, page.notice) == (409, "taken")
    again = {**page.form("/moves/holds").fields, "slot": str(page.slots[0])}
    page = await ada.post("/moves/holds", again)
    assert page.name == "review"
    assert (await ada.post("/moves", page.form("/moves").fields)).name == "confirmed"
