"""Brings bookings into practitioners' diaries (N1, N3, docs/adr/0027)."""

from dataclasses import dataclass

from slotkeeper.domain.booking import Booking
from slotkeeper.gateways.diary import DiaryDown, DiaryRefused
from slotkeeper.services.diary.hand_over import hand_over
from slotkeeper.services.diary.queue import ANEW, KNOWN
from slotkeeper.services.diary.trouble import OF_THE_DIARY, note_good, note_trouble
from slotkeeper.services.diary.turn import Turn, turn_with
from slotkeeper.services.diary.write import bring_into_line
from slotkeeper.services.notices.carrier import outcome_of
from slotkeeper.services.notices.outcome import Outcome
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.vault import VaultLocked
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.delivery import Channel
from slotkeeper.storage.diary import Diary, find_diary
from slotkeeper.storage.diary_queue import is_superseded
from slotkeeper.storage.outbox import Delivery

KNOCK_SECONDS = 20
"""A diary that is out of order is asked no more often, however much waits for it."""


@dataclass(frozen=True, slots=True)
class DiaryCarrier:
    """The carrier to diaries: one that is down keeps no other waiting."""

    toolbox: Toolbox
    channel: Channel = "diary"

    async def send(self, delivery: Delivery) -> Outcome:
        """Bring the diary into line with the booking as it is now."""
        return await outcome_of(self._send(delivery), delivery)

    async def rest(self) -> None:
        """Nothing is kept open."""

    async def _send(self, delivery: Delivery) -> Outcome:
        reader = self.toolbox.database
        diary = await find_diary(reader, delivery.clinic_id, delivery.target)
        if diary is None or not diary.enabled:
            return Outcome("dropped", "diary_off")
        if await is_superseded(reader, delivery):
            return Outcome("dropped", "superseded")
        booking = await find_booking(reader, delivery.clinic_id, delivery.booking_id)
        if booking is None:
            return Outcome("dropped", "gone")
        if diary.kind == "by_hand":
            return await hand_over(self.toolbox, diary, booking, delivery)
        return await self._write(diary, booking, delivery.occasion)

    async def _write(self, diary: Diary, booking: Booking, occasion: str) -> Outcome:
        async with turn_with(self.toolbox, diary.practitioner_id) as turn:
            if turn is None:
                return Outcome("later", "in_use")
            if turn.diary.failing_since is not None and self._is_tried(turn.diary):
                return Outcome("later", turn.diary.problem)
            return await self._in_turn(turn, booking, occasion)

    async def _in_turn(self, turn: Turn, booking: Booking, occasion: str) -> Outcome:
        anew, is_known = occasion.endswith(ANEW), occasion.endswith(KNOWN)
        try:
            # As it is now that nobody else writes.
            fresh = await find_booking(self.toolbox.database, booking.clinic_id, booking.id)
            state = await bring_into_line(turn, fresh or booking, anew=anew, is_known=is_known)
        except VaultLocked:
            return await self._trouble(turn, "locked")
        except DiaryDown as down:
            return await self._trouble(turn, down.problem)
        except DiaryRefused as refused:
            if refused.problem not in OF_THE_DIARY:
                return Outcome("failed", refused.problem)
            return await self._trouble(turn, refused.problem)
        if turn.diary.failing_since is not None:
            await note_good(self.toolbox, turn.diary)
        if state == "removed":
            return Outcome("sent")
        is_fine = state == "inserted" or (is_known and state == "collides")
        return Outcome("inserted", "" if is_fine else state)

    async def _trouble(self, turn: Turn, problem: str) -> Outcome:
        await note_trouble(self.toolbox, turn.diary, problem)
        return Outcome("later", problem)

    def _is_tried(self, diary: Diary) -> bool:
        return self.toolbox.clock() - diary.tried_at < KNOCK_SECONDS
