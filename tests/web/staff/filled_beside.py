"""What lies beside a booking of a filled clinic: terms, messages, answers, and who made it."""

from collections.abc import Callable

from slotkeeper.domain.booker import Booker
from slotkeeper.domain.question import Answer
from slotkeeper.services.booking_form import Beside, keep_beside
from slotkeeper.services.intake import seal_answers
from slotkeeper.storage.acceptance import insert_acceptance
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.terms import get_current_terms
from tests.web.world import World


async def add_belongings(
    world: World, clinic_id: int, booking: int, words: Callable[[str], str]
) -> None:
    """Terms as they were accepted, messages with words of staff, sealed answers, and somebody else
    who booked.
    """
    toolbox, now = world.toolbox, world.clock.now
    terms = await get_current_terms(toolbox.database, clinic_id)
    said = Answer(id="goal", ask=words("ask"), kind="text", given=(words("answer"),))
    booker = Booker(
        first_name=words("booker_first_name"),
        last_name=words("booker_last_name"),
        email=words("p9@booker.example"),
        phone=words("+612555009"),
        booker_is="parent",
    )
    beside = Beside(booker, seal_answers(toolbox.vault, clinic_id, booking, (said,)))

    async def add(tx: Transaction) -> None:
        await insert_acceptance(
            tx, booking, terms_id=terms.id, sha256=terms.sha256, accepted_at=now
        )
        await insert_delivery(
            tx,
            clinic_id=clinic_id,
            booking_id=booking,
            recipient="patient",
            message="booking_confirmed",
            now=now,
            words=words("message"),
        )
        await tx.execute("UPDATE delivery SET state = 'failed', task_since = $1", now)
        await keep_beside(tx, clinic_id, booking, beside)

    await toolbox.database.write(add)
