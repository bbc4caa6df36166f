"""What Slotkeeper asks of a payment service, and what it is told; `gateways/stripe/` answers."""

from collections.abc import Sequence
from typing import Literal, Protocol

from msgspec import Struct


class Payee(Struct, frozen=True, kw_only=True):
    """Who is paid: the clinic's key, and the connected account it acts for ("": the key's own)."""

    secret_key: str
    account: str = ""
    live: bool = False

    def __repr__(self) -> str:
        return f"Payee(account={self.account!r}, live={self.live})"


class Order(Struct, frozen=True, kw_only=True):
    """One prepayment to be made on the service's own page.

    `reference` is opaque, `amount` in minor units (ISO 4217) of `currency` (upper case);
    `expires_at` in epoch seconds is when the page ends, not the hold; `message` stands beside the
    button of the page, which says "Book" where `is_booking`, else "Pay".
    """

    reference: str
    attempt: int
    amount: int
    currency: str
    message: str
    is_booking: bool = True
    success_url: str
    cancel_url: str
    expires_at: int
    language: str


class Opened(Struct, frozen=True, kw_only=True):
    """A pay page that waits for the patient."""

    session_id: str
    url: str


class Seen(Struct, frozen=True, kw_only=True):
    """A payment as the service has it at this moment; amounts in minor units (ISO 4217).

    `authorised` can be captured, `received` was. A session that the service does not know is
    "missing" and all else in it empty.
    """

    session_id: str
    session: Literal["open", "complete", "expired", "missing"]
    url: str = ""
    reference: str = ""
    amount: int = 0
    currency: str = ""
    live: bool = False
    intent_id: str = ""
    intent: Literal["none", "waiting", "processing", "authorised", "succeeded", "canceled"] = "none"
    authorised: int = 0
    received: int = 0


class RefundSeen(Struct, frozen=True, kw_only=True):
    """A refund as the service has it; `reference` is ours, "" where it was made elsewhere."""

    id: str
    amount: int
    status: Literal["pending", "succeeded", "failed"]
    reference: str = ""


class Receipt(Struct, frozen=True, kw_only=True):
    """What became of a captured payment: amounts in minor units; `dispute` is the newest one's
    status in the service's words, "" where there is none.
    """

    received: int
    refunded: int
    dispute: str = ""
    refunds: tuple[RefundSeen, ...] = ()


class Event(Struct, frozen=True, kw_only=True):
    """What a webhook says has happened: only a hint where to look. "" where it names none."""

    id: str
    kind: str
    live: bool
    account: str = ""
    session_id: str = ""
    intent_id: str = ""
    reference: str = ""


class PaymentsDown(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """Not reached, too slow, still busy with the same key, or asked too often: ask again with the
    same key.
    """


class PaymentsFailed(Exception):  # noqa: N818
    """Answered with a failure of its own (5xx), which it may repeat for the same key: look what
    happened, then ask again with another.
    """


class PaymentsRefused(Exception):  # noqa: N818
    """The request is not taken; `code` is the service's, "authentication" for a key that it does
    not know, "permission" for one that may not.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SignatureWrong(Exception):  # noqa: N818
    """A webhook without signature, with a wrong one, or older than 300 seconds."""


class PaymentGateway(Protocol):
    """The payment service. `key` makes a request happen once, however often it is sent.

    Every call raises PaymentsDown, PaymentsFailed or PaymentsRefused.
    """

    pay_pages: tuple[str, ...]
    """Origins of its pay pages, to which a form may lead."""

    async def open_checkout(self, payee: Payee, order: Order) -> Opened:
        """Make a pay page; the same one again for the same reference and attempt."""
        ...

    async def look(self, payee: Payee, session_id: str) -> Seen:
        """The payment behind a pay page as it is now."""
        ...

    async def capture(self, payee: Payee, intent_id: str, key: str) -> None:
        """Take all that is authorised."""
        ...

    async def cancel(self, payee: Payee, intent_id: str, key: str) -> None:
        """Let an authorisation go: the patient is not charged."""
        ...

    async def expire(self, payee: Payee, session_id: str, key: str) -> None:
        """End a pay page before its time."""
        ...

    async def refund(
        self, payee: Payee, intent_id: str, amount: int, currency: str, reference: str, key: str
    ) -> RefundSeen:
        """Give back what was received, or a part; `reference` finds the refund again."""
        ...

    async def receipt(self, payee: Payee, intent_id: str, currency: str) -> Receipt:
        """What was received, given back and disputed so far."""
        ...

    async def check(self, payee: Payee) -> None:
        """Prove that the key works, at little cost."""
        ...

    async def read_event(self, body: bytes, header: str, secrets: Sequence[str], now: int) -> Event:
        """What a webhook says. Raises SignatureWrong unless one of the secrets signed it at most
        300 seconds from `now` (epoch seconds).
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
