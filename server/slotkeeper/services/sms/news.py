"""What becomes of a text that the service has: told by call-backs, which come twice and in any
order.
"""

from collections.abc import Mapping, Sequence

from slotkeeper.domain.sms_state import is_news
from slotkeeper.gateways.sms import SmsNews
from slotkeeper.services.notices.outcome import Outcome, write_outcome
from slotkeeper.services.sms.signed import require_signature
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.sms_message import find_message, mark_arrived, save_news, take_back

_TRIES = 4  # others may tell of the same text at the same time: there are three steps at most
_UNDELIVERED = "undelivered"


async def take_news(
    toolbox: Toolbox,
    clinic: str,
    delivery_id: int,
    url: str,
    fields: Mapping[str, Sequence[str]],
    signature: str,
) -> None:
    """Write down how far a text has come. What is not known, not newer, or of an earlier try has no
    effect. Raises ClinicUnknown, SmsSignatureWrong, VaultLocked.
    """
    clinic_id = await require_signature(toolbox, clinic, url, fields, signature)
    news = toolbox.sms.read_news(fields)
    if news is None:
        return

    async def job(tx: Transaction) -> None:
        for _ in range(_TRIES):
            if await _write(tx, clinic_id, delivery_id, news, toolbox.clock()):
                return

    await toolbox.database.write(job)
    toolbox.bell.ring()


async def _write(
    tx: Transaction, clinic_id: int, delivery_id: int, news: SmsNews, now: int
) -> bool:
    """False where somebody else wrote at the same time: look again."""
    known = await find_message(tx, clinic_id, delivery_id)
    if known is None or known.provider_id not in {"", news.id}:
        return True
    if known.state == "not_taken" or not is_news(known.state, news.state):
        return True
    if not await save_news(tx, known, news.state, news.problem, news.id, now):
        return False
    if news.state != "failed":
        await mark_arrived(tx, delivery_id, news.state, now)
        return True
    delivery = await take_back(tx, delivery_id, now)
    if delivery is not None:
        problem = f"{_UNDELIVERED}_{news.problem}" if news.problem else _UNDELIVERED
        await write_outcome(tx, delivery, Outcome("failed", problem), now)
    return True
