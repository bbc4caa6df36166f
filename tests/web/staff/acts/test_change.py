"""Moving and cancelling in a browser: two at once, errors at the field, nothing lost."""

import pytest

from tests.storage.booked import Books
from tests.web.staff.acts.appointment import PEEK, PIECE, SCRIPT, TWO, at, fields, row
from tests.web.staff.diary import HOUR, MINUTE
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("A2")


async def test_a_booking_is_moved_by_its_form(mara: Colleague, booking: str, world: World) -> None:
    page = await mara.get(f"{booking}/move")
    assert fields(mara, "/move")["time"] == "14:00"
    await mara.post(f"{booking}/move", {"practitioner": "nell-tidewater", "time": "15:05"})
    page = await mara.follow()
    assert "Moved." in page.text
    assert "Moved from Mon 1 Feb, 2:00 pm to Mon 1 Feb, 3:05 pm" in page.text
    assert (await row(world, booking))["starts_at"] == TWO + 65 * MINUTE


async def test_where_it_is_already_nothing_is_said_to_have_moved(
    mara: Colleague, booking: str
) -> None:
    await mara.get(f"{booking}/move")
    await mara.post(f"{booking}/move", {"practitioner": "nell-tidewater"})
    page = await mara.follow()
    assert "It has this time already, so nothing was changed." in page.text
    assert "Moved" not in page.text


async def test_what_stands_against_a_move_is_told_and_done_anyway(
    mara: Colleague, booking: str
) -> None:
    await mara.get(f"{booking}/move")
    to_kit = {"practitioner": "kit-saltmarsh", "time": "15:00"}
    page = await mara.post(f"{booking}/move", to_kit)
    assert mara.status == 409
    assert "Kit Saltmarsh does not offer" in page.text
    assert "Kit Saltmarsh does not work at that time." in page.text
    await mara.post(f"{booking}/move", to_kit)
    page = await mara.follow()
    assert "to Mon 1 Feb, 3:00 pm with Kit Saltmarsh" in page.text
    assert "Knowingly beyond: type not offered, working hours." in page.text


@pytest.mark.req("R4")
async def test_what_is_wrong_is_said_at_its_field(mara: Colleague, booking: str) -> None:
    await mara.get(f"{booking}/move")
    page = await mara.post(f"{booking}/move", {"practitioner": "", "day": "x", "time": ""})
    assert mara.status == 422
    for field in ("practitioner", "day", "time"):
        assert page.problem(field)


async def test_the_second_of_two_is_told_who_did_what_and_can_decide_again(
    mara: Colleague, robin: Colleague, booking: str, world: World
) -> None:
    nell = {"practitioner": "nell-tidewater"}
    await mara.get(f"{booking}/move")
    await robin.get(f"{booking}/move")
    await robin.post(f"{booking}/move", nell | {"time": "15:00"})
    assert robin.status == 303
    page = await mara.post(f"{booking}/move", nell | {"time": "16:00"})
    assert mara.status == 409
    assert "Somebody else was quicker" in page.text
    assert "Moved from Mon 1 Feb, 2:00 pm to Mon 1 Feb, 3:00 pm" in page.text
    assert "Robin" in page.text
    assert fields(mara, "/move")["time"] == "16:00"
    assert (await row(world, booking))["starts_at"] == TWO + HOUR
    await mara.post(f"{booking}/move", nell | {"time": "16:00"})
    assert mara.status == 303
    assert (await row(world, booking))["starts_at"] == TWO + 2 * HOUR


async def test_a_drag_gets_an_empty_answer_that_tells_the_calendar(
    mara: Colleague, booking: str, world: World
) -> None:
    await mara.get(f"{booking}/move")
    sent = {
        "csrf": fields(mara, "/move")["csrf"],
        "revision": "0",
        "practitioner": "nell-tidewater",
        "starts_at": str(TWO + HOUR),
    }
    answer = await mara.http.post(f"{booking}/move", data=sent, headers=PIECE)
    assert (answer.status_code, answer.text) == (204, "")
    assert answer.headers["hx-trigger"] == "calendar:changed"
    again = await mara.http.post(f"{booking}/move", data=sent, headers=PIECE)
    assert again.status_code == 409
    assert "Somebody else was quicker" in again.text
    assert "<html" not in again.text
    out = {**sent, "revision": "1", "starts_at": str(TWO + 10 * HOUR)}
    refused = await mara.http.post(f"{booking}/move", data=out, headers=PIECE)
    assert refused.status_code == 409
    assert "Move anyway" in refused.text
    assert f'name="starts_at" value="{TWO + 10 * HOUR}"' in refused.text
    wrong = await mara.http.post(
        f"{booking}/move", data={**out, "starts_at": "soon"}, headers=PIECE
    )
    assert wrong.status_code == 422
    assert (await row(world, booking))["starts_at"] == TWO + HOUR


