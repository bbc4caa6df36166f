"""The pages on which a practitioner's diary is found, tried and started, by somebody who knows
nothing of CalDAV.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from slotkeeper.gateways.caldav.gateway import CalDav
from slotkeeper.services.vault import Vault
from tests.gateways.caldav.servers import PASSWORD, USER, DiaryServer, make_calendar, running
from tests.services.desk import VAULT_KEY
from tests.web.staff.filled import fill
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("N3")
LIST = "/staff/harbour-physio/diaries"
KIT = f"{LIST}/kit-saltmarsh"
OTHER = f"{KIT}/with/other"
TRANSFERS = "/staff/harbour-physio/transfers"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiaryServer]:
    with running("radicale", tmp_path_factory.mktemp("radicale")) as started:
        yield started


@pytest.fixture(autouse=True)
def _open_doors(world: World) -> None:
    toolbox = replace(
        world.toolbox,
        diaries=CalDav(world.clock, may_reach_private=True),
        vault=Vault([VAULT_KEY]),
    )
    world.app.state.toolbox = toolbox


async def sign_in(who: Colleague, server: DiaryServer, **typed: str) -> None:
    fields = {"address": server.calendar, "user": USER, "password": PASSWORD, **typed}
    await who.get(OTHER)
    await who.post(OTHER, fields)


async def start(who: Colleague, server: DiaryServer) -> None:
    await sign_in(who, server)
    assert who.status == 200, who.page.text
    await who.post(f"{KIT}/start")
    assert who.led_to == f"{KIT}?told=diary_started"


async def test_the_list_has_each_practitioner_and_how_their_diary_fares(robin: Colleague) -> None:
    page = await robin.get(LIST)
    assert "Kit Saltmarsh" in page.text
    assert "No diary" in page.text


async def test_the_one_who_keeps_it_is_chosen_by_name(robin: Colleague) -> None:
    page = await robin.get(KIT)
    for name in ("Apple iCloud", "Nextcloud", "Google", "Somebody else"):
        assert name in page.text


async def test_who_has_icloud_is_asked_for_no_address_and_told_of_app_passwords(
    robin: Colleague,
) -> None:
    page = await robin.get(f"{KIT}/with/icloud")
    asked = {each["name"] for tag, each in page.tags if tag == "input" and "name" in each}
    assert asked - {"text"} == {"csrf", "user", "password"}
    assert "account.apple.com" in page.text
    assert "App-Specific Passwords" in page.text


@pytest.mark.parametrize("key", ["google", "microsoft"])
async def test_who_cannot_be_connected_is_told_what_to_do_instead(
    robin: Colleague, key: str
) -> None:
    page = await robin.get(f"{KIT}/with/{key}")
    assert "Write it by hand" in page.text
    await robin.post(f"{KIT}/with/{key}", {"user": "a", "password": "b"})
    assert robin.status == 404


async def test_a_trial_shows_what_was_found_and_keeps_nothing(
    robin: Colleague, server: DiaryServer
) -> None:
    await sign_in(robin, server)
    text = robin.page.text
    assert "The calendar “Practice” opens." in text
    assert "A test entry was written and removed again." in text
    assert "the clocks agree" in text
    assert "A. E. · K7M-2QXA" in text
    assert "From then on" in text
    assert PASSWORD not in robin.answer.text
    page = await robin.get(LIST)
    assert "In order" not in page.text
    assert "Starting" not in page.text


async def test_started_it_says_how_it_fares_and_shows_no_password(
    robin: Colleague, server: DiaryServer
) -> None:
    await start(robin, server)
    page = await robin.follow()
    assert "The diary is in use from now on." in page.text
    assert "Practice" in page.text
    assert "The next seven days" in page.text
    assert PASSWORD not in robin.answer.text
    log = await robin.get("/staff/harbour-physio/log")
    assert "Started using a diary" in log.text
    assert "Kit Saltmarsh" in log.text
    assert PASSWORD not in robin.answer.text


@pytest.mark.parametrize(
    ("typed", "at", "said"),
    [
        ({"password": "wrong"}, "password", "were not accepted"),
        ({"user": ""}, "user", "Enter the name"),
        ({"user": "nell@gmail.com", "address": ""}, "user", "Google lets nobody in"),
        ({"address": "http://127.0.0.1:1/"}, "address", "cannot be reached"),
        ({"address": "https://no-such-host.invalid"}, "address", "No server of that name"),
        ({"address": "two words"}, "address", "Enter the address"),
    ],
)
async def test_what_is_wrong_is_told_at_its_field(
    robin: Colleague, server: DiaryServer, typed: dict[str, str], at: str, said: str
) -> None:
    await sign_in(robin, server, **typed)
    assert robin.status == 422
    [field] = [each for _, each in robin.page.tags if each.get("id") == f"{at}-error"]
    assert field
    assert said in robin.page.text
    assert PASSWORD not in robin.answer.text


async def test_among_several_calendars_one_is_chosen(robin: Colleague, server: DiaryServer) -> None:
    other = replace(server, calendar=f"{server.root}{USER}/holidays/")
    make_calendar(other)
    try:
        await sign_in(robin, server, address=server.root)
        assert "Which calendar?" in robin.page.text
        await robin.post(f"{KIT}/calendar", {"calendar": ""})
        assert robin.status == 422
        assert "Choose a calendar" in robin.page.text
        await robin.post(f"{KIT}/calendar", {"calendar": server.calendar})
        assert "What was found" in robin.page.text
        await robin.post(f"{KIT}/start")
        assert robin.led_to == f"{KIT}?told=diary_started"
    finally:
        other.raw("DELETE")


async def test_a_login_of_another_practitioner_or_of_yesterday_opens_nothing(
    world: World, robin: Colleague, server: DiaryServer
) -> None:
    await sign_in(robin, server)
    login = next(each["value"] for _, each in robin.page.tags if each.get("name") == "login")
    nell = f"{LIST}/nell-tidewater"
    await robin.post(f"{nell}/start", {"login": login})
    assert robin.led_to == f"{nell}?told=diary_again"
    await robin.get(KIT)
    world.clock.advance(3601)
    await robin.post(f"{KIT}/start", {"login": login})
    assert robin.led_to == f"{KIT}?told=diary_again"


async def test_it_is_switched_off_and_on_says_another_title_and_is_removed(
    robin: Colleague, server: DiaryServer
) -> None:
    await start(robin, server)
    await robin.get(KIT)
    await robin.post(f"{KIT}/shows", {"shows": "reference"})
    await robin.follow()
    [shown] = [
        each for _, each in robin.page.tags if each.get("name") == "shows" and "checked" in each
    ]
    assert shown["value"] == "reference"
    await robin.post(f"{KIT}/off")
    assert "The diary is switched off." in (await robin.follow()).text
    await robin.post(f"{KIT}/on")
    assert "The diary is switched on." in (await robin.follow()).text
    await robin.post(f"{KIT}/remove")
    assert "its password is forgotten" in (await robin.follow()).text


async def test_a_practitioner_sees_to_their_own_diary_alone(
    kit: Colleague, server: DiaryServer
) -> None:
    page = await kit.get(LIST)
    assert "Kit Saltmarsh" in page.text
    assert "Nell Tidewater" not in page.text
    await kit.get(f"{LIST}/nell-tidewater")
    assert kit.status == 404
    await start(kit, server)


async def test_without_an_encryption_key_nobody_is_asked_for_a_password_in_vain(
    world: World, robin: Colleague, server: DiaryServer
) -> None:
    world.app.state.toolbox = replace(world.toolbox, vault=Vault([]))
    await sign_in(robin, server)
    assert robin.status == 422
    assert "no encryption key" in robin.page.text


async def test_by_hand_needs_nothing_but_a_press(robin: Colleague) -> None:
    await robin.get(KIT)
    await robin.post(f"{KIT}/by-hand")
    page = await robin.follow()
    assert "Bookings wait on the list of transfers from now on." in page.text
    page = await robin.get("/staff/harbour-physio/transfers")
    assert "Nothing waits" in page.text


async def test_what_waits_is_copied_ticked_and_taken_back(world: World, robin: Colleague) -> None:
    filled = await fill(world, "harbour-physio")
    number, page = filled.numbers["transfer"], await robin.get(TRANSFERS)
    [text] = [each for tag, each in page.tags if each.get("id") == f"transfer-{number}"]
    assert "readonly" in text
    assert "Write it in" in page.text
    assert "Reference H7M-2QXA" in page.text
    [badge] = [each for tag, each in page.tags if each.get("class") == "nav-number"][:1]
    assert badge
    await robin.post(f"{TRANSFERS}/{number}/done")
    page = await robin.follow()
    assert "Nothing waits" in page.text
    assert "Done today and yesterday" in page.text
    await robin.post(f"{TRANSFERS}/{number}/done")
    assert robin.led_to == f"{TRANSFERS}?told=transfer_gone"
    await robin.get(TRANSFERS)
    await robin.post(f"{TRANSFERS}/{number}/undo")
    assert "It waits on the list again." in (await robin.follow()).text
