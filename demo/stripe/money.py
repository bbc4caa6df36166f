"""Amounts: integers in the currency's smallest unit."""

from decimal import Decimal

from babel.numbers import format_currency

from .refusals import Refusal

ZERO_DECIMAL = frozenset(
    "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split()  # noqa: SIM905
)
"""Currencies whose smallest unit is the whole, as Stripe lists them."""

MINIMUM = {
    "aed": 200, "aud": 50, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250, "eur": 50,
    "gbp": 30, "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200, "nok": 300,
    "nzd": 50, "pln": 200, "ron": 200, "sek": 300, "sgd": 50, "thb": 1000, "usd": 50,
}  # fmt: skip
"""Stripe's smallest charge, by currency; a currency that is not listed has none here."""

LARGEST = 99_999_999


def check_amount(amount: int, currency: str, param: str) -> None:
    """Raises Refusal when Stripe would not charge it."""
    least = MINIMUM.get(currency, 1)
    if amount < least:
        message = (
            "The Checkout Session's total amount due must add up to at least "
            f"{format_money(least, currency)}."
        )
        raise Refusal(400, message, code="amount_too_small", param=param)
    if amount > LARGEST:
        message = f"Amount must be no more than {format_money(LARGEST, currency)}"
        raise Refusal(400, message, code="amount_too_large", param=param)


def format_money(amount: int, currency: str) -> str:
    """For people: `A$95.00`, `¥4,000`."""
    places = 0 if currency in ZERO_DECIMAL else 2
    value = Decimal(amount).scaleb(-places)
    return str(format_currency(value, currency.upper(), locale="en"))
