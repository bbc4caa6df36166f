"""Who may go on watching a calendar that they opened a while ago."""

from slotkeeper.domain.staff import Member
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.membership import find_member
from slotkeeper.storage.staff_session import StaffSession, find_session


async def may_still_watch(toolbox: Toolbox, session: StaffSession, member: Member) -> bool:
    """Whether that session still lasts, and they work there in the same role with the same diary.
    Asking does not make the session last longer, as nobody clicked.
    """
    reader = toolbox.database
    if await find_session(reader, session.digest, toolbox.clock()) is None:
        return False
    now = await find_member(reader, member.clinic_id, member.staff.id)
    return (
        now is not None
        and not now.lacks_second_factor
        and (now.role, now.practitioner_id) == (member.role, member.practitioner_id)
    )
