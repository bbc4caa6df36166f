"""A text that goes at a certain time, and not before."""

from slotkeeper.services.notices.outcome import Outcome
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.outbox import Delivery, put_off


async def put_off_until(toolbox: Toolbox, delivery: Delivery, problem: str, at: int) -> Outcome:
    """Wait until that instant (epoch seconds), which is nobody's task: it waits by rule.

    With this the delivery is in nobody's hand any more, so that the outcome changes nothing.
    """
    await toolbox.database.write(lambda tx: put_off(tx, delivery, problem, at, delivery.task_since))
    return Outcome("later", problem)
