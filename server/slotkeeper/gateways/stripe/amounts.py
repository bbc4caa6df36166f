"""Amounts as Stripe counts them: not always the minor units of ISO 4217."""

from slotkeeper.domain.money import DECIMALS
from slotkeeper.gateways.payments import PaymentsRefused

_BY_DECIMALS = {
    0: "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BWP BYN BZD "
        "CAD CDF CHF CNY COP CRC CVE CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD "
        "HKD HNL HTG HUF IDR ILS INR ISK JMD KES KGS KHR KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD "
        "MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR "
        "RON RSD RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD SZL THB TJS TOP TRY TTD TWD TZS UAH UGX "
        "USD UYU UZS WST XCD XCG YER ZAR ZMW"
    ),
    3: "BHD JOD KWD OMR TND",
}
_THREE = 3
_STRIPE_DECIMALS = {
    code: decimals for decimals, codes in _BY_DECIMALS.items() for code in codes.split()
}
"""Stripe, "Supported currencies": which it takes, zero-decimal and three-decimal currencies, and
the special cases ISK and UGX, which have no decimals but are counted with two.
"""


def to_stripe(minor: int, currency: str) -> int:
    """Stripe's count of an amount in minor units (ISO 4217) of a currency in upper case.

    Raises PaymentsRefused: "currency" for one that Stripe does not take, "amount" for one that it
    cannot count, such as 9.505 KWD, whose last digit has to be 0, or half an ariary.
    """
    up, down = _scale(currency)
    amount, rest = divmod(minor * up, down)
    if rest or (_STRIPE_DECIMALS[currency] == _THREE and amount % 10):
        raise PaymentsRefused("amount")
    return amount


def from_stripe(amount: int, currency: str) -> int:
    """Minor units (ISO 4217) of what Stripe counts. Raises PaymentsRefused as `to_stripe`."""
    up, down = _scale(currency)
    minor, rest = divmod(amount * down, up)
    if rest:
        raise PaymentsRefused("amount")
    return minor


def _scale(currency: str) -> tuple[int, int]:
    """By what ISO's count is multiplied and divided to be Stripe's."""
    if currency not in _STRIPE_DECIMALS:
        raise PaymentsRefused("currency")
    ours, theirs = DECIMALS[currency], _STRIPE_DECIMALS[currency]
    scale: int = 10 ** abs(theirs - ours)
    return (scale, 1) if theirs > ours else (1, scale)
