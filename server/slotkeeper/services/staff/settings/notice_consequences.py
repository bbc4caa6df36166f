"""What a change of the notices means: whom it reminds, and whom it leaves without a word."""

from datetime import timedelta

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.local_time import ONE_DAY, local_date, to_instant
from slotkeeper.services.notices.reminders import count_reminders, find_due
from slotkeeper.services.staff.settings.consequences import Consequence
from slotkeeper.services.staff.settings.draft import Draft
from slotkeeper.storage.database import Reader
from slotkeeper.storage.reminder import RemindingClinic
from slotkeeper.storage.sms_account import find_text_rules


async def of_notices(reader: Reader, draft: Draft, now: int) -> list[Consequence]:
    """Of reminders with their numbers, as the planner itself finds them; `now` in epoch seconds."""
    old, new = draft.old.notices, draft.new.notices
    found = list[Consequence]()
    if old.reminders != new.reminders:
        found += await _of_reminders(reader, draft, now)
    texts = [*new.sms, *(each for each in new.reminders if each.by == "sms"), new.mobile]
    is_new = (old.sms, old.reminders, old.mobile) != (new.sms, new.reminders, new.mobile)
    if is_new and any(texts) and await find_text_rules(reader, draft.old.id) is None:
        found.append(Consequence(key="effect.texts_off"))
    if _hears(draft.old) and not _hears(draft.new):
        found.append(Consequence(key="effect.nobody_hears"))
    return found


async def _of_reminders(reader: Reader, draft: Draft, now: int) -> list[Consequence]:
    if not draft.new.notices.reminders:
        return [Consequence(key="effect.no_reminders")]
    clinic = RemindingClinic(
        id=draft.old.id, time_zone=draft.new.time_zone, notices=draft.new.notices
    )
    tomorrow = local_date(now, clinic.time_zone) + ONE_DAY
    begin, end = (to_instant(tomorrow + timedelta(days=n), 0, clinic.time_zone) for n in range(2))
    found = [
        Consequence(
            key="effect.reminders_tomorrow", n=await count_reminders(reader, clinic, begin, end)
        )
    ]
    added = [each for each in clinic.notices.reminders if each not in draft.old.notices.reminders]
    at_once = sum([len(await find_due(reader, clinic, each, 0, now)) for each in added])
    if at_once:
        found.append(Consequence(key="effect.reminders_at_once", n=at_once))
    return found


def _hears(clinic: Clinic) -> bool:
    return bool(clinic.email or clinic.notices.send_to)
