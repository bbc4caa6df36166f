"""[notices] as hypothesis strategies: whatever a file can hold."""

from hypothesis import strategies as st

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.notice_rules import (
    PRACTITIONER_NOTICES,
    SMS_OCCASIONS,
    NoticeRules,
    QuietHours,
    Reminder,
)

_LEADS = st.builds(CutOff, st.integers(1, 60), st.sampled_from(["m", "h", "d"]))
_REMINDERS = st.lists(
    st.builds(Reminder, before=_LEADS, by=st.sampled_from(["mail", "sms"])), unique=True, max_size=4
)
_MINUTES = st.integers(0, 1439)

NOTICES = st.just(NoticeRules()) | st.builds(
    NoticeRules,
    send_to=st.sampled_from([(), ("desk@harbour.example", "o'neil+x@sub.harbour.example")]),
    mobile=st.sampled_from(["", "+61 491 570 006"]),
    escalate_after=st.sampled_from([0, 1, 30, 60, 1440, 2880, 20160]),
    staff_changes=st.booleans(),
    reminders=_REMINDERS.map(tuple),
    sms=st.sets(st.sampled_from(SMS_OCCASIONS)).map(
        lambda chosen: tuple(each for each in SMS_OCCASIONS if each in chosen)
    ),
    quiet_hours=st.builds(QuietHours, starts=_MINUTES, ends=_MINUTES),
)

TOLD_OF = st.sets(st.sampled_from(PRACTITIONER_NOTICES)).map(
    lambda chosen: tuple(each for each in PRACTITIONER_NOTICES if each in chosen)
)
"""What a practitioner with an address asked for."""
