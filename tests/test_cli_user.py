"""`slotkeeper user`: who may sign in."""

import asyncio
import re

import pytest

from slotkeeper.config import read_settings
from slotkeeper.services.staff.passwords import is_password
from slotkeeper.storage.database import open_database
from slotkeeper.storage.staff import find_staff_by_email
from tests.command_line import DEMO, environ, run

__all__ = ["environ"]

pytestmark = pytest.mark.req("A1", "O3")

ROBIN = "robin@harbour.example"
KIT = "kit@harbour.example"
PASSWORD = "a calm long password"
AT_HARBOUR = ("--clinic", "harbour-physio")


@pytest.fixture(autouse=True)
def clinic(environ: dict[str, str]) -> None:
    assert run("clinic", "import", str(DEMO)).exit_code == 0


def create(email: str = ROBIN, *options: str, password: str = PASSWORD) -> str:
    made = run("user", "create", email, *AT_HARBOUR, *options, stdin=f"{password}\n")
    assert made.exit_code == 0, made.output
    return made.output


def knows_password(email: str, password: str) -> bool:
    async def ask() -> bool:
        database = await open_database(read_settings().database)
        staff = await find_staff_by_email(database, email)
        await database.close()
        return await is_password(password, staff.password_hash if staff else "")

    return asyncio.run(ask())


def test_an_owner_is_made_with_the_password_from_standard_input() -> None:
    assert "robin@harbour.example works for Harbour Physio now, as owner." in create()
    assert knows_password(ROBIN, PASSWORD)


def test_the_password_is_in_no_output() -> None:
    assert PASSWORD not in create() + run("user", "list").output


def test_without_a_password_a_link_is_printed_that_is_good_once() -> None:
    told = create(password="")
    assert re.search(r"https://your-address/staff/invitation/[\w-]{32}\n", told)
    assert "for 7 days" in told
    assert "Nobody may sign in yet" in run("user", "list").output


def test_the_link_leads_to_the_public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOTKEEPER_URL", "https://book.example")
    assert "https://book.example/staff/invitation/" in create(password="")


def test_a_practitioner_needs_a_diary() -> None:
    refused = run("user", "create", KIT, *AT_HARBOUR, "--role", "practitioner", stdin="\n")
    assert (refused.exit_code, "kit-saltmarsh" in refused.output) == (1, True)
    made = create(KIT, "--role", "practitioner", "--practitioner", "kit-saltmarsh")
    assert "as practitioner" in made


def test_an_account_that_is_there_keeps_its_password() -> None:
    create()
    other = DEMO.read_text().replace('"harbour-physio"', '"corner-physio"')
    assert run("clinic", "import", "-", stdin=other).exit_code == 0
    made = run("user", "create", ROBIN, "--clinic", "corner-physio", stdin="another password\n")
    assert "keeps its password" in made.output
    assert knows_password(ROBIN, PASSWORD)
    assert "corner-physio: owner, harbour-physio: owner" in run("user", "list").output


@pytest.mark.parametrize(
    ("email", "password", "told"),
    [
        ("robin", PASSWORD, "this is no e-mail address"),
        (ROBIN, "short", "12 characters or more"),
        (ROBIN, "aaaaaaaaaaaaaa", "easily guessed"),
    ],
)
def test_what_cannot_be_is_told(email: str, password: str, told: str) -> None:
    refused = run("user", "create", email, *AT_HARBOUR, stdin=f"{password}\n")
    assert (refused.exit_code, told in refused.output) == (1, True)


def test_who_works_there_already_is_told() -> None:
    create()
    refused = run("user", "create", ROBIN, *AT_HARBOUR, stdin=f"{PASSWORD}\n")
    assert (refused.exit_code, "works for harbour-physio already" in refused.output) == (1, True)


def test_an_unknown_clinic_is_told() -> None:
    refused = run("user", "create", ROBIN, "--clinic", "nowhere", stdin=f"{PASSWORD}\n")
    assert (refused.exit_code, 'no clinic "nowhere"' in refused.output) == (1, True)


def test_another_password_is_set() -> None:
    create()
    newer = "another calm password"
    assert "signed out everywhere" in run("user", "password", ROBIN, stdin=newer).output
    assert knows_password(ROBIN, newer)
    refused = run("user", "password", ROBIN, stdin="short")
    assert (refused.exit_code, knows_password(ROBIN, newer)) == (1, True)


def test_the_only_owner_is_not_taken_away_but_another_is() -> None:
    create()
    refused = run("user", "remove", ROBIN, *AT_HARBOUR)
    assert (refused.exit_code, "the only owner" in refused.output) == (1, True)
    create(KIT)
    assert "works for Harbour Physio no more" in run("user", "remove", ROBIN, *AT_HARBOUR).output
    refused = run("user", "remove", ROBIN, *AT_HARBOUR)
    assert (refused.exit_code, "does not work for" in refused.output) == (1, True)


def test_an_account_is_removed_and_can_be_made_anew() -> None:
    create()
    assert "cannot sign in any more" in run("user", "remove", ROBIN).output
    refused = run("user", "remove", ROBIN)
    assert (refused.exit_code, "nobody has the address" in refused.output) == (1, True)
    create()
    assert knows_password(ROBIN, PASSWORD)
