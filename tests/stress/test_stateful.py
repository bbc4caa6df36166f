"""Random patients against a model that counts: the server says and keeps what the model does."""

import asyncio
from collections.abc import Coroutine
from datetime import date
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

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import DailyLimitReached, HoldNotExtendable
from slotkeeper.services.hold_token import LIFETIME
from slotkeeper.services.holds import Held, release
from slotkeeper.services.keep_hold import HoldRenewed, extend
from slotkeeper.services.refusals import AlreadyBooked, HoldEnded, OthersOffered
from slotkeeper.services.slot_search import search_slots
from slotkeeper.storage.database import Database, open_database
from tests.services.desk import NOW, Desk, open_desk, overlaps
from tests.stress.counting_model import KINDS, LIMIT, MOST_EXTENSIONS, OFFERED_BY, OPENS, Model

T = TypeVar("T")

VISITORS = st.sampled_from(["ada", "bob", "cho"])
WISHES = st.sampled_from(list(KINDS)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.sampled_from([*OFFERED_BY[kind], "any", "any"]))
)
STARTS = st.integers(-1, 32).map(lambda quarters: OPENS + quarters * 900)
WAITS = st.sampled_from([1, 60, 449, 450, 451, 3600, 43_200])


class Patients(RuleBasedStateMachine):
    """Three patients at one clinic, and time that passes."""

    number = 0

    def __init__(self, loop: asyncio.AbstractEventLoop, database: Database) -> None:
        super().__init__()
        self.loop = loop
        Patients.number += 1
        self.desk: Desk = self.run(
            open_desk(database, f"clinic-{Patients.number}", daily_limit=LIMIT)
        )
        self.model = Model(NOW)
        self.tokens: dict[str, Held] = {}
        self.booked: dict[int, Booking] = {}

    def run(self, job: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(job)

    def attempt(self, job: Coroutine[Any, Any, T]) -> T | Exception:
        try:
            return self.run(job)
        except Exception as fact:  # noqa: BLE001 - whatever was said is compared
            return fact

    @rule(visitor=VISITORS, wish=WISHES, start=STARTS)
    def choose_a_time(self, visitor: str, wish: tuple[str, str], start: int) -> None:
        kind, whom = wish
        answer = self.attempt(self.desk.place(start, visitor, kind=kind, practitioner=whom))
        expected = self.model.place(visitor, kind, whom, start)
        if expected is None:
            assert isinstance(answer, OthersOffered)
            for slot in answer.offer.nearest:
                assert not _is_that_day(slot.starts_at) or self.model.is_free(
                    kind, slot.practitioner, slot.starts_at
                )
        else:
            self._is_held(answer, visitor)

    @rule(visitor=VISITORS, wish=WISHES, start=STARTS)
    def choose_a_time_and_book(self, visitor: str, wish: tuple[str, str], start: int) -> None:
        self.choose_a_time(visitor, wish, start)
        self.book(visitor)

    @precondition(lambda self: self.tokens)
    @rule(visitor=VISITORS)
    def keep_it_longer(self, visitor: str) -> None:
        if visitor not in self.tokens:
            return
        token = self.tokens[visitor].token
        answer = self.attempt(extend(self.desk.toolbox, self.desk.slug, token, ""))
        live = self.model.live_hold(visitor)
        if self._was_booked(visitor):
            assert isinstance(answer, AlreadyBooked)
        elif live and live.extensions >= MOST_EXTENSIONS:
            assert isinstance(answer, HoldNotExtendable)
        elif live:
            live.expires_at = self.model.now + 450
            live.extensions += 1
            self._is_held(answer, visitor)
        else:
            self._is_over(answer, visitor)

    @precondition(lambda self: self.tokens)
    @rule(visitor=VISITORS)
    def give_it_back(self, visitor: str) -> None:
        if visitor in self.tokens:
            self.run(release(self.desk.toolbox, self.desk.slug, self.tokens[visitor].token))
            self.model.holds.pop(visitor, None)

    @precondition(lambda self: self.tokens)
    @rule(visitor=VISITORS)
    def book(self, visitor: str) -> None:
        if visitor not in self.tokens:
            return
        held = self.tokens[visitor]
        phone = f"02 5550 000{'abc'.index(visitor[0])}"
        typed = {"email": f"{visitor}@patient.example", "phone": phone}
        typed["patient_is"] = "existing" if held.wish.kind.slug == "running" else "new"
        answer = self.attempt(self.desk.confirm(held, **typed))
        if self._was_booked(visitor):
            assert isinstance(answer, Booking)
            assert answer.reference == self.booked[held.hold.id].reference
        elif not self.model.live_hold(visitor):
            renewed = answer.held if isinstance(answer, HoldRenewed) else answer
            self._is_over(renewed, visitor)
        elif next_at := self.model.next_possible(visitor):
            assert isinstance(answer, DailyLimitReached)
            assert answer.next_at == next_at
        else:
            self.model.confirm(visitor)
            assert isinstance(answer, Booking)
            self.booked[answer.id] = answer

    @precondition(lambda self: self.booked)
    @rule(number=st.integers(0, 99), by=st.sampled_from(["clinic", "patient"]))
    def cancel(self, number: int, by: str) -> None:
        booking = list(self.booked.values())[number % len(self.booked)]
        appointment = self.model.bookings[number % len(self.booked)]
        if not appointment.cancelled_by:
            self.run(self.desk.cancel(booking, by))
            appointment.cancelled_by = by

    @rule(seconds=WAITS)
    def let_time_pass(self, seconds: int) -> None:
        self.desk.clock.wait(seconds)
        self.model.now += seconds
        over = [who for who, held in self.tokens.items() if held.now + LIFETIME <= self.model.now]
        for visitor in over:
            del self.tokens[visitor]  # it would open nothing any more

    @rule(wish=WISHES)
    def look_at_the_list(self, wish: tuple[str, str]) -> None:
        kind, whom = wish
        day = date(2027, 2, 2)
        asked = self.run(self.desk.wish(kind, whom))
        found = self.run(search_slots(self.desk.toolbox, asked, day, day)).slots
        for practitioner in {slot.practitioner for slot in found} | {whom} - {"any"}:
            starts = {slot.starts_at for slot in found if slot.practitioner == practitioner}
            assert starts == self.model.free_starts(kind, practitioner)

    @invariant()
    def what_is_kept_is_what_was_counted(self) -> None:
        clinic = self.run(self.desk.wish()).clinic
        names = {each.id: each.slug for each in clinic.practitioners}
        rows = [row for row in self.run(self.desk.bookings()) if row["clinic_id"] == clinic.id]
        kept = [
            (names[r["practitioner_id"]], r["starts_at"], r["visitor"], r["made_at"]) for r in rows
        ]
        counted = [(a.practitioner, a.start, a.visitor, a.booked_at) for a in self.model.active()]
        assert sorted(kept, key=str) == sorted(counted, key=str)
        assert overlaps(rows) == []

    def _was_booked(self, visitor: str) -> bool:
        return self.tokens[visitor].hold.id in self.booked

    def _is_held(self, answer: object, visitor: str) -> None:
        assert isinstance(answer, Held)
        expected = self.model.holds[visitor]
        hold = answer.hold
        assert (hold.starts_at, hold.expires_at) == (expected.start, expected.expires_at)
        assert hold.extensions == expected.extensions
        self.tokens[visitor] = answer

    def _is_over(self, answer: object, visitor: str) -> None:
        if self.model.place_again(visitor):
            self._is_held(answer, visitor)
        else:
            assert isinstance(answer, HoldEnded)


def _is_that_day(instant: int) -> bool:
    return OPENS <= instant < OPENS + 86_400


@pytest.mark.slow
@pytest.mark.req("H3")
@pytest.mark.req("B5")
def test_random_patients_and_the_model_that_counts_agree(database_url: str) -> None:
    loop = asyncio.new_event_loop()
    database = loop.run_until_complete(open_database(database_url, migrate=False))
    try:
        run_state_machine_as_test(
            partial(Patients, loop, database),  # type: ignore[arg-type]
            settings=settings(
                max_examples=70,
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
