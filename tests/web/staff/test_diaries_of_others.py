"""Practitioners, whose own diary is empty, among what is in the diaries of others (R5)."""

import pytest

from slotkeeper.services.new_patients import notice
from slotkeeper.web.staff.roles import roles_of
from tests.web.staff.diary import books_of
from tests.web.staff.filled import fill
from tests.web.staff.foreign import (
    FORM,
    HERE,
    HOME,
    MARK,
    NELL,
    NOBODYS,
    QUIET,
    ask,
    kestrel,
    numbered,
    send,
    short,
)
from tests.web.staff.rows import all_rows
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = [pytest.mark.req("A1"), pytest.mark.req("R5")]


async def test_the_diaries_of_others_are_as_empty_ones_to_a_practitioner(
    kit: Colleague, world: World
) -> None:
    others = await fill(world, HERE, kestrel)
    kept = ("staff_session",)
    before = await all_rows(world, but=kept)
    for route, part in numbered():
        if "practitioner" not in roles_of(route.opt):
            continue
        fields = {**FORM, "patient": str(others.numbers["patient"])}
        got = await ask(kit, route, route.of(HERE, others.numbers), fields)
        unknown = await ask(kit, route, route.of(HERE, {**others.numbers, part: NOBODYS}), fields)
        assert got == unknown, f"{route}: {part}"
        assert got[0] == (303 if short(route) in QUIET else 404), f"{route}: {part}"
    assert await all_rows(world, but=kept) == before


async def test_no_list_search_or_form_shows_a_practitioner_the_diaries_of_others(
    kit: Colleague, world: World
) -> None:
    others = await fill(world, HERE, kestrel)
    await notice(world.toolbox, others.clinic)  # the first who looks writes down how full it is
    before = await all_rows(world, but=("staff_session", "audit"))
    who = str(others.clinic.practitioners[0].id)
    asked = [
        *(
            ("GET", each, {})
            for each in ("today", "calendar", "calendar/grid", "bookings", "deliveries")
        ),
        *(("GET", each, {}) for each in ("patients", "bookings.csv", "calendar/new")),
        ("GET", "calendar", {"practitioner": NELL}),
        ("GET", "calendar/grid", {"practitioner": NELL, "view": "week"}),
        ("GET", "calendar", {"view": "week"}),
        ("GET", "bookings", {"practitioner": who, "order": "day", "from": "2027-01-01"}),
        ("GET", "bookings.csv", {"practitioner": who}),
        ("GET", "calendar/new", {"patient": str(others.numbers["patient"])}),
        ("GET", "blocks/new", {"practitioner": NELL}),
        ("GET", "calendar/paint", {"practitioner": NELL}),
        ("POST", "calendar/paint", {**FORM, "practitioner": NELL}),
        ("POST", "bookings", {"q": MARK}),
        ("POST", "bookings", {"q": others.reference("booking"), "practitioner": who}),
        ("POST", "bookings.csv", {"q": MARK}),
        ("POST", "patients", {"q": MARK}),
        ("POST", "patients", {"q": others.reference("booking")}),
        ("POST", "calendar/new", {"act": "find", "q": MARK}),
        ("POST", "calendar/new", {"act": "find", "patient": str(others.numbers["patient"])}),
        ("POST", "calendar/new", {**FORM, "patient": str(others.numbers["patient"])}),
        ("POST", "calendar/new", {**FORM, "practitioner": NELL}),
        ("POST", "blocks/new", {**FORM, "practitioner": NELL}),
        ("POST", "blocks/new", {**FORM, "practitioner": "*"}),
    ]
    for method, address, fields in asked:
        answer = await send(kit, method, f"{HOME}/{address}", fields)
        told = answer.text.replace(fields.get("q", "\0"), "")
        assert MARK not in told, f"{method} {address} {fields}"
        assert answer.status_code in {200, 404, 409, 422}, f"{method} {address} {fields}"
    assert await all_rows(world, but=("staff_session", "audit")) == before


@pytest.mark.req("A4")
async def test_whom_a_patient_may_be_is_told_to_a_practitioner_of_the_own_diary_only(
    kit: Colleague, robin: Colleague, world: World
) -> None:
    others = await fill(world, HERE, kestrel)
    own_diary = others.clinic.practitioner("kit-saltmarsh").id
    books = await books_of(world.toolbox.database)
    near = others.numbers["patient"]
    own = await books.booking(practitioner_id=own_diary, near_patient_id=near)
    for colleague, known in ((robin, True), (kit, False)):
        page = await colleague.get(f"{HOME}/bookings/{own}")
        assert (colleague.status, MARK in page.text) == (200, known)
    await books.booking(near, practitioner_id=own_diary)
    assert MARK in (await kit.get(f"{HOME}/bookings/{own}")).text
