"""A webhook of the payment service: a hint that something has changed, not believed beyond that."""

from slotkeeper.domain.payment import Payment
from slotkeeper.gateways.payments import Event, SignatureWrong
from slotkeeper.services.payment_accounts import webhook_secrets_of
from slotkeeper.services.payments.record import record
from slotkeeper.services.payments.settle import settle
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.payment import find_payment_named
from slotkeeper.storage.payment_account import PaymentAccount, find_payment_account
from slotkeeper.storage.payment_event import insert_event, is_event_known

_MOVES = ("checkout.session.", "payment_intent.")
_AFTERWARDS = ("charge.", "refund.")


async def take_webhook(toolbox: Toolbox, clinic: str, body: bytes, signature: str) -> None:
    """Act on what a webhook says; the order and number of webhooks cannot matter.

    Events of another mode or account, of other kinds, and of payments that are not ours have no
    effect. Raises ClinicUnknown, SignatureWrong; whatever `settle` and `record` raise means that
    it is to be sent again.
    """
    known = await toolbox.clinics.get(toolbox.database, clinic)
    account = await find_payment_account(toolbox.database, known.id)
    if account is None:
        raise SignatureWrong
    secrets = webhook_secrets_of(toolbox.vault, account)
    event = await toolbox.payments.read_event(body, signature, secrets, toolbox.clock())
    if not _is_meant(event, account):
        return
    if await is_event_known(toolbox.database, known.id, event.id):
        return
    payment = await find_payment_named(
        toolbox.database,
        known.id,
        reference=event.reference,
        session_id=event.session_id,
        intent_id=event.intent_id,
    )
    if payment is None:
        return
    await _act(toolbox, payment, event)

    async def remember(tx: Transaction) -> None:
        await insert_event(tx, known.id, event.id, toolbox.clock())

    await toolbox.database.write(remember)


def _is_meant(event: Event, account: PaymentAccount) -> bool:
    kinds = event.kind.startswith((*_MOVES, *_AFTERWARDS))
    return kinds and (event.live, event.account) == (account.live, account.account)


async def _act(toolbox: Toolbox, payment: Payment, event: Event) -> None:
    standing = await settle(toolbox, payment.clinic_id, payment.id, event.session_id)
    if event.kind.startswith(_AFTERWARDS) and standing.payment.received:
        await record(toolbox, standing.payment)
