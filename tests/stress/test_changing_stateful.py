"""Random patients who choose, book, move, cancel and take that back, random staff and a waiting
list over two diaries, against the plainest model: what stands where, who is kept what, and who is
owed what.
"""

import asyncio
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from slotkeeper.domain.block import Block
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import SlotTaken
from slotkeeper.services.changing.cancel import refund_name
from slotkeeper.services.changing.settle import settle_cancelled
from slotkeeper.services.staff.bookings.refusals import RulesAgainst, TimeTaken
from slotkeeper.services.staff.waitlist.steer import HasOffer, set_priority
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import open_database
from tests.services.staff.bookings.front_desk import keys, somebody
from tests.stress.changing_model import DEPOSIT, LENGTH, OPENS, PEOPLE, Entry
from tests.stress.changing_people import LOOKS, NAMES, NUMBERS, TIMES, WHO, WHOM, Patients
from tests.stress.waiting_model import OFFER_SECONDS, Offer

GIVES = st.sampled_from(["policy", "all", "nothing"])
WAITS = st.sampled_from([1, 60, 61, 450, 1800, 1800, 3600])
WAITING = st.lists(st.tuples(NAMES, WHOM, st.booleans()), min_size=2, max_size=6)


class Changes(Patients):
    """A receptionist who knows what she does, the server's own work, and time."""

    people = 0
    hours_gone = 0

    @initialize(free=st.sets(st.integers(0, 7), max_size=2), waiting=WAITING)
    def a_full_morning_is_waited_for(
        self, free: set[int], waiting: list[tuple[str, tuple[str, ...], bool]]
    ) -> None:
        for number in set(range(8)) - free:
            start = OPENS + number // 2 * LENGTH
            self.staff_book(PEOPLE[number % 2], start, is_paid=number % 3 > 0)
        self.time_passes(self.hours_gone * 3600, is_settled=False, looks=False)
        for number, (name, whom, is_new) in enumerate(waiting):
            if number % 3:
                self.somebody_waits(name, whom, is_new=is_new)
            else:
                self.somebody_wants_an_earlier_time(number + 3, whom)

    # Staff

    @rule(who=WHO, start=TIMES, is_paid=st.booleans())
    def staff_book(self, who: str, start: int, *, is_paid: bool) -> None:
        self.people += 1
        patient = somebody(first_name=f"Patient{self.people}")
        answer = self._knowingly(
            lambda agreed: self.at.mara.book(
                start, practitioner=who, details=patient, agreed=agreed
            )
        )
        if self.model.in_the_way(who, start):
            assert isinstance(answer, TimeTaken)
            return
        assert isinstance(answer, Booking)
        self.model.entries[answer.id] = Entry(who, start)
        if is_paid:
            self.run(self.at.pay(answer.id))
            self.model.entries[answer.id].deposit = DEPOSIT

    @rule(number=NUMBERS, who=WHO, start=TIMES)
    def staff_move(self, number: int, who: str, start: int) -> None:
        if not (found := self.model.nth_booking(number, "confirmed")):
            return
        booking, entry = self.run(self._booking(found)), self.model.entries[found]
        answer = self._knowingly(
            lambda agreed: self.at.mara.move(booking, start, practitioner=who, agreed=agreed)
        )
        if (entry.who, entry.start) == (who, start):
            assert answer == booking
        elif self.model.in_the_way(who, start, found):
            assert isinstance(answer, TimeTaken)
        else:
            assert isinstance(answer, Booking)
            entry.who, entry.start = who, start
            entry.revision += 1
            self.model.let_go(found)

    @rule(number=NUMBERS, give=GIVES)
    def staff_cancel(self, number: int, give: str) -> None:
        if found := self.model.nth_booking(number, "confirmed"):
            self.look()
            entry = self.model.entries[found]
            returns = entry.left - entry.keeps(self.model.now)
            booking = self.run(self._booking(found))
            self.run(self.at.mara.cancel(booking, give=give, returns=returns, tell=False))
            self.model.cancel_by_staff(found, give)
            self.look()  # some of it is kept by then

    @rule(number=NUMBERS, who=WHO, start=TIMES)
    def staff_block_or_unblock(self, number: int, who: str, start: int) -> None:
        blocks = sorted(self.model.blocks)
        if blocks:
            found = blocks[number % len(blocks)]
            _, begin, end = self.model.blocks.pop(found)
            block = Block(id=found, clinic_id=0, practitioner_id=0, begins_at=begin, ends_at=end)
            self.run(self.at.mara.unblock(block))
            return
        end = start + LENGTH
        answer = self._knowingly(
            lambda agreed: self.at.mara.block(start, end, practitioner=who, agreed=agreed)
        )
        assert isinstance(answer, Block)
        self.model.blocks[answer.id] = (who, start, end)

    @rule(number=NUMBERS, priority=st.sampled_from([-1, 0, 1]))
    def staff_say_who_comes_first(self, number: int, priority: int) -> None:
        if place := self.model.nth_waiting(number):
            self.run(set_priority(self.at.desk.toolbox, self.at.actor, place, priority))
            self.model.waiters[place].priority = priority

    @rule(number=NUMBERS, who=WHO, start=TIMES)
    def staff_offer_by_hand(self, number: int, who: str, start: int) -> None:
        if not (place := self.model.nth_waiting(number)):
            return
        waiter = self.model.waiters[place]
        answer = self.attempt(self.at.offer_by_hand(place, who, start))
        booking = self.model.entries.get(waiter.booking)
        is_free = self.model.is_offered(who, start, waiter.booking)
        if booking and (booking.state != "confirmed" or start >= booking.start):
            is_free = False
        if is_free and waiter.offer is None:
            stored = self.run(self.at.open_offers())[place]
            self.model.offer(waiter, Offer(stored.id, stored.hold_id, who, start, self.model.now))
        else:
            assert isinstance(answer, HasOffer if is_free else SlotTaken)

    # What happens by itself

    @rule(seconds=WAITS, is_settled=st.booleans(), looks=LOOKS)
    def time_passes(self, seconds: int, *, is_settled: bool, looks: bool) -> None:
        self.at.desk.clock.wait(seconds)
        self.model.now += seconds
        if is_settled:
            self.run(settle_cancelled(self.at.desk.toolbox))
            self.model.settle()
        if looks:
            self.look()

    @precondition(lambda self: self.model.nth_offered(0))
    @rule()
    def nobody_answers(self) -> None:
        for _ in range(2):
            self.time_passes(OFFER_SECONDS, is_settled=True, looks=True)

    @invariant()
    def the_diaries_are_the_models_and_never_two_on_one_time(self) -> None:
        assert self.run(self.at.active()) == self.model.active()
        assert self.run(self.at.meeting()) == []

    @invariant()
    def each_booking_is_one_with_what_it_is_owed(self) -> None:
        booked = {n: e for n, e in self.model.entries.items() if e.state != "held"}
        assert self.run(self.at.revisions()) == {n: e.revision for n, e in booked.items()}
        assert self.run(self.at.refunds()) == sorted(
            (number, amount, refund_name(revision))
            for number, each in booked.items()
            for revision, amount in each.back.items()
        )
        at_least = {number: each.at_least for number, each in booked.items() if each.at_least}
        assert self.run(self.at.kept_at_least()) == at_least
        assert self.run(self.at.told()) == sorted(self.model.told)

    @invariant()
    def the_list_is_the_models(self) -> None:
        waiters = self.model.waiters
        assert self.run(self.at.waiting()) == {
            number: (each.state, each.unanswered, each.priority) for number, each in waiters.items()
        }
        kept = {
            place: (each.hold_id, each.tell_at, each.open_until)
            for place, each in self.run(self.at.open_offers()).items()
        }
        assert kept == {
            place: (each.offer.hold, each.offer.tell_at, self.model.entries[each.offer.hold].until)
            for place, each in waiters.items()
            if each.offer
        }

    def _knowingly(self, act: Any) -> object:  # noqa: ANN401 - an act that takes what is agreed to
        """Do it, and once more with all that was told."""
        answer = self.attempt(act(frozenset()))
        if isinstance(answer, RulesAgainst):
            return self.attempt(act(keys(answer)))
        return answer

    async def _booking(self, number: int) -> Booking:
        found = await find_booking(self.at.desk.database, self.at.clinic_id, number)
        assert found
        return found


@pytest.mark.slow
@pytest.mark.req("R1")
@pytest.mark.req("C4")
@pytest.mark.req("C6")
@pytest.mark.parametrize("hours", [12, 25, 46])
def test_random_changes_leave_what_the_plainest_model_has(database_url: str, hours: int) -> None:
    """Two days before that morning in the evening, the day before, and early on that day."""
    Changes.hours_gone = hours
    loop = asyncio.new_event_loop()
    database = loop.run_until_complete(open_database(database_url, migrate=False))
    try:
        run_state_machine_as_test(
            partial(Changes, loop, database),  # type: ignore[arg-type]
            settings=settings(
                max_examples=10,
                phases=[Phase.generate],
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
