"""Stripe's well-known test numbers and what each of them does."""

from msgspec import Struct


class Card(Struct, frozen=True):
    """`decline` is a decline code; `challenge` asks for 3-D Secure first."""

    number: str
    label: str
    brand: str = "visa"
    challenge: bool = False
    decline: str | None = None

    @property
    def spaced(self) -> str:
        """In groups of four."""
        return " ".join(self.number[start : start + 4] for start in range(0, len(self.number), 4))


CARDS = (
    Card("4242424242424242", "Succeeds"),
    Card("4000000000000002", "Is declined", decline="generic_decline"),
    Card("4000002500003155", "Asks for 3-D Secure", challenge=True),
    Card("4000002760003184", "Asks for 3-D Secure each time", challenge=True),
    Card("4000000000009995", "Has insufficient funds", decline="insufficient_funds"),
    Card(
        "4000008400001629", "3-D Secure, then declined", challenge=True, decline="generic_decline"
    ),
    Card("5555555555554444", "Succeeds (Mastercard)", brand="mastercard"),
    Card("4000000000000069", "Has expired", decline="expired_card"),
    Card("4000000000000127", "Has a wrong security code", decline="incorrect_cvc"),
    Card("4000000000000119", "Cannot be processed", decline="processing_error"),
)
SHOWN = CARDS[:3]
"""Offered on the pay page."""

MESSAGES = {
    "generic_decline": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "test_mode_live_card": "Your card was declined. This is a pretend payment: use a test card.",
    "authentication_required": "Your bank did not confirm that it is you. Try another card.",
}
_OWN_CODES = {"expired_card", "incorrect_cvc", "processing_error"}


def find_card(number: str) -> Card:
    """The card of that number; any other valid number is declined. Raises ValueError."""
    digits = "".join(sign for sign in number if not sign.isspace() and sign != "-")
    if not digits.isascii() or not digits.isdigit() or not _adds_up(digits):
        raise ValueError("not a card number")
    for card in CARDS:
        if card.number == digits:
            return card
    return Card(digits, "Unknown", decline="test_mode_live_card")


def error_code(decline: str) -> str:
    """The error's code of a decline code."""
    return decline if decline in _OWN_CODES else "card_declined"


def _adds_up(digits: str) -> bool:
    """ISO/IEC 7812, annex B (Luhn); 12 to 19 digits."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    total = sum(value - 9 if value > 9 else value for value in doubled)  # noqa: PLR2004 -- its digits
    return 12 <= len(digits) <= 19 and total % 10 == 0  # noqa: PLR2004 -- the standard's lengths
