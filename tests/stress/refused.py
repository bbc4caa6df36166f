"""Why patients were sent away: what they were told, and which rules are against their times."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import httpx

from slotkeeper.clock import system_clock
from slotkeeper.domain.reason import Reason
from slotkeeper.domain.reasons import why_not
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.look import look_at_start
from slotkeeper.storage.database import open_database
from tests.stress.patients import CLINIC, Wanted


def told(
    wanted: Sequence[Wanted],
    answers: Sequence[httpx.Response],
    against: Mapping[Wanted, Collection[Reason]],
) -> Counter[str]:
    """How many answers were of which status and notice, and what is against their times now, such
    as "409 taken: busy, cap_type".
    """
    return Counter(
        f"{answer.status_code} {_notice(answer)}: {', '.join(sorted(against[each]))}"
        for each, answer in zip(wanted, answers, strict=True)
    )


async def rules_against(database_url: str, wanted: Sequence[Wanted]) -> dict[Wanted, set[Reason]]:
    """What keeps a new patient from each of these times now; nothing where it can be booked."""
    database = await open_database(database_url, migrate=False)
    try:
        clinic, now = await get_clinic(database, CLINIC), system_clock()
        against = {}
        for each in wanted:
            kind = clinic.appointment_type(each.kind)
            who = clinic.practitioner(each.practitioner)
            known = await look_at_start(database, clinic, kind, each.start, now, "new")
            against[each] = {*why_not(clinic, kind, who, each.start, known)}
        return against
    finally:
        await database.close()


def _notice(answer: httpx.Response) -> str:
    found = re.search(r'data-notice="([^"]+)"', answer.text)
    return found[1] if found else "without a notice"
