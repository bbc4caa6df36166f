"""Who of a list is asked to call: what is kept for them they could not book."""

from collections.abc import Iterable

from slotkeeper.domain.identity import email_key, name_key
from slotkeeper.domain.waitlist import WaitlistEntry
from slotkeeper.storage.database import Reader
from slotkeeper.storage.recognition import OnCall, find_on_call


async def find_calling(
    reader: Reader, clinic_id: int, entries: Iterable[WaitlistEntry], now: int
) -> dict[int, int | None]:
    """By the entry's id, those who are on the step "call" or "blocked" at an instant (epoch
    seconds), recognised as when they book (T4), and when that is to be looked at again: None where
    nothing of it ends by itself. One query for all. Who wants an earlier time for a booking may
    move it on whichever step, and is none of them.
    """
    found = [each for each in await find_on_call(reader, clinic_id, now) if _calls(each, now)]
    by_key: dict[str, list[OnCall]] = {}
    for each in found:
        born = each.birth_date.isoformat() if each.birth_date else ""
        for key in _keys(each.email_key, each.phone_key, each.name_key, born):
            by_key.setdefault(key, []).append(each)
    calling: dict[int, int | None] = {}
    for entry in entries:
        who = [each for key in _keys_of(entry) for each in by_key.get(key, ())]
        if who:
            ends = (each.standing.at(now).until for each in who)
            calling[entry.id] = min((end for end in ends if end is not None), default=None)
    return calling


def _calls(known: OnCall, now: int) -> bool:
    return known.standing.at(now).step in {"call", "blocked"}


def _keys_of(entry: WaitlistEntry) -> list[str]:
    if entry.booking_id is not None:
        return []
    born = entry.birth_date.isoformat() if entry.birth_date else ""
    name = name_key(entry.first_name, entry.last_name)
    return _keys(email_key(entry.email), entry.phone, name, born)


def _keys(email: str, phone: str, name: str, born: str) -> list[str]:
    """What was not given recognises nobody."""
    person = f"person {born} {name}" if name and born else ""
    facts = (f"email {email}" if email else "", f"phone {phone}" if phone else "", person)
    return [each for each in facts if each]
