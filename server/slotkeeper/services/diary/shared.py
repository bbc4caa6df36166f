"""Practitioners who keep one calendar: what is written there for one is no news of the other."""

from slotkeeper.services.diary.wanted import uid_of
from slotkeeper.storage.database import Reader
from slotkeeper.storage.diary import Diary
from slotkeeper.storage.diary_entry import find_entries, find_sharing, find_to_stand

_DAY = 86_400


async def find_uids_of_others(reader: Reader, diary: Diary, first: int, until: int) -> set[str]:
    """The names of the others' entries that meet [first, until): those that are written, and those
    that somebody may be writing at this moment.
    """
    uids: set[str] = set()
    clinic_id = diary.clinic_id
    for other in await find_sharing(reader, diary):
        written = await find_entries(reader, clinic_id, other, first - _DAY, until)
        coming = await find_to_stand(reader, clinic_id, other, first, until)
        uids |= {each.uid for each in written} | {uid_of(each, other) for each in coming}
    return uids
