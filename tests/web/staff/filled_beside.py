"""What lies beside a booking of a filled clinic: terms, answers, who made it, who hears of it."""

from collections.abc import Callable

from slotkeeper.domain.booker import Booker
from slotkeeper.domain.question import Answer
from slotkeeper.domain.waitlist import WaitlistEntry
from slotkeeper.domain.webhook import EVENTS
from slotkeeper.services.booking_form import Beside, keep_beside
from slotkeeper.services.diary.password import seal_password
from slotkeeper.services.intake import seal_answers
from slotkeeper.services.webhooks.secret import new_secret, seal_secret
from slotkeeper.storage.acceptance import insert_acceptance
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.diary import Diary, insert_diary
from slotkeeper.storage.terms import get_current_terms
from slotkeeper.storage.waitlist import insert_entry
from slotkeeper.storage.webhook import insert_endpoint
from tests.storage.booked import Books
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


async def add_places(
    world: World, books: Books, booking: int, words: Callable[[str], str]
) -> dict[str, int]:
    """Where else a booking is brought to, an address for webhooks and a diary; and who waits."""
    clinic_id, first = books.clinic.id, books.practitioners[0]
    return {
        **await _add_endpoint(world, clinic_id, booking, words),
        **await _add_diary(world, clinic_id, first, booking, words),
        **await _add_waiting(world, books, words),
    }


async def _add_endpoint(
    world: World, clinic_id: int, booking: int, words: Callable[[str], str]
) -> dict[str, int]:
    """An address for webhooks with an event that was not taken: "endpoint" and "delivery"."""
    toolbox, now = world.toolbox, world.clock.now
    secret = seal_secret(toolbox.vault, clinic_id, new_secret())

    async def add(tx: Transaction) -> dict[str, int]:
        address = f"https://{words('webhook')}/"
        endpoint = await insert_endpoint(
            tx, clinic_id, address=address, events=EVENTS, secret=secret, made_by=None, now=now
        )
        row = await tx.fetch_one(
            """INSERT INTO delivery (clinic_id, booking_id, recipient, message, occasion, made_at,
                 channel, target, state, attempts, problem, task_since)
               VALUES ($1, $2, 'clinic', 'booking.confirmed', '0', $3, 'webhook', $4, 'failed', 1,
                 '410', $3) RETURNING id""",
            *(clinic_id, booking, now, endpoint),
        )
        assert row
        return {"endpoint": endpoint, "delivery": int(row["id"])}

    return await toolbox.database.write(add)


async def _add_diary(
    world: World, clinic_id: int, practitioner: int, booking: int, words: Callable[[str], str]
) -> dict[str, int]:
    """A diary that is switched off, and what waits to be written into it by hand: "transfer"."""
    toolbox, now = world.toolbox, world.clock.now
    diary = Diary(
        practitioner_id=practitioner,
        clinic_id=clinic_id,
        kind="caldav",
        address=f"https://{words('diary')}/",
        calendar=words("calendar"),
        username=words("username"),
        password_sealed=seal_password(toolbox.vault, clinic_id, practitioner, "a quiet harbour"),
        enabled=False,
        made_at=now,
    )

    async def add(tx: Transaction) -> dict[str, int]:
        await insert_diary(tx, diary, None)
        row = await tx.fetch_one(
            """INSERT INTO delivery (clinic_id, booking_id, recipient, message, occasion, made_at,
                 channel, target, state, attempts, task_since)
               VALUES ($1, $2, 'practitioner', 'diary_entry', '0', $3, 'diary', $4, 'by_hand', 1,
                 $3) RETURNING id""",
            *(clinic_id, booking, now, practitioner),
        )
        assert row
        return {"transfer": int(row["id"])}

    return await toolbox.database.write(add)


async def _add_waiting(world: World, books: Books, words: Callable[[str], str]) -> dict[str, int]:
    """Somebody on the waiting list: "entry"."""
    entry = WaitlistEntry(
        clinic_id=books.clinic.id,
        appointment_type_id=books.clinic.appointment_types[0].id,
        patient_is="existing",
        first_name=words("waits_first_name"),
        last_name=words("last_name"),
        email=words("p8@waiting.example"),
        phone=words("+612555008"),
        note=words("waits_note"),
        person_key="somebody",
        entry_key="key",
        made_at=world.clock.now,
    )

    async def add(tx: Transaction) -> dict[str, int]:
        # Somebody else looks through the list: the server's own clock is months before that of
        # the test, and nothing is to be offered by itself.
        await tx.execute(
            """INSERT INTO waitlist_look (clinic_id, news, next_at, taken_until)
               VALUES ($1, -1, 0, $2)""",
            *(entry.clinic_id, world.clock.now),
        )
        return {"entry": await insert_entry(tx, entry)}

    return await world.toolbox.database.write(add)
