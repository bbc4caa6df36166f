"""What `slotkeeper doctor` says of a clinic's policy and of its waiting list."""

import asyncio
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from slotkeeper.config import read_settings
from slotkeeper.domain.waitlist import WaitlistEntry
from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.database import Transaction, open_database
from slotkeeper.storage.waitlist import insert_entry
from slotkeeper.storage.waitlist_message import insert_waitlist_message
from tests.command_line import DEMO, environ, run

__all__ = ["environ"]
ENFORCED = "[change_policy]\nenforced = true"
ON = "[waitlist]\nenabled = true"
Doctor = Callable[..., list[str]]


@pytest.fixture
def doctor(environ: dict[str, str]) -> Doctor:
    """What is said of the demo clinic, with those words changed."""

    def examine(*changes: tuple[str, str]) -> list[str]:
        text = DEMO.read_text("utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        assert run("clinic", "import", "-", stdin=text).exit_code == 0
        return run("doctor").output.splitlines()

    return examine


def said(lines: list[str], words: str) -> str:
    """The mark of the one line with those words; "" where it is not said."""
    found = [line for line in lines if words in line]
    assert len(found) < 2
    return found[0].partition(" ")[0] if found else ""


@pytest.mark.req("C2")
def test_the_demo_says_one_thing_in_its_terms_and_in_its_policy(doctor: Doctor) -> None:
    lines = doctor()
    assert said(lines, "perhaps its texts say something else") == ""
    assert said(lines, "gets nothing back by itself") == ""


@pytest.mark.req("P5")
def test_a_policy_that_is_shown_only_is_named_with_the_types_that_are_paid_first(
    doctor: Doctor,
) -> None:
    lines = doctor((ENFORCED, "[change_policy]\nenforced = false"))
    assert said(lines, "who cancels Sports massage, Custom insoles, Shockwave therapy gets") == "✓"


@pytest.mark.req("C2")
def test_a_text_that_names_other_hours_than_the_policy_is_a_hint_and_no_fault(
    doctor: Doctor,
) -> None:
    lines = doctor(("Change or cancel by the link", "Cancel up to 48 hours before by the link"))
    assert said(lines, "they name 48 hours; the windows reach to 24h, 2h.") == "✓"


@pytest.mark.req("C6")
def test_a_waiting_list_that_is_on_says_how_many_wait_and_how_long_an_offer_lasts(
    doctor: Doctor,
) -> None:
    words = "it keeps a waiting list: no people wait, and an offer lasts 30 minutes."
    assert said(doctor(), words) == "✓"


@pytest.mark.req("C6")
def test_without_mail_and_texts_no_offer_arrives(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(doctor(), "no offer of the waiting list arrives") == "✓"
    monkeypatch.setenv("SLOTKEEPER_MODE", "production")
    monkeypatch.setenv("SLOTKEEPER_SECRET", "x" * 40)
    monkeypatch.setenv("SLOTKEEPER_URL", "https://book.example")
    assert said(run("doctor").output.splitlines(), "no offer of the waiting list arrives") == "✗"


@pytest.mark.req("C6")
@pytest.mark.parametrize(
    ("hours", "awake"),
    [('from = "00:00", to = "23:59"', 1), ('from = "08:30", to = "08:00"', 30)],
)
def test_quiet_hours_of_a_whole_day_let_nothing_be_offered(
    doctor: Doctor, hours: str, awake: int
) -> None:
    lines = doctor(('from = "00:00", to = "00:00"', hours))
    assert said(lines, f"its quiet hours leave {awake} minutes of a day") == "✗"


@pytest.mark.req("C6")
def test_no_quiet_hours_and_those_of_a_night_are_right(doctor: Doctor) -> None:
    night = ('from = "00:00", to = "00:00"', 'from = "21:00", to = "08:00"')
    assert said(doctor(), "its quiet hours") == ""
    assert said(doctor(night), "its quiet hours") == ""


@pytest.mark.req("C6")
def test_an_offer_that_lasts_longer_than_the_cut_off_is_a_hint(doctor: Doctor) -> None:
    assert said(doctor(), "lasts longer than the cut-off") == ""
    lines = doctor(("offer_minutes = 30", "offer_minutes = 180"))
    assert said(lines, "lasts longer than the cut-off") == "✓"


@pytest.mark.req("C6")
def test_who_waits_on_a_list_that_is_off_and_times_kept_for_it_are_told(doctor: Doctor) -> None:
    doctor()
    asyncio.run(somebody_waits())
    lines = doctor(
        (ON, "[waitlist]\nenabled = false"),
        ('release = "fri 18:00" }', 'release = "fri 18:00", waitlist_for = "2h" }'),
    )
    assert said(lines, "1 person waits on a list that is switched off") == "✗"
    assert said(lines, "protected times of Kit Saltmarsh are kept for a waiting list") == "✗"


@pytest.mark.req("N2")
@pytest.mark.parametrize(
    ("state", "waiting", "untold"),
    [("queued", "1 message waits.", ""), ("failed", "No message waits.", "✓")],
)
def test_what_people_who_wait_are_told_counts_among_the_messages(
    doctor: Doctor, state: str, waiting: str, untold: str
) -> None:
    doctor()
    asyncio.run(somebody_waits(state))
    lines = doctor()
    assert said(lines, waiting) == "✓"
    assert said(lines, "waiting list that did not arrive: 1.") == untold


async def somebody_waits(told: str = "") -> None:
    database = await open_database(read_settings().database, migrate=False)
    clinic = await get_clinic(database, "harbour-physio")
    entry = WaitlistEntry(
        clinic_id=clinic.id,
        appointment_type_id=clinic.appointment_types[0].id,
        patient_is="new",
        first_name="Wren",
        last_name="Mooring",
        email="wren@patients.example",
        phone="+61255504000",
        person_key="wren",
        entry_key="key",
        made_at=1_767_603_600,
    )

    async def job(tx: Transaction) -> None:
        kept = replace(entry, id=await insert_entry(tx, entry))
        if told:
            await insert_waitlist_message(tx, kept, "waitlist_joined", kept.made_at)
            await tx.execute("UPDATE waitlist_message SET state = $1", told)

    await database.write(job)
    await database.close()
