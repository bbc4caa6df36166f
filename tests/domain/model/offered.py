"""Whether one minute is offered to patients: each rule asked by itself."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property

from slotkeeper.domain.practitioner import Practitioner
from tests.domain.model import booked, hours
from tests.domain.model.ask import Ask
from tests.domain.model.clock import instant, local_day, plus
from tests.domain.model.sessions import Meeting, meetings

Expected = tuple[int, int, str, str | None]
"""starts_at, ends_at, practitioner, location."""


def offered(ask: Ask) -> list[Expected]:
    """Every start, in order of time, then of practitioners; each once, at the first place."""
    found: dict[tuple[int, int], str | None] = {}
    for order, who in enumerate(ask.clinic.practitioners):
        diary = Diary(ask, who)
        for place in [*(each.slug for each in ask.clinic.locations), None]:
            if ask.location in (None, place):
                for minute in diary.minutes_of(place):
                    found.setdefault((minute * 60, order), place)
    return [
        (start, start + ask.kind.minutes * 60, ask.clinic.practitioners[order].slug, place)
        for (start, order), place in sorted(found.items(), key=lambda each: each[0])
    ]


class Diary:
    """One practitioner's minutes, as far as they matter to the question."""

    def __init__(self, ask: Ask, who: Practitioner) -> None:
        self.ask, self.who = ask, who
        self.clinic, self.kind, self.known = ask.clinic, ask.kind, ask.known
        self.zone = ask.clinic.time_zone
        self._worked: dict[str | None, set[int]] = {}
        self._openings: dict[str | None, dict[int, int]] = {}
        self._hours: dict[tuple[date, str | None], list[set[int]]] = {}

    def minutes_of(self, place: str | None) -> Iterator[int]:
        """The minutes since 1970 in which patients may start there."""
        if not (self._is_on() and self._takes_who_asks()):
            return
        for minute in sorted(self._possible(place)):
            if (
                self.ask.first <= local_day(minute * 60, self.zone) <= self.ask.last
                and self._is_in_time(minute)
                and self._is_present(minute)
                and self._is_released(minute)
                and (self.known.is_held or self._is_left(minute, place))
                and (self.kind.is_group or self._is_beside_sessions(minute))
            ):
                yield minute

    def _is_on(self) -> bool:
        """Everything is switched on, and who pays first can pay."""
        paid = self.kind.prepay.kind == "none" or self.clinic.takes_payments
        switches = self.clinic.online_booking.enabled, self.kind.enabled, self.who.enabled
        return all(switches) and paid and self.who.slug in self.kind.practitioners

    def _takes_who_asks(self) -> bool:
        """New patients may be closed, by the type or the practitioner."""
        if self.known.asker == "existing":
            return True
        # A kept time stays when the clinic closes meanwhile.
        is_open = self.known.is_held or self.kind.id not in self.known.closed_to_new
        return is_open and self.who.new_patients == "open"

    def _possible(self, place: str | None) -> Iterator[int]:
        """Where an appointment may start at all: the rule for start times, and it fits."""
        if self.kind.is_group:
            yield from (each.starts_at // 60 for each in self.own_meetings if each.place == place)
            return
        worked, length = self.worked(place), self.kind.minutes + self.kind.padding_after
        for minute in worked:
            on = local_day(minute * 60, self.zone)
            if (
                self.ask.first <= on <= self.ask.last
                and worked.issuperset(range(minute, minute + length))
                and self._is_start(minute, place)
            ):
                yield minute

    def _is_start(self, minute: int, place: str | None) -> bool:
        """By the type's rule, else the practitioner's, else the clinic's."""
        rule = self.kind.starts or self.who.starts or self.clinic.online_booking.start_every
        if isinstance(rule, tuple):
            on = local_day(minute * 60, self.zone)
            return minute * 60 in {instant(on, each, self.zone) for each in rule}
        if rule != "adjacent":
            return self._is_on_grid(minute, place, rule)
        if booked.is_begun(self.ask, self.who, self._stretch(minute, place)):
            ends, begins = self._beside
            padded = self.padded(minute)
            return padded.start in ends or padded.stop in begins
        own = self.who.starts
        every = own if isinstance(own, int) else self.clinic.online_booking.start_every
        return self._is_on_grid(minute, place, every)

    def _is_on_grid(self, minute: int, place: str | None, every: int) -> bool:
        """Every so many minutes from the opening, or from midnight if that is later."""
        midnight = instant(local_day(minute * 60, self.zone), 0, self.zone) // 60
        return (minute - max(self._opening(place)[minute], midnight)) % every == 0

    def _opening(self, place: str | None) -> dict[int, int]:
        """By minute, the first one of the hours that last until then."""
        if place not in self._openings:
            found: dict[int, int] = {}
            for minute in sorted(self.worked(place)):
                found[minute] = found.get(minute - 1, minute)
            self._openings[place] = found
        return self._openings[place]

    def _stretch(self, minute: int, place: str | None) -> set[int]:
        """The working hours around a minute up to the next pause, whether they are marked or not;
        from the day before to two days on.
        """
        on = local_day(minute * 60, self.zone)
        if (on, place) not in self._hours:
            days = [on + timedelta(days=n) for n in range(-1, 3)]
            self._hours[on, place] = hours.runs(hours.worked_on(self.clinic, self.who, place, days))
        return next(each for each in self._hours[on, place] if minute in each)

    def _is_in_time(self, minute: int) -> bool:
        """Neither too soon nor too far."""
        booking = self.clinic.online_booking
        today = local_day(self.known.now, self.zone)
        last = today + timedelta(days=booking.horizon_days)
        soonest = plus(self.known.now, booking.cut_off, self.zone)
        return minute * 60 >= soonest and local_day(minute * 60, self.zone) <= last

    def _is_present(self, minute: int) -> bool:
        """No minute of it, with its padding, is time off."""
        if not self.who.time_off:
            return True
        days = {local_day(each * 60, self.zone) for each in self.padded(minute)}
        return not any(hours.is_off(self.who, on) for on in days)

    def _is_released(self, minute: int) -> bool:
        """No minute that the patient would have is protected from them."""
        return self._protected.isdisjoint(range(minute, minute + self.kind.minutes))

    def _is_beside_sessions(self, minute: int) -> bool:
        """It meets no session of the practitioner, whether anybody comes to that or not."""
        padded = set(self.padded(minute))
        return not any(padded.intersection(each.minutes) for each in self.meetings)

    def _is_left(self, minute: int, place: str | None) -> bool:
        """Nobody else has it, or what it needs."""
        if self.kind.is_group and self._is_full(minute):
            return False
        padded = self.padded(minute)
        begins, ends = padded.start * 60, padded.stop * 60
        return (
            not any(max(begins, a) < min(ends, b) for a, b in self._others(minute))
            and booked.has_room_that_day(self.ask, self.who, minute)
            and booked.has_what_it_needs(self.ask, padded, place)
            and booked.can_be_reached(self.ask, self.who, padded, place, self.meetings)
        )

    def _is_full(self, minute: int) -> bool:
        taken = self.known.taken.get(self.who.id, ())
        own = (self.kind.id, minute * 60)
        there = sum(1 for each in taken if each.seat and (each.kind_id, each.starts_at) == own)
        planned = next(each for each in self.own_meetings if each.starts_at == minute * 60)
        return there >= planned.places

    def _others(self, minute: int) -> Iterator[tuple[int, int]]:
        """What is taken, without those who come to the very same session."""
        busy = list(self.known.busy.get(self.who.id, ()))
        own = (self.kind.id, minute * 60)
        for each in self.known.taken.get(self.who.id, ()):
            if self.kind.is_group and each.seat and (each.kind_id, each.starts_at) == own:
                busy.remove((each.begins, each.ends))
        yield from busy

    def padded(self, minute: int) -> range:
        """The minutes that it would take."""
        ends = minute + self.kind.minutes + self.kind.padding_after
        return range(minute - self.kind.padding_before, ends)

    def worked(self, place: str | None) -> set[int]:
        """The minutes in which appointments may be at that place."""
        if place not in self._worked:
            days = self.ask.first, self.ask.last
            self._worked[place] = hours.worked(self.clinic, self.who, place, *days)
        return self._worked[place]

    @cached_property
    def meetings(self) -> list[Meeting]:
        """All sessions of the practitioner in these days."""
        return list(meetings(self.clinic, self.who, self.ask.first, self.ask.last))

    @cached_property
    def _beside(self) -> tuple[set[int], set[int]]:
        return booked.stays_beside(self.ask, self.who, self.meetings)

    @property
    def own_meetings(self) -> list[Meeting]:
        """Those of the type that is asked for."""
        return [each for each in self.meetings if each.kind.slug == self.kind.slug]

    @cached_property
    def _protected(self) -> set[int]:
        days, known = (self.ask.first, self.ask.last), self.known
        return hours.protected(self.who, self.zone, *days, known.asker, known.now)
