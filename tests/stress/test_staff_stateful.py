"""Random staff and random patients in two diaries, against a model: never two on one time."""

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from slotkeeper.domain.block import Block
from slotkeeper.domain.booking import Booking
from slotkeeper.services.holds import Held
from slotkeeper.services.keep_hold import HoldRenewed
from slotkeeper.services.refusals import HoldEnded, OthersOffered
from slotkeeper.services.staff.bookings.refusals import BookingStale, RulesAgainst, TimeTaken
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Database, open_database
from tests.services.desk import NOW, Desk, open_desk, overlaps
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk, keys, somebody
from tests.stress.counting_model import OPENS
from tests.stress.desk_model import LENGTH, DeskModel, Entry

T = TypeVar("T")
WHO = st.sampled_from(["sam-lee", "ana-costa"])
VISITORS = st.sampled_from(["ada", "bob"])
STARTS = st.integers(-2, 18).map(lambda quarters: OPENS + quarters * 900)
NUMBERS = st.integers(0, 99)


class Desks(RuleBasedStateMachine):
    """A receptionist who knows what she does, two patients, and time that passes."""

    number = 0

    def __init__(self, loop: asyncio.AbstractEventLoop, database: Database) -> None:
        super().__init__()
        self.loop = loop
        Desks.number += 1
        slug = f"clinic-{Desks.number}"
        self.desk: Desk = self.run(open_desk(database, slug, daily_limit=0))
        self.mara: FrontDesk = self.run(front_desk(self.desk, practitioner=""))
        self.model = DeskModel(NOW)
        self.held: dict[str, Held] = {}
        self.people = 0

    def run(self, job: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(job)

    def attempt(self, job: Coroutine[Any, Any, T]) -> T | Exception:
        try:
            return self.run(job)
        except Exception as fact:  # noqa: BLE001 - whatever was said is compared
            return fact

    @rule(visitor=VISITORS, who=WHO, start=STARTS)
    def a_patient_chooses(self, visitor: str, who: str, start: int) -> None:
        own = self.model.hold_of(visitor)
        answer = self.attempt(self.desk.place(start, visitor, practitioner=who))
        if not self.model.is_offered(who, start, visitor):
            assert isinstance(answer, OthersOffered)
            return
        assert isinstance(answer, Held)
        self.held[visitor] = answer
        if answer.hold.id != own:
            self.model.place(answer.hold.id, who, start, visitor)

    @precondition(lambda self: self.held)
    @rule(visitor=VISITORS)
    def a_patient_books(self, visitor: str) -> None:
        held = self.held.pop(visitor, None)
        if held is None:
            return
        entry = self.model.entries.get(held.hold.id)
        phone = f"02 5550 000{'ab'.index(visitor[0])}"
        typed = {"first_name": visitor, "email": f"{visitor}@patient.example", "phone": phone}
        answer = self.attempt(self.desk.confirm(held, **typed))
        if entry and entry.is_active(self.model.now):
            assert isinstance(answer, Booking)
            entry.state, entry.expires_at = "confirmed", None
        else:
            assert isinstance(answer, HoldRenewed | HoldEnded)
            if isinstance(answer, HoldRenewed):
                hold = answer.held.hold
                slug = held.wish.practitioner
                self.model.place(hold.id, slug, hold.starts_at, visitor)

    @rule(who=WHO, start=STARTS)
    def staff_book(self, who: str, start: int) -> None:
        self.people += 1
        patient = somebody(first_name=f"Patient{self.people}")
        answer = self.knowingly(
            lambda agreed: self.mara.book(start, practitioner=who, details=patient, agreed=agreed)
        )
        taken = self.model.in_the_way(who, start)
        if taken:
            self._is_taken(answer, taken)
        else:
            assert isinstance(answer, Booking)
            self.model.entries[answer.id] = Entry(who, start, "confirmed")

    @rule(number=NUMBERS, who=WHO, start=STARTS)
    def staff_move(self, number: int, who: str, start: int) -> None:
        booking = self._one_of(number, "confirmed")
        if booking is None:
            return
        entry = self.model.entries[booking.id]
        answer = self.knowingly(
            lambda agreed: self.mara.move(booking, start, practitioner=who, agreed=agreed)
        )
        taken = self.model.in_the_way(who, start, booking.id)
        if (entry.practitioner, entry.start) == (who, start):
            assert answer == booking
        elif taken:
            self._is_taken(answer, taken)
        else:
            assert isinstance(answer, Booking)
            entry.practitioner, entry.start = who, start
            entry.revision += 1
            stale = self.attempt(self.mara.move(booking, start + LENGTH, practitioner=who))
            assert isinstance(stale, BookingStale)

    @rule(number=NUMBERS)
    def staff_cancel(self, number: int) -> None:
        booking = self._one_of(number, "confirmed")
        if booking:
            self.run(self.mara.cancel(booking))
            self.model.entries[booking.id].state = "cancelled"
            self.model.entries[booking.id].revision += 1

    @rule(number=NUMBERS)
    def staff_undo_a_cancellation(self, number: int) -> None:
        booking = self._one_of(number, "cancelled")
        if booking is None or booking.starts_at <= self.model.now:
            return
        entry = self.model.entries[booking.id]
        answer = self.knowingly(lambda agreed: self.mara.restore(booking, *agreed))
        taken = self.model.in_the_way(entry.practitioner, entry.start)
        if taken:
            self._is_taken(answer, taken)
        else:
            assert isinstance(answer, Booking)
            entry.state = "confirmed"
            entry.revision += 1

    @rule(who=WHO, start=STARTS, halves=st.integers(1, 6))
    def staff_block(self, who: str, start: int, halves: int) -> None:
        end = start + halves * LENGTH
        answer = self.knowingly(
            lambda agreed: self.mara.block(start, end, practitioner=who, agreed=agreed)
        )
        assert isinstance(answer, Block)
        self.model.blocks[answer.id] = (who, start, end)

    @precondition(lambda self: self.model.blocks)
    @rule(number=NUMBERS)
    def staff_unblock(self, number: int) -> None:
        block_id = list(self.model.blocks)[number % len(self.model.blocks)]
        _, begin, end = self.model.blocks.pop(block_id)
        block = Block(id=block_id, clinic_id=0, practitioner_id=0, begins_at=begin, ends_at=end)
        self.run(self.mara.unblock(block))

    @precondition(lambda self: self.model.bookings("held"))
    @rule(number=NUMBERS)
    def staff_release(self, number: int) -> None:
        holds = self.model.bookings("held")
        hold = holds[number % len(holds)]
        self.run(self.mara.release(hold))
        del self.model.entries[hold]

    @rule(seconds=st.sampled_from([60, 449, 451, 3600, 86_400]))
    def time_passes(self, seconds: int) -> None:
        self.desk.clock.wait(seconds)
        self.model.now += seconds
        if seconds == 86_400:
            self.held.clear()  # the tokens open nothing any more

    @invariant()
    def never_two_on_one_time(self) -> None:
        clinic = self.run(self.desk.wish()).clinic
        names = {each.id: each.slug for each in clinic.practitioners}
        rows = [row for row in self.run(self.desk.bookings()) if row["clinic_id"] == clinic.id]
        kept = sorted((names[row["practitioner_id"]], row["starts_at"]) for row in rows)
        assert kept == self.model.active()
        assert overlaps(rows) == []

    def knowingly(self, act: Any) -> object:  # noqa: ANN401 - an act that takes what is agreed to
        """Do it, and once more with all that was told."""
        answer = self.attempt(act(frozenset()))
        if isinstance(answer, RulesAgainst):
            return self.attempt(act(keys(answer)))
        return answer

    def _one_of(self, number: int, state: str) -> Booking | None:
        """A booking in that state, with the revision that the model counts."""
        some = self.model.bookings(state)
        if not some:
            return None
        chosen = some[number % len(some)]
        clinic_id = self.mara.member.clinic_id
        found = self.run(find_booking(self.desk.database, clinic_id, chosen))
        assert found
        assert found.revision == self.model.entries[chosen].revision
        return replace(found, revision=self.model.entries[chosen].revision)

    def _is_taken(self, answer: object, taken: set[int]) -> None:
        assert isinstance(answer, TimeTaken)
        assert {each.id for each in answer.taken} == taken


@pytest.mark.slow
@pytest.mark.req("R1")
@pytest.mark.req("A2")
def test_random_staff_and_patients_never_have_two_on_one_time(database_url: str) -> None:
    loop = asyncio.new_event_loop()
    database = loop.run_until_complete(open_database(database_url, migrate=False))
    try:
        run_state_machine_as_test(
            partial(Desks, loop, database),  # type: ignore[arg-type]
            settings=settings(
                max_examples=40,
                stateful_step_count=40,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        loop.run_until_complete(database.close())
        loop.close()
