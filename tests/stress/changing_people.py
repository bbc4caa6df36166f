"""Patients at two diaries with a waiting list, by chance: each does what the model expects."""

import asyncio
from collections.abc import Coroutine
from itertools import count
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from slotkeeper.domain.booking import Booking
from slotkeeper.services.changing.undo import UndoOver
from slotkeeper.services.holds import Held
from slotkeeper.services.keep_hold import HoldRenewed
from slotkeeper.services.refusals import HoldEnded, OthersOffered
from slotkeeper.services.staff.waitlist.steer import take_back, take_off
from slotkeeper.services.waitlist.entry import OfferOver
from slotkeeper.storage.database import Database
from tests.services.desk import NOW
from tests.services.waitlist.line import Patient, wait, wait_for_earlier
from tests.stress.changing_desk import DAY, ChangingDesk
from tests.stress.changing_model import CLOSES, OPENS, PEOPLE, STEP, Entry
from tests.stress.waiting_model import TELL, Offer, Waiter, WaitingModel

T = TypeVar("T")
WHO = st.sampled_from(PEOPLE)
VISITORS = st.sampled_from(["ada", "bob"])
TIMES = st.integers(-1, (CLOSES - OPENS) // STEP).map(lambda step: OPENS + step * STEP)
NUMBERS = st.integers(0, 99)
NAMES = st.sampled_from(["uma", "vic", "wes", "xan"])
LOOKS = st.sampled_from([True, True, False])
"""Whether the server looks through the list before anything else happens."""
WHOM = st.sampled_from([PEOPLE[:1], PEOPLE[1:], PEOPLE])
_CLINICS = count(1)


class Patients(RuleBasedStateMachine):
    """Two who choose times themselves, and four who wait."""

    def __init__(self, loop: asyncio.AbstractEventLoop, database: Database) -> None:
        super().__init__()
        self.loop = loop
        self.at = self.run(ChangingDesk.open(database, f"changing-{next(_CLINICS)}"))
        self.model = WaitingModel(NOW)
        self.held: dict[str, Held] = {}
        self.places: dict[int, Patient] = {}

    def run(self, job: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(job)

    def attempt(self, job: Coroutine[Any, Any, T]) -> T | Exception:
        try:
            return self.run(job)
        except Exception as fact:  # noqa: BLE001 - whatever was said is compared
            return fact

    # Patients with a browser

    @rule(visitor=VISITORS, who=WHO, start=TIMES, presses=st.booleans())
    def a_patient_chooses(self, visitor: str, who: str, start: int, *, presses: bool) -> None:
        self._choose(visitor, who, start, 0, self.at.desk.place(start, visitor, practitioner=who))
        if presses:
            self.a_patient_presses(visitor)

    @rule(number=NUMBERS, visitor=VISITORS, who=WHO, start=TIMES, presses=st.booleans())
    def a_patient_chooses_another_time(
        self, number: int, visitor: str, who: str, start: int, *, presses: bool
    ) -> None:
        if booking := self.model.nth_booking(number, "confirmed"):
            choosing = self.at.choose_to_move(booking, who, start, visitor)
            self._choose(visitor, who, start, booking, choosing)
            if presses:
                self.a_patient_presses(visitor)

    @precondition(lambda self: self.held)
    @rule(visitor=VISITORS)
    def a_patient_presses(self, visitor: str) -> None:
        held = self.held.get(visitor)
        if held and held.hold.moves:
            self._move(visitor, held)
        elif held:
            self._book(visitor, held)

    @rule(number=NUMBERS, regrets=st.booleans())
    def a_patient_cancels(self, number: int, *, regrets: bool) -> None:
        if booking := self.model.nth_booking(number, "confirmed"):
            self.look()
            agreed = self.run(self.run(self.at.link(booking)).cancel())
            assert (agreed.keeps, agreed.returns) == self.model.cancel(booking)
            self.look()  # some of it is kept by then
            if regrets:
                self._take_back(booking)

    @rule(number=NUMBERS)
    def a_patient_takes_that_back(self, number: int) -> None:
        if booking := self.model.nth_booking(number, "cancelled"):
            self._take_back(booking)

    # Patients who wait

    @precondition(lambda self: self.model.has_room)
    @rule(name=NAMES, whom=WHOM, is_new=st.booleans())
    def somebody_waits(self, name: str, whom: tuple[str, ...], *, is_new: bool) -> None:
        typed = {"first_name": name, "last_name": "Example", "email": f"{name}@patient.example"}
        patient_is = "new" if is_new else "existing"
        waiting = wait(
            self.at.desk,
            typed,
            patient_is=patient_is,
            practitioners=whom,
            from_on=DAY,
            until_on=None,
        )
        patient = self.run(waiting)
        self._join(patient, Waiter(frozenset(whom), is_new, self.model.now, name))

    @precondition(lambda self: self.model.has_room)
    @rule(number=NUMBERS, whom=WHOM)
    def somebody_wants_an_earlier_time(self, number: int, whom: tuple[str, ...]) -> None:
        if booking := self.model.nth_booking(number, "confirmed"):
            token = self.run(self.at.link(booking)).token
            wanted = {"practitioners": whom, "from_on": DAY, "until_on": None}
            patient = self.run(wait_for_earlier(self.at.desk, token, **wanted))
            waiter = Waiter(frozenset(whom), is_new=False, made_at=self.model.now, booking=booking)
            self._join(patient, waiter)

    @precondition(lambda self: self.model.nth_offered(0))
    @rule(number=NUMBERS)
    def who_waits_accepts(self, number: int) -> None:
        if not (offered := self.model.nth_offered(number)):
            return
        place, waiter, offer = offered
        patient, stored = self.places[place], self.run(self.at.open_offers())[place]
        accepting = patient.accept_earlier if waiter.booking else patient.accept
        booking = self.model.entries.get(waiter.booking)
        if booking and (booking.state, booking.start == offer.start) != ("confirmed", False):
            return  # cancelled, or at that time with somebody else: the next look ends it
        answer = self.attempt(accepting(stored))
        if not self.model.is_live(offer):
            assert isinstance(answer, OfferOver)
            return
        assert isinstance(answer, Booking)
        if waiter.booking:
            self.model.swap(waiter.booking, offer.hold)
        else:
            self.model.entries[offer.hold] = Entry(offer.who, offer.start)
        waiter.offer, waiter.state = None, "booked"

    @precondition(lambda self: self.model.nth_offered(0))
    @rule(number=NUMBERS, by_staff=st.booleans())
    def an_offer_is_given_up(self, number: int, *, by_staff: bool) -> None:
        offered = self.model.nth_offered(number)
        if offered and by_staff:
            self.run(take_back(self.at.desk.toolbox, self.at.actor, offered[0], offered[2].id))
            self.model.give_up(offered[1])
        elif offered and self.model.is_live(offered[2]):
            self.run(self.places[offered[0]].decline())
            self.model.give_up(offered[1])
            offered[1].unanswered = 0

    @rule(number=NUMBERS, by_staff=st.booleans())
    def somebody_is_taken_off_the_list(self, number: int, *, by_staff: bool) -> None:
        place = self.model.nth_waiting(number)
        if place and by_staff:
            self.run(take_off(self.at.desk.toolbox, self.at.actor, place))
            self.model.end(self.model.waiters[place], "removed")
        elif place:
            self.run(self.places[place].leave())
            self.model.end(self.model.waiters[place], "left")

    def look(self) -> None:
        """Each in turn is kept the earliest time that fits; no time that fits anybody is idle."""
        self.run(self.at.look())
        self.model.tidy()
        made = self.run(self.at.open_offers())
        for place in self.model.in_turn() if not self.model.is_quiet() else ():
            waiter = self.model.waiters[place]
            if waiter.offer is None and (best := self.model.best(waiter)):
                stored = made[place]
                who, start = self.at.names[stored.practitioner_id], stored.starts_at
                assert (who, start) in best
                late = self.model.undo_until(who, start)
                tell_at = self.model.now if late is None else late + TELL
                offer = Offer(stored.id, stored.hold_id, who, start, tell_at)
                self.model.offer(waiter, offer)

    def _choose(
        self, visitor: str, who: str, start: int, moves: int, choosing: Coroutine[Any, Any, Held]
    ) -> None:
        own = self.model.hold_of(visitor)
        is_free = self.model.is_offered(who, start, own, moves)
        answer = self.attempt(choosing)
        if not is_free:
            assert isinstance(answer, OthersOffered)
            return
        assert isinstance(answer, Held)
        self.held[visitor] = answer
        if answer.hold.id != own:
            self.model.place(answer.hold.id, who, start, visitor, moves)

    def _book(self, visitor: str, held: Held) -> None:
        phone = f"02 5550 000{'ab'.index(visitor[0])}"
        typed = {"first_name": visitor, "email": f"{visitor}@patient.example", "phone": phone}
        hold = self.model.entries.get(held.hold.id)
        if hold and hold.state != "held":
            return  # pressed before
        answer = self.attempt(self.at.desk.confirm(held, **typed))
        if hold and hold.is_active(self.model.now):
            assert isinstance(answer, Booking)
            self.model.entries[answer.id] = Entry(hold.who, hold.start)
        else:
            self._renewed(visitor, held, answer)

    def _move(self, visitor: str, held: Held) -> None:
        number = held.hold.moves
        booking, hold = self.model.entries[number], self.model.entries.get(held.hold.id)
        if booking.state != "confirmed" or booking.start <= self.model.now:
            return
        keeps = booking.keeps(self.model.now)
        answer = self.attempt(self.at.press_move(number, held, keeps))
        if hold and hold.is_active(self.model.now):
            assert isinstance(answer, Booking), repr(answer)
            assert answer.id == number
            self.model.swap(number, held.hold.id)
            del self.held[visitor]
        else:
            self._renewed(visitor, held, answer)

    def _renewed(self, visitor: str, held: Held, answer: object) -> None:
        """The hold is over: where its time is free it is kept again."""
        old, moves = self.model.entries.get(held.hold.id), held.hold.moves
        if old and self.model.is_offered(old.who, old.start, held.hold.id, moves):
            assert isinstance(answer, HoldRenewed)
            self.held[visitor] = answer.held
            self.model.place(answer.held.hold.id, old.who, old.start, visitor, moves)
        else:
            assert isinstance(answer, HoldEnded | OthersOffered)

    def _take_back(self, booking: int) -> None:
        answer = self.attempt(self.run(self.at.link(booking)).undo())
        stands = self.model.undo(booking)
        assert isinstance(answer, Booking if stands else UndoOver), repr(answer)

    def _join(self, patient: Patient, waiter: Waiter) -> None:
        place = self.run(patient.entry()).id
        self.places[place] = patient
        self.model.join(place, waiter)
