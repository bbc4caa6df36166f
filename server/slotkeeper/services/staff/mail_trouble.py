"""What staff are told of messages that do not get through."""

from collections.abc import Sequence
from dataclasses import dataclass

from slotkeeper.domain.staff import Member
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Row
from slotkeeper.storage.outbox import count_waiting, find_tasks

SHOWN = 5
KEPT_SECONDS = 7 * 86_400
"""So long a message that did not arrive is shown."""


@dataclass(frozen=True, slots=True)
class MailTrouble:
    """`waiting`: messages that wait because no mail server is set. `tasks` as of `find_tasks`."""

    waiting: int = 0
    tasks: Sequence[Row] = ()


async def get_mail_trouble(toolbox: Toolbox, clinic_id: int, member: Member) -> MailTrouble:
    """Of that clinic; who sees only their own diary is not bothered with it."""
    if member.only_diary is not None:
        return MailTrouble()
    reader = toolbox.database
    since = toolbox.clock() - KEPT_SECONDS
    return MailTrouble(
        waiting=0 if toolbox.mail else await count_waiting(reader, clinic_id),
        tasks=await find_tasks(reader, clinic_id, since, SHOWN),
    )