async def test_a_booking_is_cancelled_with_reason_and_message_and_that_is_undone(
    mara: Colleague, booking: str, world: World
) -> None:
    page = await mara.get(f"{booking}/cancel")
    assert "The time is free for others at once." in page.text
    await mara.post(
        f"{booking}/cancel", {"who": "clinic", "reason": "Nell is ill", "message": "Sorry."}
    )
    page = await mara.follow()
    assert "Cancelled. The time is free for others." in page.text
    assert "Cancelled by the clinic (Nell is ill)" in page.text
    assert (await row(world, booking))["cancelled_by"] == "clinic"
    told = await world.toolbox.database.fetch_one(
        "SELECT words FROM delivery WHERE message = 'booking_cancelled' AND recipient = 'patient'"
    )
    assert told
    assert told["words"] == "Sorry."
    await mara.post(f"{booking}/restore")
    page = await mara.follow()
    assert "The booking stands again." in page.text
    assert (await row(world, booking))["state"] == "confirmed"


async def test_a_cancellation_is_not_undone_where_somebody_has_the_time(
    mara: Colleague, booking: str, books: Books
) -> None:
    await mara.get(f"{booking}/cancel")
    await mara.post(f"{booking}/cancel", {"who": "clinic"})
    await at(books, await books.patient("Bob", "Example"), TWO)
    await mara.get(booking)
    page = await mara.post(f"{booking}/restore")
    assert mara.status == 409
    assert "Bob Example: Mon 1 Feb, 2:00 pm – 2:30 pm." in page.text


async def test_who_cancels_has_to_be_said_and_nothing_typed_is_lost(
    mara: Colleague, booking: str
) -> None:
    await mara.get(f"{booking}/cancel")
    page = await mara.post(f"{booking}/cancel", {"reason": "ill", "message": "x" * 1001})
    assert mara.status == 422
    assert "Choose who cancels" in page.problem("who")
    assert "at most 1000" in page.problem("message")
    assert fields(mara, "/cancel")["reason"] == "ill"


@pytest.mark.req("P5")
async def test_what_was_paid_is_spoken_of_before_and_after(
    mara: Colleague, booking: str, books: Books
) -> None:
    await books.payment(int(booking.rpartition("/")[2]))
    page = await mara.get(f"{booking}/cancel")
    assert "A$30.00 was paid. As the clinic cancels, give back" in page.text
    await mara.post(f"{booking}/cancel", {"who": "clinic", "give_clinic": "nothing"})
    page = await mara.follow()
    assert "This booking is cancelled, and A$30.00 is still with the clinic." in page.text
    assert "Give money back" in page.text


@pytest.mark.req("R5")
async def test_what_is_typed_never_runs(mara: Colleague, booking: str) -> None:
    await mara.get(f"{booking}/cancel")
    await mara.post(f"{booking}/cancel", {"who": "patient", "reason": SCRIPT, "message": SCRIPT})
    page = await mara.follow()
    assert SCRIPT not in page.html
    assert SCRIPT in page.text


@pytest.mark.req("A1")
@pytest.mark.req("R5")
async def test_what_is_not_theirs_is_not_there(
    kit: Colleague, ash: Colleague, booking: str, world: World
) -> None:
    number = booking.rpartition("/")[2]
    for who in (kit, ash):
        for path in (f"{booking}/move", f"{booking}/cancel", f"{PEEK}/{number}"):
            for address in (path, path.replace("harbour-physio", "corner-practice")):
                await who.get(address)
                assert who.status == 404
        for act in ("move", "cancel", "restore", "state", "unpaid"):
            await who.get("/staff/account")
            sent = {
                "state": "arrived",
                "who": "clinic",
                "practitioner": "kit-saltmarsh",
                "starts_at": str(TWO),
                "revision": "0",
            }
            await who.post(f"{booking}/{act}", sent)
            assert who.status == 404, act
    assert (await row(world, booking))["revision"] == 0


@pytest.mark.req("P5", "C3")
async def test_the_form_says_what_the_policy_gives_back_and_carries_it_out(
    mara: Colleague, booking: str, books: Books, world: World
) -> None:
    await books.payment(int(booking.rpartition("/")[2]))
    page = await mara.get(f"{booking}/cancel?who=patient")
    assert "A$30.00 was paid. As the patient cancels, give back" in page.text
    assert "What the policy says: A$0.00" in page.text
    assert "You keep A$30.00" in page.text
    shown = fields(mara, "/cancel")
    assert (shown["give_patient"], shown["returns"], shown["late"]) == ("policy", "0", "on")
    await mara.post(f"{booking}/cancel", {"who": "patient", "returns": "3000"})
    assert mara.status == 409
    assert "the policy gives back something else by now" in mara.page.text
    assert (await row(world, booking))["state"] == "confirmed"
    await mara.get(f"{booking}/cancel")
    assert fields(mara, "/cancel")["give_clinic"] == "all", "whoever is ticked later"
    await mara.post(f"{booking}/cancel", {"who": "clinic"})
    assert (await row(world, booking))["state"] == "cancelled"
    [refund] = await world.toolbox.database.fetch("SELECT amount FROM refund")
    assert refund["amount"] == 3000
