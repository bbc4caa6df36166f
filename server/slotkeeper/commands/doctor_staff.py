"""What `slotkeeper doctor` says of a clinic's staff."""

from slotkeeper.domain.clinic import Clinic
from slotkeeper.storage.database import Reader
from slotkeeper.storage.membership import find_members


async def examine_staff(reader: Reader, clinic: Clinic) -> tuple[str, str]:
    """What is right, and what is wrong: the one or the other."""
    members = await find_members(reader, clinic.id)
    create = f"slotkeeper user create EMAIL --clinic {clinic.slug}"
    if not members:
        return "", f"nobody may sign in: {create}"
    owners = sum(each.role == "owner" for each in members)
    if not owners:
        return "", f"it has no owner, so nobody can change its settings or staff: {create}"
    people = "1 person may sign in" if len(members) == 1 else f"{len(members)} people may sign in"
    return f"{people}, {owners} of them as owner.", ""
