"""Whatever becomes of a booking, whoever does it: a clinic's own system hears of it, once."""

import ast
from datetime import date
from pathlib import Path

import pytest

import slotkeeper
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.webhook import EVENTS
from slotkeeper.gateways.webhook import HttpWebhooks
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.series.extend import extend_series
from slotkeeper.services.trust.answer import approve, decline
from slotkeeper.services.trust.confirm_link import confirm, sign_confirm
from slotkeeper.services.trust.deadline import end_unanswered
from slotkeeper.services.webhooks.endpoints import add_endpoint
from slotkeeper.storage.series import Series
from tests.gateways.listener import listening
from tests.services.desk import DAY, NINE, TUESDAY, Desk
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk
from tests.services.staff.series.regulars import Regulars
from tests.services.trusted import put_on

pytestmark = [pytest.mark.req("N9"), pytest.mark.req("N1")]

TEN = NINE + 3600
SILENT = {"let_booking_go", "save_unpaid"}
"""Of a booking that was never paid nobody has heard; and that a fee is owed is the clinic's own."""
SOURCES = Path(slotkeeper.__file__).parent


@pytest.fixture
async def mara(desk: Desk) -> FrontDesk:
    """Reception of a clinic that wants to hear of everything."""
    actor = Actor(clinic_id=1, staff_id=None, at=desk.clock())
    with listening() as (_, address):
        near = HttpWebhooks(may_reach_private=True)
        await add_endpoint(desk.toolbox, near, actor, address, EVENTS)
    return await front_desk(desk)


async def heard(desk: Desk, booking: Booking | None = None) -> list[str]:
    """Of one booking or of all, in order; each with another revision than those before."""
    rows = await desk.rows(
        """SELECT booking_id, message, occasion FROM delivery
           WHERE channel = 'webhook' AND ($1 = 0 OR booking_id = $1) ORDER BY id""",
        booking.id if booking else 0,
    )
    occasions = [(row["booking_id"], row["occasion"]) for row in rows]
    assert len(set(occasions)) == len(occasions)
    return [row["message"].removeprefix("booking.") for row in rows]


async def requested(desk: Desk) -> Booking:
    """A booking that waits for the clinic's answer."""
    before = await desk.book(NINE + DAY)
    await put_on(desk, before.patient_id, "approve")
    return await desk.book(TEN)


async def actor_of(desk: Desk) -> Actor:
    clinic = await get_clinic(desk.database, desk.slug)
    return Actor(clinic_id=clinic.id, staff_id=None, at=desk.clock())


async def test_a_patients_booking(mara: FrontDesk) -> None:
    assert await heard(mara.desk, await mara.desk.book(NINE)) == ["confirmed"]


async def test_what_staff_book_move_cancel_and_restore(mara: FrontDesk) -> None:
    booking = await mara.book(NINE, tell=False)
    moved = await mara.move(booking, TEN, tell=False)
    gone = await mara.cancel(moved, tell=False)
    await mara.restore(gone)
    assert await heard(mara.desk, booking) == ["confirmed", "changed", "cancelled", "confirmed"]


async def test_another_practitioner(mara: FrontDesk) -> None:
    booking = await mara.book(NINE)
    await mara.move(booking, NINE, practitioner="ana-costa")
    assert await heard(mara.desk, booking) == ["confirmed", "changed"]


async def test_every_mark_and_its_end(mara: FrontDesk) -> None:
    booking = await mara.book(NINE)
    mara.desk.clock.now = TEN
    for mark in ("arrived", "fulfilled", "noshow", "confirmed"):
        booking = await mara.mark(booking, mark)
    told = ["confirmed", "arrived", "fulfilled", "noshow", "changed"]
    assert await heard(mara.desk, booking) == told


async def test_a_request_and_the_clinics_yes(mara: FrontDesk) -> None:
    booking = await requested(mara.desk)
    await approve(mara.desk.toolbox, await actor_of(mara.desk), booking.id)
    assert await heard(mara.desk, booking) == ["requested", "confirmed"]


async def test_the_clinics_no(mara: FrontDesk) -> None:
    booking = await requested(mara.desk)
    await decline(mara.desk.toolbox, await actor_of(mara.desk), booking.id, "full")
    assert await heard(mara.desk, booking) == ["requested", "cancelled"]


async def test_a_request_that_nobody_answered(mara: FrontDesk) -> None:
    booking = await requested(mara.desk)
    mara.desk.clock.wait(3 * DAY)
    await end_unanswered(mara.desk.toolbox)
    assert await heard(mara.desk, booking) == ["requested", "cancelled"]


async def test_a_booking_confirmed_by_its_link(mara: FrontDesk) -> None:
    desk = mara.desk
    before = await desk.book(NINE + DAY)
    await put_on(desk, before.patient_id, "confirm")
    booking = await desk.book(TEN)
    link = sign_confirm(desk.toolbox, booking)
    await confirm(desk.toolbox, desk.slug, link)
    assert await heard(desk, booking) == ["requested", "confirmed"]


async def test_each_date_of_a_series_made_changed_ended_and_restored(mara: FrontDesk) -> None:
    regulars = Regulars(mara)
    series = await regulars.weekly(3, tell=False)
    assert await heard(mara.desk) == ["confirmed"] * 3
    since = date(2027, 1, 12)
    series = await regulars.change(series, since, minute=10 * 60, tell=False)
    assert await heard(mara.desk) == ["confirmed"] * 3 + ["changed"] * 2
    mara.desk.clock.wait(60)
    await regulars.end(series, TUESDAY, tell=False)
    assert (await heard(mara.desk))[5:] == ["cancelled"] * 2
    await regulars.restore(await regulars.again(series))
    assert (await heard(mara.desk))[7:] == ["confirmed"] * 2


async def test_each_date_that_comes_in_reach(mara: FrontDesk) -> None:
    series: Series = await Regulars(mara).weekly(None)
    before = len(await heard(mara.desk))
    mara.desk.clock.wait(21 * DAY)
    made = await extend_series(mara.desk.toolbox)
    assert made > 0
    assert len(await heard(mara.desk)) == before + made
    assert series.id


def test_no_use_case_changes_a_booking_and_keeps_it_to_itself() -> None:
    """What storage has that changes one, and each module of services that calls it."""
    changing = {
        name
        for file in (SOURCES / "storage").glob("*.py")
        for name in _changing(ast.parse(file.read_text()))
    }
    assert {"save_moved", "save_cancelled", "book_hold", "end_overdue", "confirm_paid"} <= changing
    careless = []
    for file in (SOURCES / "services").rglob("*.py"):
        calls = _calls(ast.parse(file.read_text()))
        if calls & (changing - SILENT | {"insert_new"}) and "announce" not in calls:
            careless.append(str(file.relative_to(SOURCES)))
    assert careless == []


def _changing(module: ast.Module) -> set[str]:
    """Functions that run a statement about the state of bookings."""
    texts = {
        target.id
        for each in module.body
        if isinstance(each, ast.Assign) and _is_change(ast.unparse(each.value))
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    return {
        each.name
        for each in module.body
        if isinstance(each, ast.AsyncFunctionDef)
        and (
            _is_change(ast.unparse(each))
            or texts & {node.id for node in ast.walk(each) if isinstance(node, ast.Name)}
        )
    }


def _is_change(code: str) -> bool:
    is_update = "UPDATE booking SET" in code
    is_told = "SET state" in code or "revision = revision + 1" in code
    return (is_update and is_told) or ("INSERT INTO booking (" in code and "'confirmed'" in code)


def _calls(module: ast.Module) -> set[str]:
    return {
        node.func.id
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
