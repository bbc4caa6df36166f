"""What is looked up to say why a time is not offered: the facts, and who is in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.block import Block
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.known import Asker, Known, reach
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.reason import Reason
from slotkeeper.domain.reasons import why_not
from slotkeeper.domain.slots import search_range
from slotkeeper.services.look import look
from slotkeeper.services.new_patients import Standing, find_closed_by_load
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.block import find_blocks
from slotkeeper.storage.calendar import CalendarEntry, find_entries
from slotkeeper.storage.diary_busy import BusyInDiary, find_busy_in_diaries


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which times are asked about. `kind` and `practitioners` may be switched off; `location` is a
    slug, None for any place.
    """

    clinic: Clinic
    kind: AppointmentType
    practitioners: Sequence[Practitioner]
    asker: Asker
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What was so at one instant: what the slots are made from, and the same with names, of the
    whole clinic. `in_diaries` is what else stands in practitioners' diaries; `closed_by_load` are
    the rules that keep new patients out, by the type's id.
    """

    known: Known
    entries: Sequence[CalendarEntry]
    blocks: Sequence[Block]
    closed_by_load: Mapping[int, Standing]
    in_diaries: Sequence[BusyInDiary] = ()


async def find_facts(toolbox: Toolbox, question: Question, first: date, last: date) -> Facts:
    """All that matters to starts on those local days, both included."""
    reader, clinic, now = toolbox.database, question.clinic, toolbox.clock()
    closed = await find_closed_by_load(toolbox, clinic)
    begin, end = search_range(question.kind, clinic.time_zone, first, last)
    known = await look(reader, clinic, begin, end, now, question.asker)
    before, after = reach(clinic)
    entries = await find_entries(reader, clinic.id, begin - before, end + after, now)
    blocks = await find_blocks(reader, clinic.id, begin, end)
    busy = await find_busy_in_diaries(reader, clinic.id, begin, end)
    return Facts(known, entries, blocks, closed, busy)


def reasons_of(
    question: Question, practitioner: Practitioner, starts_at: int, facts: Facts
) -> list[Reason]:
    """Every rule against that start, in order; empty where patients can book it."""
    return why_not(
        question.clinic, question.kind, practitioner, starts_at, facts.known, question.location
    )
