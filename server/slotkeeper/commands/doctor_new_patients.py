"""What `slotkeeper doctor` says of new patients where a load decides."""

from collections.abc import AsyncIterator

from slotkeeper.domain.clinic import Clinic
from slotkeeper.services.load_cache import LoadCache
from slotkeeper.services.new_patients import find_standings
from slotkeeper.storage.database import Reader


async def examine_new_patients(reader: Reader, clinic: Clinic, now: int) -> AsyncIterator[str]:
    """A sentence for each rule by load; `now` in epoch seconds."""
    names = {each.id: f" for {each.name}" for each in clinic.appointment_types}
    for key, each in (await find_standings(reader, LoadCache(), clinic, now)).items():
        rule, whom = each.rule, names.get(key, "")
        full = f"{each.load.percent} % of the next {rule.days} days is booked"
        yield (
            f"new patients are closed{whom}: {full}; they open below {rule.opens_below} %."
            if each.is_closed
            else f"new patients are open{whom}: {full}; they close above {rule.closes_above} %."
        )
