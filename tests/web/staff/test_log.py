"""The log: every change and every view, in words, for owners alone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from slotkeeper.assets import portal_folder
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.storage.audit import AuditEntry, insert_audit
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import Message
from slotkeeper.web.staff.portal import Portal
from tests.web.staff.diary import books_of
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("A1")

ROOT = Path(__file__).parents[3]
LOG = "/staff/harbour-physio/log"
XSS = "<img src=x onerror=alert(1)>"


async def write(
    world: World,
    action: str,
    subject: str = "booking",
    number: int = 0,
    ago: int = 60,
    *,
    slug: str = "harbour-physio",
    **changes: tuple[object, object],
) -> None:
    """An entry of whoever runs the server, some seconds ago."""
    database = world.toolbox.database
    clinic = await get_clinic(database, slug)
    actor = Actor(clinic_id=clinic.id, staff_id=None, at=world.clock() - ago)
    await database.write(lambda tx: note(tx, actor, action, subject, number, **changes))


def rows(colleague: Colleague) -> list[str]:
    """What each entry says, without its tags."""
    items = re.findall(r'<li class="log-row">(.*?)\n</li>', colleague.answer.text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in items]


def noted_actions() -> Iterator[str]:
    """What the services write down, as far as they name it in so many words."""
    for path in (ROOT / "server/slotkeeper/services").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            name = call.func if isinstance(call, ast.Call) else None
            if isinstance(name, ast.Name) and name.id in {"note", "insert_audit_of_own_account"}:
                assert isinstance(call, ast.Call)
                action = call.args[2] if len(call.args) > 2 else None
                if isinstance(action, ast.Constant):
                    yield str(action.value)


async def test_who_did_what_when_stands_there_with_the_newest_first(
    robin: Colleague, mara: Colleague, world: World
) -> None:
    world.clock.advance(3600)
    await robin.get("/staff/harbour-physio/staff")
    await robin.post(
        "/staff/harbour-physio/staff/invitations", {"email": "nell@x.example", "role": "reception"}
    )
    page = await robin.get(LOG)
    assert "Monday 1 February 2027" in page.text
    assert rows(robin)[0] == "10:00 am Robin Invited somebody Role: Reception"
    assert rows(robin)[1:] == [
        "9:00 am Mara Signed in",
        "9:00 am Whoever runs the server Joined: Mara Role: Reception",
        "9:00 am Robin Signed in",
        "9:00 am Whoever runs the server Joined: Robin Role: Owner",
    ]


async def test_a_change_shows_what_it_was_and_what_it_is(robin: Colleague, world: World) -> None:
    at = world.clock()
    await write(world, "booking_moved", starts_at=(at, at + 1800), practitioner_id=(2, 1))
    await robin.get(LOG)
    [said] = [each for each in rows(robin) if "Mon 1 Feb, 9:00 am" in each]
    assert "Mon 1 Feb, 9:00 am → became Mon 1 Feb, 9:30 am" in said
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    names = {each.id: each.name for each in clinic.practitioners}
    assert f"{names[2]} → became {names[1]}" in said


def test_all_that_is_noted_has_its_words() -> None:
    texts = Portal(portal_folder()).texts
    silent = []
    for action in sorted(set(noted_actions())):
        try:
            texts.text("en", f"log.did_{action}")
        except KeyError:
            try:
                texts.text("en", f"history.did_{action}")
            except KeyError:
                silent.append(action)
    assert silent == []


def test_every_message_has_its_words_in_the_history() -> None:
    texts = Portal(portal_folder()).texts
    for message in get_args(Message):
        assert texts.text("en", f"history.message_{message}")


async def test_settings_are_called_as_on_their_pages(robin: Colleague, world: World) -> None:
    changes = {"online_booking.cut_off": ("2h", "4h"), "online_booking.no_such_thing": (1, 2)}
    await write(world, "setting_changed", "setting", **changes)  # type: ignore[arg-type]
    await robin.get(LOG)
    [said] = [each for each in rows(robin) if "Changed settings" in each]
    assert "2 hours → became 4 hours" in said
    assert "online booking: no such thing: 1 → became 2" in said
    assert "cut_off" not in said


async def test_a_booking_and_a_patient_are_named_as_they_are_called_now(
    robin: Colleague, world: World
) -> None:
    books = await books_of(world.toolbox.database)
    patient = await books.patient("Ada", "Example")
    booking = await books.booking(patient, reference="K7M2QXA")
    await robin.get(f"/staff/harbour-physio/bookings/{booking}")
    await write(world, "patient_seen", "patient", patient)
    page = await robin.get(LOG)
    assert "Looked at a booking: Ada Example, K7M-2QXA" in rows(robin)[0]
    assert f"/staff/harbour-physio/bookings/{booking}" in page.links
    await world.toolbox.database.write(
        lambda tx: tx.execute("UPDATE patient SET first_name = '', last_name = ''")
    )
    await robin.get(LOG)
    assert "Example" not in robin.answer.text
    assert any(f"Looked at a patient: Patient no. {patient}" in each for each in rows(robin))


async def test_it_is_asked_by_person_subject_and_day(
    robin: Colleague, mara: Colleague, world: World
) -> None:
    await write(world, "booking_moved", "booking", 5, ago=86_400)
    await write(world, "setting_changed", "setting")
    page = await robin.get(f"{LOG}?who=0&about=setting")
    assert [each.split(" ", 2)[2] for each in rows(robin)] == [
        "Whoever runs the server Changed settings"
    ]
    await robin.get(f"{LOG}?on=2027-01-31")
    assert len(rows(robin)) == 1
    [marked] = [each["value"] for tag, each in page.tags if "selected" in each][:1]
    assert marked == "0"
    await robin.get(f"{LOG}?about=staff")
    mara_id = re.findall(r'<option value="(\d+)">Mara</option>', robin.answer.text)[0]
    await robin.get(f"{LOG}?who={mara_id}")
    assert [each.endswith("Mara Signed in") for each in rows(robin)] == [True]
    page = await robin.get(f"{LOG}?on=2020-01-01")
    assert "Nothing was done that fits" in page.text


async def test_one_subject_can_be_asked_for(robin: Colleague, world: World) -> None:
    books = await books_of(world.toolbox.database)
    booking = await books.booking(await books.patient("Ada", "Example"), reference="K7M2QXA")
    await write(world, "booking_moved", "booking", booking)
    await write(world, "booking_moved", "booking", booking + 1)
    page = await robin.get(f"{LOG}?about=booking&number={booking}")
    assert len(rows(robin)) == 1
    assert "Only what is about Ada Example, K7M-2QXA." in page.text


async def test_views_can_be_left_out(robin: Colleague, world: World) -> None:
    await write(world, "patient_seen", "patient", 1)
    await write(world, "booking_viewed", "booking", 1)
    await write(world, "patient_thought_of", "patient", 1)
    await robin.get(f"{LOG}?who=0&about=patient&views=0")
    assert [each.rpartition(": ")[0].split("server ")[1] for each in rows(robin)] == [
        "Did: patient thought of"
    ]
    await robin.get(f"{LOG}?who=0&about=booking&views=0")
    assert rows(robin) == []


async def test_a_hundred_stand_on_a_page_and_none_is_missed_or_seen_twice(
    robin: Colleague, world: World
) -> None:
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")

    async def many(tx: Transaction) -> None:
        for number in range(205):
            entry = AuditEntry(
                clinic_id=clinic.id,
                staff_id=None,
                at=world.clock() - number // 50,
                action=f"did {number}",
                subject="booking",
                subject_id=0,
            )
            await insert_audit(tx, entry)

    await world.toolbox.database.write(many)
    seen: list[str] = []
    address, sizes = f"{LOG}?about=booking", []
    while address:
        page = await robin.get(address)
        sizes.append(len(rows(robin)))
        seen += rows(robin)
        older = [each for each in page.links if "after=" in each]
        address = older[0] if "Show older entries" in page.text else ""
    assert sizes == [100, 100, 5]
    numbers = [int(each.rpartition(" ")[2]) for each in seen]
    assert sorted(numbers) == list(range(205))
    assert [each // 50 for each in numbers] == sorted(each // 50 for each in numbers)


@pytest.mark.req("R5")
async def test_another_clinics_log_is_another(
    robin: Colleague, ash: Colleague, world: World
) -> None:
    await write(world, "booking_moved", "booking", 1)
    for query in ("", "?about=booking", "?about=booking&number=1", "?who=0"):
        await ash.get(f"/staff/corner-practice/log{query}")
        assert not any("moved" in each.lower() for each in rows(ash))
    assert "Robin" not in ash.answer.text


@pytest.mark.parametrize(
    "query",
    ["?who=x&about=nothing&on=yesterday&after=1", "?on=9999-12-31", "?number=7", "?after=1-9x"],
)
async def test_an_address_that_asks_for_nothing_known_shows_everything(
    robin: Colleague, query: str
) -> None:
    await robin.get(LOG + query)
    assert (robin.status, len(rows(robin))) == (200, 2)


@pytest.mark.req("R4")
async def test_markup_in_what_was_typed_is_only_text(robin: Colleague, world: World) -> None:
    await write(world, XSS, "patient", 1, **{XSS: (XSS, [XSS, {XSS: XSS}])})  # type: ignore[arg-type]
    page = await robin.get(LOG)
    assert XSS in page.text
    assert "img" not in [tag for tag, _ in page.tags]
