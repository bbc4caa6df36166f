"""kill -9 of the server under load: what was answered is there, and nothing is there twice."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import monotonic

import httpx
import pytest

from slotkeeper.storage.database import Row, open_database
from tests.server_process import ServerProcess, in_thread, start_server
from tests.services.desk import overlaps
from tests.stress.patients import (
    CLINIC,
    Form,
    Wanted,
    choose,
    confirm,
    form_of,
    new_client,
    reference_of,
)

pytestmark = [pytest.mark.slow, pytest.mark.req("R2")]

AT_ONCE = 16
FEWEST_ANSWERS, MOST_ANSWERS = AT_ONCE, 8 * AT_ONCE
"""Before each kill: of answers, not of seconds, which say nothing of a busy machine's work."""

DAYS = 50
PRACTITIONERS = [f"practitioner-{number}" for number in range(12)]
KINDS = {"short": (20, 0, 0), "usual": (45, 0, 15), "long": (60, 15, 15)}
WRITTEN_TOGETHER = """SELECT COUNT(*) AS count FROM acceptance
UNION ALL SELECT COUNT(*) FROM patient
UNION ALL SELECT COUNT(DISTINCT booking_id) FROM booking_identity"""


@dataclass
class Patient:
    """What one browser was told, and what it asked for last without being told."""

    visitor: str
    held: int | None = None
    reference: str = ""
    asked: set[int] = field(default_factory=set)
    """Starts of an unanswered click."""
    confirming: bool = False

    def agrees_with(self, rows: Sequence[Row]) -> bool:
        """Whether the database holds what was answered, or what was asked for last, and no more."""
        if len(rows) > 1:
            return False
        if not rows:
            return self.held is None and not self.reference
        [row] = rows
        if self.reference:
            return bool(row["state"] == "confirmed" and row["reference"] == self.reference)
        wanted = self.asked | ({self.held} if self.held else set())
        may_be = {"held", "confirmed"} if self.confirming else {"held"}
        return row["starts_at"] in wanted and row["state"] in may_be


@dataclass
class Load:
    """Patients who keep a server busy until it dies: after `enough` acknowledged answers and a
    random part of a round of everybody.
    """

    server: ServerProcess
    client: httpx.AsyncClient
    chance: random.Random
    first: int
    enough: int
    patients: list[Patient] = field(default_factory=list)
    acknowledged: int = 0
    began: float = field(default_factory=monotonic)

    async def run(self) -> None:
        """Returns when the server was killed."""
        await asyncio.gather(*[self._one_after_the_other() for _ in range(AT_ONCE)])
        assert self.acknowledged >= self.enough  # else it went away by itself, nothing was proven

    def _acknowledge(self) -> None:
        self.acknowledged += 1
        if self.acknowledged == self.enough:
            round_seconds = (monotonic() - self.began) / self.enough * AT_ONCE
            instant = self.chance.uniform(0, round_seconds)
            asyncio.get_running_loop().call_later(instant, self.server.kill)

    async def _one_after_the_other(self) -> None:
        try:
            while True:
                number = self.first + len(self.patients)
                patient = Patient(f"visitor {number}")
                self.patients.append(patient)
                await self._book(patient, number)
        except httpx.TransportError:
            return

    async def _book(self, patient: Patient, number: int) -> None:
        form = await self._choose(patient)
        if form and self.chance.random() < 0.3:
            form = await self._choose(patient) or form
        if form and self.chance.random() < 0.7:
            patient.confirming = True
            answer = await confirm(self.client, self.server.url, form, number)
            patient.reference = reference_of(answer)
            self._acknowledge()

    async def _choose(self, patient: Patient) -> Form | None:
        wanted = any_wish(self.chance)
        patient.asked = {wanted.start}
        answer = await choose(self.client, self.server.url, wanted, patient.visitor)
        patient.asked = set()
        if answer.status_code == 409:
            return None
        form = form_of(wanted, answer)
        patient.held = wanted.start
        self._acknowledge()
        return form


def any_wish(chance: random.Random) -> Wanted:
    """Any quarter of an hour of the weeks to come, with anybody."""
    midnight = datetime.combine(datetime.now(UTC), time.min, UTC) + timedelta(days=2)
    start = int(midnight.timestamp()) + chance.randrange(DAYS * 96) * 900
    return Wanted(chance.choice(list(KINDS)), start, chance.choice(PRACTITIONERS))


@pytest.fixture(scope="module")
def open_all_hours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a clinic with so many times that a second of load does not fill them."""
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    parts = [
        f'[clinic]\nslug = "{CLINIC}"\nname = "Harbour"\ntime_zone = "UTC"\ncurrency = "AUD"',
        'country = "AU"\n[online_booking]\nterms = "Be on time."\ncall_us = "Please call us."',
        "hold_seconds = 3600",  # no hold runs out and is taken over, however long the lives last
    ]
    for slug in PRACTITIONERS:
        hours = f'{{ days = {days}, from = "00:00", to = "24:00" }}'
        parts.append(f'[[practitioner]]\nslug = "{slug}"\nname = "{slug}"\nhours = [{hours}]')
    for slug, (minutes, before, after) in KINDS.items():
        parts.append(
            f'[[appointment_type]]\nslug = "{slug}"\nname = "{slug}"\nminutes = {minutes}\n'
            f"padding_before = {before}\npadding_after = {after}\npractitioners = {PRACTITIONERS}"
        )
    path = tmp_path_factory.mktemp("clinic") / "clinic.toml"
    path.write_text("\n".join(parts))
    return path


def test_whatever_was_acknowledged_outlives_twenty_kills(
    tmp_path: Path, open_all_hours: Path
) -> None:
    kill_again_and_again(str(tmp_path / "slotkeeper.db"), open_all_hours, 20)


@pytest.mark.req("O2")
def test_it_does_on_postgresql_too(postgresql_url: str, open_all_hours: Path) -> None:
    kill_again_and_again(postgresql_url, open_all_hours, 4)


def kill_again_and_again(url: str, clinic_file: Path, times: int) -> None:
    chance = random.Random(times)
    told: list[Patient] = []
    with start_server(url, clinic_file=clinic_file, abuse_checks=False) as server:
        for _ in range(times):
            load = in_thread(one_life(server, chance, len(told)))
            told += load.patients
            server.start()
            in_thread(compare(url, told))


async def one_life(server: ServerProcess, chance: random.Random, first: int) -> Load:
    """Load, and in the midst of it the kill."""
    async with new_client() as client:
        load = Load(server, client, chance, first, chance.randint(FEWEST_ANSWERS, MOST_ANSWERS))
        await load.run()
    return load


async def compare(url: str, told: list[Patient]) -> None:
    database = await open_database(url, migrate=False)
    try:
        rows = await database.fetch("SELECT * FROM booking ORDER BY id")
        written = await database.fetch(WRITTEN_TOGETHER)
    finally:
        await database.close()
    by_visitor: dict[str, list[Row]] = {}
    for row in rows:
        by_visitor.setdefault(row["visitor"], []).append(row)
    wrong = [each for each in told if not each.agrees_with(by_visitor.pop(each.visitor, []))]
    assert wrong == []
    assert by_visitor == {}
    assert overlaps(rows) == []
    confirmed = sum(row["state"] == "confirmed" for row in rows)
    assert [row["count"] for row in written] == [confirmed] * len(written)
