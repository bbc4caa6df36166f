"""How many live holds there may be (H7)."""

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import HoldCapReached
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.hold import count_live_holds, count_live_holds_from

MOST_HOLDS_AN_ADDRESS = 10
"""Live holds from one network address: a family, not a diary."""


async def check_caps(
    tx: Transaction, toolbox: Toolbox, clinic: Clinic, address_key: str, now: int
) -> None:
    """One more may be placed from that address. Raises HoldCapReached."""
    if toolbox.abuse_checks:
        own = await count_live_holds_from(tx, clinic.id, address_key, now)
        if own >= MOST_HOLDS_AN_ADDRESS:
            raise HoldCapReached(clinic.online_booking.hold_seconds)
    if await count_live_holds(tx, clinic.id, now) >= clinic.online_booking.hold_limit:
        raise HoldCapReached(clinic.online_booking.hold_seconds)
